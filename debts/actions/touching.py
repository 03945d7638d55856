"""Which kept messages a change of the facts can touch."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet

from debts.models import Footing, Message, User
from debts.reconciler.check import COUNTED_CHANNELS
from debts.reconciler.dates import CHINA
from debts.reconciler.grounds import PROFILE, Part, Touch, WordSearch, touch_between
from debts.reconciler.types import Channel, Kind
from debts.rulebook import plain_number

PIECE = 500
T = TypeVar("T")


class Footings:
    """The parts of a ledger as the stored verdicts know them, and as they are now."""

    def __init__(self, owner: User, now: Mapping[str, Part]) -> None:
        rows = Footing.objects.filter(owner=owner).values_list("key", "digest", "words")
        before = {key: Part(digest, frozenset(map(tuple, words))) for key, digest, words in rows}
        self._owner = owner
        self._now = now
        self.touch = touch_between(before, now)

    def store(self) -> None:
        """Say that the stored verdicts rest on the ledger as it is now."""
        changed = [key for key in self.touch.parts if key in self._now]
        rows = [
            Footing(owner=self._owner, key=key, digest=self._now[key].digest, words=sorted(self._now[key].words))
            for key in changed
        ]
        Footing.objects.bulk_create(
            rows,
            batch_size=PIECE,
            update_conflicts=True,
            unique_fields=["owner", "key"],
            update_fields=["digest", "words"],
        )
        Footing.objects.filter(owner=self._owner, key__in=self.touch.parts - set(changed)).delete()


def touched_messages(owner: User, touch: Touch) -> set[int]:
    """The row numbers of messages that have looked at a part that differs, or in which an old or new word stands.

    Those that have no answer yet are none of them: they are judged anyway.
    """
    kept = Message.objects.of(owner)
    found: set[int] = set()
    for keys in pieces(touch.parts):
        found.update(kept.filter(verdict__grounds__key__in=keys).values_list("pk", flat=True))
    if PROFILE in touch.parts:
        looked = Q(verdict__is_claim=True) | Q(verdict__kind=Kind.FRAUD) | Q(verdict__grounds__isnull=False)
        found.update(kept.filter(looked).values_list("pk", flat=True))
    return found | (set(_with_words(owner, touch.words)) if touch.words else set())


def _with_words(owner: User, words: Iterable[str]) -> Iterator[int]:
    search = WordSearch(words)
    kept = Message.objects.of(owner).order_by().values_list("pk", "sender", "verdict__plain_text")
    for pk, sender, text in kept.filter(verdict__isnull=False).iterator(chunk_size=PIECE):
        if search.finds(text, sender.lower(), plain_number(sender).lower()):
            yield pk


def counted_with(owner: User, messages: Collection[int]) -> set[int]:
    """The row numbers of what is counted together with any of ``messages``: rules over a day see the whole day.

    These are the calls of the same days, and the claims by SMS.
    """
    days: set[date] = set()
    for piece in pieces(messages):
        days.update(days_of(Message.objects.filter(pk__in=piece, channel__in=COUNTED_CHANNELS)).values())
    return counted_on(owner, days)


def counted_on(owner: User, days: Collection[date]) -> set[int]:
    """The row numbers of the kept messages that rules over a day count on these days."""
    if not days:
        return set()
    first, last = (datetime.combine(day, time.min, CHINA) for day in (min(days), max(days) + timedelta(days=1)))
    around = Message.objects.of(owner).filter(received_at__gte=first, received_at__lt=last)
    counted = around.filter(Q(channel=Channel.CALL) | Q(channel__in=COUNTED_CHANNELS, verdict__is_claim=True))
    return {pk for pk, day in days_of(counted).items() if day in days}


def days_of(messages: QuerySet[Message]) -> dict[int, date]:
    """By row number the days on which messages came, as the rules count days; those without a time are left out."""
    moments = messages.order_by().values_list("pk", "received_at")
    return {pk: at.astimezone(CHINA).date() for pk, at in moments if at}


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists that are short enough for one query."""
    rest = iter(values)
    while piece := list(islice(rest, PIECE)):
        yield piece
