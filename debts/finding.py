"""Messages that hold some words, newest first, without reading all of them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection
from django.db.models import F, QuerySet

from debts.models import Message, User
from debts.models.message_index import candidates
from debts.reconciler.searching import holds

NEWEST_FIRST = (F("received_at").desc(nulls_last=True), "-pk")
# So many of the newest messages are looked at without the index: a word that stands everywhere is found in these, and
# the index would first have to name the half of all messages.
WALK = 200
# Where the index names more messages than this, the newest are tried first instead of all being fetched and sorted.
FEW = 4000
PIECE = 500


def find_messages(owner: User, rows: QuerySet[Message], words: tuple[str, ...], limit: int) -> list[Message]:
    """The first ``limit`` of the owner's ``rows``, newest first, in whose text or sender all folded ``words`` stand.

    ``rows`` are narrowed by everything but the owner. Each message comes with its verdict, loan and lender.
    """
    numbers = find_numbers(owner, rows, words, limit)
    kept = {row.pk: row for row in _by_number(numbers)}
    return [kept[pk] for pk in numbers]


def find_numbers(owner: User, rows: QuerySet[Message], words: tuple[str, ...], limit: int) -> list[int]:
    """The same, by row number."""
    if not words:
        return []
    columns = rows.order_by(*NEWEST_FIRST).values_list("pk", "text", "sender")
    inbox = columns.filter(owner=owner)
    newest = list(inbox[:WALK])
    found = list(islice(_holding(newest, words), limit))
    if len(found) == limit or len(newest) < WALK:
        return found
    # A sum is in no index, so SQLite begins with the few that are named and not with all of the owner's.
    from_named = columns.alias(whose=F("owner_id") + 0).filter(whose=owner.pk)
    named = from_named if _are_few(words) else inbox
    rest = named.filter(pk__in=candidates(words)).iterator(chunk_size=PIECE)
    return list(islice(_holding(rest, words), limit))


def _are_few(words: tuple[str, ...]) -> bool:
    named = candidates(words)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({named.sql} LIMIT %s) AS named", [*named.params, FEW + 1])  # noqa: S608
        return bool(cursor.fetchone()[0] <= FEW)


def _holding(rows: Iterable[tuple[int, str, str]], words: tuple[str, ...]) -> Iterator[int]:
    return (pk for pk, text, sender in rows if holds(f"{text}\n{sender}", words))


def _by_number(numbers: list[int]) -> Iterator[Message]:
    rows = Message.objects.select_related("verdict__loan__lender").order_by()
    for start in range(0, len(numbers), PIECE):
        yield from rows.filter(pk__in=numbers[start : start + PIECE])
