"""Finds out what a file of messages is by its content, never by its name, and reads it.

JSON lines and lists, tables (CSV, XLSX), the backups of SMS Backup & Restore and of SMS Import / Export, the message
database of iPhones and Macs, what imessage-exporter writes, vMessage files, conversations exported from WhatsApp and
QQ, e-mails, mailboxes, and plain texts in which messages stand below one another with their times: each as it is, or
within a gzip or zip wrapper, several of them in one.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from debts.intake.apple import MAGIC as SQLITE_MAGIC
from debts.intake.apple_file import read_apple_file
from debts.intake.bills.containers import COMPOUND
from debts.intake.chat_pages import is_script_page, is_telegram_page, read_script_page, read_telegram_page
from debts.intake.content_rows import is_content_rows, read_content_rows
from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode
from debts.intake.encodings import HEAD, AsUtf8, encoding_of_head, is_garbled
from debts.intake.foreign import kind_of_file, kind_of_names
from debts.intake.imessage import is_html_export, is_text_export, read_html_export, read_text_export
from debts.intake.json_documents import is_document, read_document, read_list
from debts.intake.jsonl import read_jsonl
from debts.intake.line_chat import is_line_chat, read_line_chat
from debts.intake.mail import is_mail, is_mailbox, read_mail, read_mailbox
from debts.intake.noted import is_noted, read_noted
from debts.intake.qq import is_conversation, is_page, read_conversation, read_page
from debts.intake.screenshots.files import is_picture, read_picture
from debts.intake.sms_backup import read_sms_backup
from debts.intake.sources import (
    GZIP_MAGIC,
    ZIP_MAGIC,
    FormatCode,
    Source,
    SourceBroken,
    SourceTooLarge,
    UnknownFormat,
    Watch,
    open_sources,
)
from debts.intake.tables import is_table, is_workbook, read_table
from debts.intake.vmessage import is_vmessage, read_vmessages
from debts.intake.whatsapp import is_whatsapp, read_whatsapp
from debts.intake.xml_elements import has_rows_of_elements

__all__ = ["AUTO", "FORMATS", "FormatCode", "UnknownFormat", "Watch", "detect_format", "read_messages"]

AUTO = "auto"

SHOWN = 20
_BLANK = b" \t\r\n"
_MARKUP = (b"<",)
_ROOTS = (b"<smses", b"<calls", b"<allsms")  # the last one is Super Backup's, with the same rows
_BOM = b"\xef\xbb\xbf"


class _Reader(Protocol):
    def __call__(self, stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]: ...


def read_messages(
    path: Path,
    *,
    zone: tzinfo,
    format: str = AUTO,  # noqa: A002 - the command's word
    watch: Watch | None = None,
) -> Iterator[Item]:
    """Read the messages of a file one by one; times without an offset are those of ``zone``.

    Of a container with many files those are read that hold messages; the others are skipped.

    Raises, when the first item is asked for:
        UnknownFormat: Nothing here reads such a file, or any file of the container.
        OSError: The path cannot be opened.
    """
    with open_sources(path, watch) as sources:
        if len(sources) == 1:
            yield from _read(_only(sources[0]), format, zone)
        else:
            yield from _read_all(sources, format, zone)


def _only(source: Source) -> Source:
    """The one file of a wrapper is the file itself: its places need no name, and what hinders it hinders all."""
    if source.is_encrypted:
        raise UnknownFormat(FormatCode.WRAPPER_ENCRYPTED)
    return replace(source, name="")


def _read_all(sources: list[Source], form: str, zone: tzinfo) -> Iterator[Item]:
    known = 0
    refused: set[FormatCode] = set()
    for source in sources:
        if source.is_encrypted:
            yield Unreadable(_file(source), UnreadableCode.ENCRYPTED)
            continue
        try:
            for item in _read(source, form, zone):
                known += 1
                yield item
        except UnknownFormat as unknown:
            refused.add(unknown.code)
            yield _unknown(source, unknown.code)
        except SourceTooLarge:
            yield Unreadable(_file(source), UnreadableCode.TOO_LARGE)
            return
    if not known:
        raise UnknownFormat(_kind_of_container(sources, refused))


def _kind_of_container(sources: list[Source], refused: set[FormatCode]) -> FormatCode:
    """Why nothing in a container can be read."""
    if any(source.is_encrypted for source in sources):
        return FormatCode.WRAPPER_ENCRYPTED
    told = kind_of_names(source.name for source in sources)
    return told or (FormatCode.MAKER_BACKUP if FormatCode.MAKER_BACKUP in refused else FormatCode.UNKNOWN)


def _unknown(source: Source, code: FormatCode) -> Item:
    if code is FormatCode.NESTED:
        return Unreadable(_file(source), UnreadableCode.NESTED)
    if code is FormatCode.WRAPPER_BROKEN:
        return Unreadable(_file(source), UnreadableCode.CONTAINER_BROKEN)
    if code is FormatCode.MAKER_BACKUP:
        return Unreadable(_file(source), UnreadableCode.MAKER_BACKUP)
    return Skipped(_file(source), SkippedCode.NO_MESSAGES)


def _file(source: Source) -> Place:
    return Place(PlaceKind.FILE, 1, source.name)


def _read(source: Source, form: str, zone: tzinfo) -> Iterator[Item]:
    """Read one file; what breaks off ends with an Unreadable at its last place."""
    try:
        stream = _as_utf8(source.open())
        read = _reader(stream, source, form)
    except SourceBroken:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None
    last = Place(PlaceKind.LINE, 1)
    with stream:
        try:
            for item in read(stream, zone=zone):
                last = item.place or last
                yield _named(_legible(item, last), source.name)
        except SourceTooLarge:
            yield Unreadable(replace(last, file=source.name), UnreadableCode.TOO_LARGE)
        except SourceBroken:
            yield Unreadable(replace(last, file=source.name), UnreadableCode.CONTAINER_BROKEN)


def _legible(item: Item, place: Place) -> Item:
    """The item, unless it is a message whose characters were lost: of that nobody could say what it said."""
    if isinstance(item, Draft) and is_garbled(item.text):
        return Unreadable(place, UnreadableCode.GARBLED, item.text[:SHOWN])
    return item


def _named(item: Item, name: str) -> Item:
    return replace(item, place=replace(item.place, file=name)) if name and item.place else item


def detect_format(head: bytes) -> str:
    """The name of the format that a file beginning with ``head`` has.

    Raises:
        UnknownFormat: It is none of them, or there is nothing.
    """
    begin = head.removeprefix(_BOM).lstrip(_BLANK)
    if not begin:
        raise UnknownFormat(FormatCode.EMPTY)
    if head.startswith((ZIP_MAGIC, GZIP_MAGIC)) and not is_workbook(head):
        raise UnknownFormat(FormatCode.NESTED)
    if told := kind_of_file(head):
        raise UnknownFormat(told)
    found = next((one.name for one in _FORMATS if one.fits(begin)), None)
    if found is None:
        raise UnknownFormat(FormatCode.UNKNOWN)
    return found


def _is_android(begin: bytes) -> bool:
    return begin.startswith(b"<") and (any(root in begin for root in _ROOTS) or has_rows_of_elements(begin))


def _as_text(fits: Callable[[str], bool]) -> Callable[[bytes], bool]:
    """The test for a text, for bytes that may be cut within a character."""
    return lambda begin: fits(begin.decode("utf-8", "ignore"))


def _as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    """A text of Windows or of an old phone in UTF-8; mails and databases know their encodings themselves."""
    head = stream.peek()[:HEAD]
    if head.startswith((SQLITE_MAGIC, ZIP_MAGIC, GZIP_MAGIC, COMPOUND)):
        return stream
    encoding = encoding_of_head(head)
    begin = head.lstrip(_BLANK)
    if encoding == "utf-8" or (encoding == "gb18030" and not _has_one_encoding(begin)):
        return stream
    if is_mailbox(begin) or is_mail(begin):
        return stream
    return io.BufferedReader(AsUtf8(stream, encoding))


def _has_one_encoding(begin: bytes) -> bool:
    """Whether a text in GB18030 is so to its end: lines of JSON may change in a file, and tables see for themselves."""
    text = begin.decode("gb18030", "ignore")
    tests = (is_vmessage, is_conversation, is_noted, is_whatsapp, is_line_chat, is_text_export)
    return begin.startswith(_MARKUP) or any(fits(text) for fits in tests)


def _reader(stream: io.BufferedReader, source: Source, name: str) -> _Reader:
    try:
        name = detect_format(stream.peek()) if name == AUTO else name
        if name == "picture" and source.name:  # among the files of a backup it is what a message carried
            raise UnknownFormat(FormatCode.UNKNOWN)
    except SourceTooLarge:
        raise UnknownFormat(FormatCode.WRAPPER_BROKEN) from None
    found = next((one for one in _FORMATS if one.name == name), None)
    if found is None:
        raise UnknownFormat(FormatCode.UNKNOWN)
    return found.reader(source)


def _read_apple(source: Source) -> _Reader:
    return lambda stream, *, zone: read_apple_file(stream, source.beside("-wal"), zone=zone)


class _Format(NamedTuple):
    """A format by name: whether a file that begins so has it, and what reads a source of it."""

    name: str
    fits: Callable[[bytes], bool]
    reader: Callable[[Source], _Reader]


# Tried in this order: the first that fits is what the file is.
_FORMATS = (
    _Format("apple", lambda begin: begin.startswith(SQLITE_MAGIC), _read_apple),
    _Format("json_document", is_document, lambda _: read_document),
    _Format("jsonl", lambda begin: begin.startswith(b"{"), lambda _: read_jsonl),
    _Format("whatsapp", _as_text(is_whatsapp), lambda _: read_whatsapp),
    _Format("line", _as_text(is_line_chat), lambda _: read_line_chat),
    _Format("json", lambda begin: begin.startswith(b"["), lambda _: read_list),
    _Format("sms_backup", _is_android, lambda _: read_sms_backup),
    _Format("imessage_html", _as_text(is_html_export), lambda _: read_html_export),
    _Format("imessage_text", _as_text(is_text_export), lambda _: read_text_export),
    _Format("telegram_page", _as_text(is_telegram_page), lambda _: read_telegram_page),
    _Format("script_page", _as_text(is_script_page), lambda _: read_script_page),
    _Format("content_rows", _as_text(is_content_rows), lambda _: read_content_rows),
    _Format("vmessage", _as_text(is_vmessage), lambda _: read_vmessages),
    _Format("qq_page", is_page, lambda _: read_page),
    _Format("qq", _as_text(is_conversation), lambda _: read_conversation),
    _Format("mbox", is_mailbox, lambda _: read_mailbox),
    _Format("mail", is_mail, lambda _: read_mail),
    _Format("picture", is_picture, lambda _: read_picture),
    _Format("table", is_table, lambda _: read_table),
    _Format("noted", _as_text(is_noted), lambda _: read_noted),
)
FORMATS = tuple(one.name for one in _FORMATS)
