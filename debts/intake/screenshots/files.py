"""A picture of messages as a file to import."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import IO

from debts.intake.drafts import Item, Place, PlaceKind, Unreadable, UnreadableCode
from debts.intake.screenshots.drafts import items_of
from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.recogniser import MAX_BYTES, Recogniser
from debts.intake.screenshots.types import PictureProblem

_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def is_picture(begin: bytes) -> bool:
    """Whether a file that begins so is a picture, be it one of a kind that is not read."""
    return begin.startswith(_SIGNS) or begin[8:12] == b"WEBP" or (begin[4:8] == b"ftyp" and begin[8:12] in _BRANDS)


def read_picture(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """The messages of a picture that nobody looks at before they are kept: only full dates are taken."""
    place = Place(PlaceKind.FILE, 1)
    try:
        with Recogniser() as recogniser:
            transcript = transcribe(recogniser.read(stream.read(MAX_BYTES + 1)))
    except PictureProblem as problem:
        yield Unreadable(place, UnreadableCode.PICTURE, problem.code)
        return
    yield from items_of(transcript, now=datetime(_LAST_YEAR, 1, 1, tzinfo=zone), zone=zone)


_LAST_YEAR = 9000  # what lies ahead is for whoever keeps the messages to refuse; there is no clock here
