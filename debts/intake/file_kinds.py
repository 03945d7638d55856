"""What a handed-in file is by its content. The name is not asked: an HTML page called 证明.pdf is an HTML page.

Only the first bytes are looked at. That is enough to refuse what has no place among proofs; it does not vouch for the
rest of the file, which is why files are only ever served as inert downloads.
"""

import re
from enum import StrEnum
from typing import BinaryIO

_HEAD = 8192
# Phones write ISO media files of many brands; the letters after "ftyp" tell pictures and sound from films.
_PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ")
_TAG = re.compile(r"^(?:(?><!--.*?-->)|\s)*+<(?:!doctype\s+html|/?[a-z][a-z0-9]*[\s>/])", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(
    r"^(?:From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|X-[\w-]+"
    r"|Reply-To|DKIM-Signature|ARC-[\w-]+|Authentication-Results):\s",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class FileKind(StrEnum):
    """The families of files that a person may mean to hand in, and those that are refused."""

    IMAGE = "image"
    PDF = "pdf"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"
    OFFICE = "office"
    EMAIL = "email"
    TEXT = "text"
    HTML = "html"
    SVG = "svg"
    XML = "xml"
    PROGRAM = "program"
    UNKNOWN = "unknown"


ACCEPTED = frozenset(
    {
        FileKind.IMAGE,
        FileKind.PDF,
        FileKind.AUDIO,
        FileKind.VIDEO,
        FileKind.ARCHIVE,
        FileKind.OFFICE,
        FileKind.EMAIL,
        FileKind.TEXT,
    }
)

# Signature at an offset -> kind, looked through in order.
_SIGNATURES: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"%PDF-", FileKind.PDF),
    (0, b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (0, b"\xff\xd8\xff", FileKind.IMAGE),
    (0, b"GIF87a", FileKind.IMAGE),
    (0, b"GIF89a", FileKind.IMAGE),
    (0, b"BM", FileKind.IMAGE),
    (0, b"II*\x00", FileKind.IMAGE),
    (0, b"MM\x00*", FileKind.IMAGE),
    (8, b"WEBP", FileKind.IMAGE),
    (8, b"WAVE", FileKind.AUDIO),
    (8, b"AVI ", FileKind.VIDEO),
    (0, b"ID3", FileKind.AUDIO),
    (0, b"#!AMR", FileKind.AUDIO),
    (0, b"fLaC", FileKind.AUDIO),
    (0, b"OggS", FileKind.AUDIO),
    (0, b"caff", FileKind.AUDIO),
    (0, b"\x02#!SILK_V3", FileKind.AUDIO),
    (0, b"#!SILK_V3", FileKind.AUDIO),
    (0, b"\x1aE\xdf\xa3", FileKind.VIDEO),
    (0, b"FLV\x01", FileKind.VIDEO),
    (0, b"PK\x03\x04", FileKind.ARCHIVE),
    (0, b"PK\x05\x06", FileKind.ARCHIVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (0, b"MZ", FileKind.PROGRAM),
    (0, b"\x7fELF", FileKind.PROGRAM),
    (0, b"\xca\xfe\xba\xbe", FileKind.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", FileKind.PROGRAM),
    (0, b"dex\n", FileKind.PROGRAM),
    (0, b"#!/", FileKind.PROGRAM),
)


def kind_of(file: BinaryIO) -> FileKind:
    """Find what ``file`` is from its first bytes, and leave it rewound."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    return _by_signature(head) or _media(head) or _words(head)


def _by_signature(head: bytes) -> FileKind | None:
    return next((kind for at, sign, kind in _SIGNATURES if head.startswith(sign, at)), None)


def _media(head: bytes) -> FileKind | None:
    """ISO media by brand, and bare MPEG or AAC frames by their sync bits."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _PICTURE_BRANDS:
            return FileKind.IMAGE
        return FileKind.AUDIO if brand in _SOUND_BRANDS else FileKind.VIDEO
    is_frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 != 0x08  # noqa: PLR2004  sync bits of MPEG audio
    return FileKind.AUDIO if is_frame and head[:2] not in (b"\xff\xfe", b"\xff\xff") else None


def _words(head: bytes) -> FileKind:
    text = _decoded(head)
    if text is None or _CONTROL.search(text):
        return FileKind.UNKNOWN
    text = text.lstrip("\ufeff \t\r\n")
    if _HEADER.match(text):
        return FileKind.EMAIL
    start = text[:200].lower()
    if "<svg" in text[:2000].lower() and start.startswith("<"):
        return FileKind.SVG
    if _TAG.match(text) or "<html" in start:
        return FileKind.HTML
    if start.startswith("<?xml"):
        return FileKind.XML
    return FileKind.TEXT


def _decoded(head: bytes) -> str | None:
    """The bytes as text; a sign cut in two at the end of what was read does not count against them."""
    encodings = ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030")
    for encoding in encodings:
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
