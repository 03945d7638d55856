"""The words of mails whose encoding is missing, misnamed or narrower than what they hold, as in many Chinese mails.

gb2312 with 镕 or 請 in it, x-gbk, iso-8859-1 over GB18030, raw bytes in a subject, a sign cut in two by encoded words.
"""

import base64
import binascii
import quopri
import re
from email.message import EmailMessage

from debts.intake.encodings import encoding_of_head, is_garbled

_GB = "gb18030"
_OTHER_NAMES = {
    "gb2312": _GB,
    "gb_2312-80": _GB,
    "gbk": _GB,
    "x-gbk": _GB,
    "cp936": _GB,
    "ms936": _GB,
    "windows-936": _GB,
    "euc-cn": _GB,
    "x-euc-cn": _GB,
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "utf8": "utf-8",
}
# Programs write these without having looked: whatever the bytes are counts for more.
_SAYING_NOTHING = frozenset(
    {"", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "unknown-8bit", "default"}
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_LEAST_ROW = 2  # bytes; less on average are no signs of two bytes or more
_LOST = "\N{REPLACEMENT CHARACTER}"
_WORD = r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*)\?="
_RUN = re.compile(rf"(?:{_WORD}\s*)+")


def words_of_part(part: EmailMessage) -> str:
    """The text of one part of a mail.

    Raises:
        LookupError: Nobody knows the encoding that it names, and the bytes are no text of a usual one.
    """
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        content = _cut_off(content, part)
    return decoded(content, part.get_content_charset() or "").replace("\r\n", "\n")


def _cut_off(content: bytes, part: EmailMessage) -> bytes:
    """What was decoded; of a part that broke off amid four signs, which nobody decodes, what stands before them."""
    written = "".join(str(part.get_payload()).split()).encode("ascii", "replace")
    return base64.b64decode(written[: len(written) // 4 * 4]) if written == b"".join(content.split()) else content


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text: by the encoding that is named where it fits, else by what they look like."""
    name = _OTHER_NAMES.get(charset.lower(), charset.lower())
    if name in _SAYING_NOTHING:
        found = None if _is_western(content) else _by_looks(content)
        return found or content.decode("cp1252" if name else "utf-8", "replace")
    try:
        return content.decode(name)
    except UnicodeError:
        return _by_looks(content) or content.decode("utf-8", "replace")
    except LookupError:
        found = _by_looks(content)
        if found is None:
            raise
        return found


def _is_western(content: bytes) -> bool:
    """Whether the bytes beyond ASCII stand alone, as letters with accents do; signs of Chinese stand in rows."""
    rows = [len(row) for row in _BEYOND_ASCII.findall(content)]
    return bool(rows) and sum(rows) < _LEAST_ROW * len(rows)


def _by_looks(content: bytes) -> str | None:
    """The text where the bytes are one in UTF-8, GB18030 or Big5 that somebody may have written; None for all else."""
    for name in ("utf-8", encoding_of_head(content)):
        try:
            found = content.decode(name)
        except UnicodeDecodeError:
            continue
        return None if is_garbled(found) else found
    return None


def header_by_hand(mail: EmailMessage, name: str) -> str:
    """A header that the usual reading has damaged: raw bytes, or signs that are cut between two encoded words.

    Raw bytes are mostly in the encoding that the mail names for its text.
    """
    written = _as_written(mail, name)
    if not written.isascii():
        written = decoded(written.encode("utf-8", "surrogateescape"), _encoding_of_text(mail))
    return words_of_head(" ".join(written.split())).strip()


def is_misread(mail: EmailMessage, name: str) -> bool:
    """Whether encoded words of a header hold what their encoding has not, as gb2312 with 請 in it."""
    for charset, kind, text in re.findall(_WORD, _as_written(mail, name)):
        try:
            _of_word(kind, text).decode(charset)
        except (UnicodeError, LookupError):
            return True
    return False


def _as_written(mail: EmailMessage, name: str) -> str:
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")


def _encoding_of_text(mail: EmailMessage) -> str:
    parts = (part for part in mail.walk() if part.get_content_maintype() == "text")
    return next((found for part in parts if (found := part.get_content_charset())), "")


def words_of_head(written: str) -> str:
    """A text in which encoded words (RFC 2047) may stand, with these decoded."""
    return _RUN.sub(lambda run: _run(run[0]), written) if "=?" in written else written


def _run(run: str) -> str:
    """Encoded words that stand side by side; those of one encoding are decoded together."""
    pieces: list[tuple[str, bytes]] = []
    for charset, kind, text in re.findall(_WORD, run):
        content = _of_word(kind, text)
        if pieces and pieces[-1][0] == charset.lower():
            pieces[-1] = (charset.lower(), pieces[-1][1] + content)
        else:
            pieces.append((charset.lower(), content))
    end = " " if run.endswith(" ") else ""
    try:
        return "".join(decoded(content, charset) for charset, content in pieces) + end
    except LookupError:
        return run


def _of_word(kind: str, text: str) -> bytes:
    content = text.encode("ascii", "replace")
    if kind in "qQ":
        return quopri.decodestring(content, header=True)
    try:
        return base64.b64decode(content + b"==")
    except binascii.Error:
        return content


def is_damaged(text: str) -> bool:
    """Whether signs were lost in a header."""
    return _LOST in text or any("\ud800" <= sign <= "\udfff" for sign in text)
