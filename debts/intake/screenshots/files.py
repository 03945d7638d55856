"""A picture of messages as a file to import."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import IO

from debts.intake.drafts import Draft, DraftFile, Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.screenshots.drafts import items_of, words_of
from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.recogniser import MAX_BYTES, Recogniser
from debts.intake.screenshots.types import PictureProblem
from debts.intake.sources import at_most

_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def is_picture(begin: bytes) -> bool:
    """Whether a file that begins so is a picture, be it one of a kind that is not read."""
    return begin.startswith(_SIGNS) or begin[8:12] == b"WEBP" or (begin[4:8] == b"ftyp" and begin[8:12] in _BRANDS)


def read_picture(stream: IO[bytes], *, zone: tzinfo, day: date | None = None) -> Iterator[Item]:
    """The messages of a picture that nobody looks at before they are kept, each with the picture as its file.

    Without the day on which it was made only full dates are taken.
    """
    content = at_most(stream, MAX_BYTES + 1)
    try:
        with Recogniser() as recogniser:
            transcript = transcribe(recogniser.read(content))
    except PictureProblem as problem:
        yield Unreadable(Place(PlaceKind.FILE, 1), UnreadableCode.PICTURE, problem.code)
        return
    picture = DraftFile("", content, words_of(transcript))
    for item in items_of(transcript, now=datetime(_LAST_YEAR, 1, 1, tzinfo=zone), zone=zone, day=day):
        yield replace(item, files=(picture,)) if isinstance(item, Draft) else item


_LAST_YEAR = 9000  # what lies ahead is for whoever keeps the messages to refuse; there is no clock here
