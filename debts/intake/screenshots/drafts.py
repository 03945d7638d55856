"""Transcripts of pictures into drafts of messages, and into the text of a paste.

What a screen says about a time is taken by the day on which the picture was made. Where nobody knows that day, 昨天 and
3月5日 stay unknown: a picture may be years old.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode
from debts.intake.paste_times import TimeWords, moment_of
from debts.intake.screenshots.types import Transcript

_OWN_WORDS = "（本人发出）"  # evidence is Chinese, whatever the language of the pages
_BETWEEN = "\n\n\n"  # two blank lines part the messages of a paste, whatever they say


@dataclass(frozen=True, slots=True)
class Noted:
    """A received message as the owner leaves it after looking at the picture."""

    text: str
    sender: str = ""
    received_at: datetime | None = None


def moment_on(words: TimeWords | None, *, day: date | None, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment that a screen names, seen on ``day``; None where it cannot be told without a guess."""
    if words is None:
        return None
    if day is not None:
        evening = datetime.combine(day, time.max, tzinfo=zone)
        return moment_of(words, now=min(evening, now), zone=zone)
    return moment_of(words, now=now, zone=zone) if words.year is not None else None


def paste_of(messages: Iterable[Noted], zone: tzinfo) -> str:
    """The messages as a paste, which is split into the same messages again."""
    return _BETWEEN.join(_pasted(message, zone) for message in messages)


def _pasted(message: Noted, zone: tzinfo) -> str:
    at = message.received_at
    lines = [
        f"时间：{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else "",
        f"发件人：{message.sender}" if message.sender else "",
        message.text.strip(),
    ]
    return "\n".join(filter(None, lines))


def words_of(transcript: Transcript) -> str:
    """All that was taken for messages, with the times that stand on the screen, as it is kept beside the picture."""
    return paragraphs((bubble.when, bubble.text.words, bubble.is_own) for bubble in transcript.bubbles)


def paragraphs(told: Iterable[tuple[str, str, bool]]) -> str:
    """Messages of a screen, each with its time in words and whether its owner wrote it, below one another."""
    return "\n\n".join(
        "\n".join(filter(None, (when, (_OWN_WORDS if own else "") + words))) for when, words, own in told
    )


def items_of(transcript: Transcript, *, now: datetime, zone: tzinfo, day: date | None = None) -> Iterator[Item]:
    """The received messages of a screen as drafts, the owner's own as left out."""
    for number, bubble in enumerate(transcript.bubbles, 1):
        place = Place(PlaceKind.MESSAGE, number)
        if bubble.is_own:
            yield Skipped(place, SkippedCode.SENT)
            continue
        at = moment_on(bubble.time, day=day, now=now, zone=zone)
        yield Draft(bubble.text.words, at, sender=transcript.sender, place=place)


def day_in_name(name: str, now: datetime) -> date | None:
    """The day that a picture's name tells, as Screenshot_2024-03-05-10-22-33.png does; a hint, to be looked at."""
    digits = "".join(sign if sign.isdigit() else " " for sign in name).split()
    candidates = [piece[:8] for piece in digits] + ["".join(digits[at : at + 3]) for at in range(len(digits))]
    for eight in candidates:
        found = _day(eight)
        if found and _FIRST <= found <= now.date() + timedelta(days=1):
            return found
    return None


def _day(eight: str) -> date | None:
    try:
        return datetime.strptime(eight, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


_FIRST = date(2007, 1, 1)  # no phone made such names before
