"""Reads e-mails: one ``.eml``, or a mailbox (mbox) of many. HTML becomes plain words; attachments come along as files.

The time of arrival is that of the last server (the topmost ``Received``); the sender's own ``Date`` is kept beside it.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import IO

from debts.intake.android import call, sms
from debts.intake.drafts import Draft, DraftFile, Item, Place, PlaceKind, Unreadable, UnreadableCode, unfit
from debts.intake.mail_words import header_by_hand, is_damaged, is_misread, words_of_part
from debts.intake.markup_text import text_of
from debts.intake.sources import at_most
from debts.intake.subjects import with_subject
from debts.intake.times import in_range
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

_SMS_BACKUP = "x-smssync-"  # headers of SMS Backup+
MAX_MAIL_BYTES = 64 * 1024 * 1024
MAX_FILES = 100
MAX_NAME = 200
UNNAMED = "attachment"
MAX_DEPTH = 20  # a mail forwarded twenty times over is no longer a mail
_SEPARATOR = re.compile(rb"From \S+ .*\d{4}\s*$")
_HEADER = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]*+:[^\n]*\n(?:[ \t][^\n]*\n)*+){2}")
_APPLE_SIZE = re.compile(rb"(\d{1,9}) *\r?\n")  # Apple's emlx: so many bytes of mail, then what the program notes of it
_TELLING = re.compile(
    rb"^(?:from|received|return-path|message-id|mime-version|subject|delivered-to):", re.IGNORECASE | re.MULTILINE
)


def is_mailbox(head: bytes) -> bool:
    """Whether a file that begins so is a mailbox."""
    return bool(_SEPARATOR.match(head.split(b"\n", 1)[0]))


def is_mail(head: bytes) -> bool:
    """Whether a file that begins so is an e-mail."""
    head = head[found.end() :] if (found := _APPLE_SIZE.match(head)) else head
    return bool(_HEADER.match(head)) and len(set(map(bytes.lower, _TELLING.findall(head)))) > 1


def read_mailbox(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the mails of a mailbox one by one."""
    for number, content in enumerate(_mails(stream), 1):
        yield from read_one(content, number, zone=zone)


def read_mail(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read one mail."""
    yield from read_one(at_most(stream, MAX_MAIL_BYTES + 1), 1, zone=zone)


def read_one(content: bytes, number: int, *, zone: tzinfo) -> Iterator[Item]:
    """Read a mail that is at hand, by the number that it has where it came from; then say how many files were too many.

    The mail comes first: that it is there does not hang on its files.
    """
    place = Place(PlaceKind.MAIL, number)
    item = _mail(content, place, zone)
    if not isinstance(item, Draft) or len(item.files) <= MAX_FILES:
        yield item
        return
    yield replace(item, files=item.files[:MAX_FILES])
    yield Unreadable(place, UnreadableCode.MANY_FILES, str(len(item.files) - MAX_FILES))


def _mails(stream: IO[bytes]) -> Iterator[bytes]:
    """The mails between the lines that part them; of one that is too large no more than shows it."""
    lines: list[bytes] = []
    size = 0
    is_blank = True
    for line in stream:
        if is_blank and _SEPARATOR.match(line):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= MAX_MAIL_BYTES:
            lines.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        is_blank = not line.strip()
    if lines:
        yield b"".join(lines)


def _mail(content: bytes, place: Place, zone: tzinfo) -> Item:
    if len(content) > MAX_MAIL_BYTES:
        return Unreadable(place, UnreadableCode.TOO_LARGE)
    content = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if found := _APPLE_SIZE.match(content):
        content = content[found.end() :][: int(found[1])]
    try:
        mail = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        text, files = with_subject(_header(mail, "subject"), _body(mail)), _files(mail)
    except (RecursionError, LookupError, ValueError) as problem:
        return Unreadable(place, UnreadableCode.MAIL_BROKEN, type(problem).__name__)
    if _header(mail, f"{_SMS_BACKUP}address"):
        return _of_sms_backup(mail, place, zone)
    if refused := unfit(text, place):
        return refused
    sent = _moment(_date(mail), zone)
    return Draft(
        storable(text),
        _moment(_header(mail, "received").rpartition(";")[2], zone) or sent,
        sent_at=sent,
        sender=storable(_header(mail, "from")),
        channel=Channel.EMAIL,
        id=storable(_header(mail, "message-id"))[:128],
        place=place,
        files=files,
    )


def _of_sms_backup(mail: EmailMessage, place: Place, zone: tzinfo) -> Item:
    """A message or call of a phone that SMS Backup+ has put into a mailbox."""

    def told(name: str) -> str:
        return _header(mail, f"{_SMS_BACKUP}{name}")

    row = {name: told(name) for name in ("address", "date", "type", "duration")}
    kind = told("datatype").upper()
    if kind == "CALLLOG":
        return call(row | {"number": row["address"]}, place, zone)
    return sms(row | {"body": _body(mail).strip()}, place, zone)


def _files(mail: EmailMessage) -> tuple[DraftFile, ...]:
    """What is attached, each under its own name; what the sender only meant as words of the mail is no file."""
    found: list[DraftFile] = []
    for part, depth in _parts(mail, 0):
        name = storable(part.get_filename() or "")
        if depth > MAX_DEPTH or (not name and part.get_content_disposition() != "attachment"):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append(DraftFile(PurePosixPath(name.replace("\\", "/")).name[:MAX_NAME] or UNNAMED, content))
    return tuple(found)


def _body(mail: EmailMessage) -> str:
    """The words of a mail; its plain form where there is one."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part, depth in _parts(mail, 0):
        kind = part.get_content_type()
        if depth <= MAX_DEPTH and kind in found and part.get_content_disposition() != "attachment":
            found[kind].append(words_of_part(part))
    plain = "\n".join(one.strip() for one in found["text/plain"] if one.strip())
    return plain or "\n".join(map(text_of, found["text/html"]))


def _parts(mail: EmailMessage, depth: int) -> Iterator[tuple[EmailMessage, int]]:
    """The leaves of a mail with how deep they lie; what lies too deep is not gone into."""
    if mail.is_multipart() and depth <= MAX_DEPTH:
        for part in mail.iter_parts():
            yield from _parts(part, depth + 1)  # type: ignore[arg-type]  # the policy makes every part one
    elif not mail.is_multipart():
        yield mail, depth


def _header(mail: EmailMessage, name: str) -> str:
    """A header as text; one that is written wrongly counts as absent."""
    try:
        found = str(mail.get(name, "")).strip()
        return header_by_hand(mail, name) if is_damaged(found) or is_misread(mail, name) else found
    except (ValueError, LookupError, IndexError, AttributeError):  # the parser of headers fails in many ways
        return ""


def _date(mail: EmailMessage) -> str:
    """The date as it is written, for the parser of headers takes CST for Chicago's."""
    written = next((str(value) for name, value in mail.raw_items() if name.lower() == "date"), "")
    return storable(" ".join(written.split()))


def _moment(written: str, zone: tzinfo) -> datetime | None:
    """The time of a header. Minus zero is UTC of a server that tells no zone; CST is China's and not Chicago's here."""
    plain = written.strip().replace(" -0000", " +0000").removesuffix(" CST")
    try:
        found = parsedate_to_datetime(plain)
        return in_range(found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone))
    except (ValueError, TypeError, OverflowError):
        return moment_written(written, zone)
