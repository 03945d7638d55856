"""Reads pages that hold a conversation: those of Telegram, and those of programs that keep WeChat's as a script.

    <div class="pull_right date details" title="05.03.2024 10:22:33 UTC+08:00">…<div class="from_name">催收小王</div>
    <div class="text">…</div>
    const chatMessages = [{type:1, text:'…',is_send:0,timestamp:1709605353,displayname:'催收小王'}, …]

Who the owner is, a page of Telegram does not tell; everything is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from html.parser import HTMLParser
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.jsonl import item_of
from debts.intake.markup_text import text_of
from debts.intake.sources import whole
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

MAX_BYTES = 64 * 1024 * 1024
_SCRIPT = re.compile(r"\bchatMessages\s{0,4}=\s{0,4}\[")
_FIELD = re.compile(
    r"[\"']?(\w{1,40})[\"']?\s{0,4}:\s{0,4}(?:'((?:[^'\\]|\\.)*+)'|\"((?:[^\"\\]|\\.)*+)\"|(-?\d{1,20}))", re.DOTALL
)
_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*+'?|\"(?:[^\"\\]|\\.)*+\"?|[{}\]]", re.DOTALL
)  # what is not closed goes to the end
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_WORLD = re.compile(r" ?UTC([+-]\d{2}:\d{2})?$")
_ESCAPES = {"n": "\n", "t": "\t", "r": ""}


def is_telegram_page(head: str) -> bool:
    """Whether a page that begins so is one of Telegram."""
    return head.startswith("<") and 'class="page_wrap"' in head and 'class="message ' in head


def is_script_page(head: str) -> bool:
    """Whether a page that begins so has the messages of WeChat in a script."""
    return head.startswith("<") and _SCRIPT.search(head) is not None


def read_script_page(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the objects of the script, as if they were those of a JSON file."""
    page = _text(stream)
    start = _SCRIPT.search(page)
    for number, fields in enumerate(_objects(page, start.end() if start else len(page)), 1):
        yield item_of(fields, Place(PlaceKind.MESSAGE, number), zone)


def _text(stream: IO[bytes]) -> str:
    return whole(stream, MAX_BYTES).decode("utf-8-sig", "replace")


def _objects(page: str, at: int) -> Iterator[dict[str, object]]:
    """The objects of a list in a script; braces within texts are none."""
    depth, begins = 0, at
    for token in _TOKEN.finditer(page, at):
        sign = token[0]
        if sign == "{":
            begins = token.start() if not depth else begins
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield _fields(page[begins : token.end()])
        elif sign == "]" and not depth:
            return


def _fields(written: str) -> dict[str, object]:
    found = (one.groups() for one in _FIELD.finditer(written))
    return {
        name: _unescaped(single or double or "") if figures is None else int(figures)
        for name, single, double, figures in found
    }


def _unescaped(written: str) -> str:
    plain = _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else _ESCAPES.get(one[2], one[2]), written)
    return text_of(plain.replace("\n", "<br>")) if "<br" in plain or "&" in plain else plain


def read_telegram_page(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the messages of a page."""
    page = _Page()
    page.feed(_text(stream))
    page.close()
    for number, said in enumerate(page.found, 1):
        yield _item(said, Place(PlaceKind.MESSAGE, number), zone)


@dataclass(slots=True)
class _Said:
    """What a page says of one message."""

    time: str = ""
    parts: dict[str, list[str]] = field(default_factory=dict)

    def words(self, part: str) -> str:
        """The words of a part."""
        lines = "".join(self.parts.get(part, [])).split("\n")
        return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


def _item(said: _Said, place: Place, zone: tzinfo) -> Item:
    text = said.words("text")
    if refused := unfit(text, place):
        return refused
    if not said.time:
        return Skipped(place, SkippedCode.NO_TEXT)
    moment = moment_written(_WORLD.sub(lambda one: one[1] or "Z", said.time), zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME, said.time)
    return Draft(storable(text), moment, sender=storable(said.words("from_name")), channel=Channel.CHAT, place=place)


class _Page(HTMLParser):
    """Collects the messages; one that is joined to the one above it has its sender."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Said] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a message or a part of one."""
        if tag == "br":
            self.handle_data("\n")
        if tag != "div":
            return
        told = dict(attrs)
        names = (told.get("class") or "").split()
        self._open.append(next((one for one in names if one in ("from_name", "text")), ""))
        if names[:2] == ["message", "default"]:
            self._begin(is_joined="joined" in names)
        elif "date" in names and self.found:
            self.found[-1].time = self.found[-1].time or told.get("title") or ""

    def handle_endtag(self, tag: str) -> None:
        """End a part."""
        if tag == "div" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the words of a part; line ends of the page's source are none of the text."""
        part = next((one for one in reversed(self._open) if one), "")
        if part and self.found:
            self.found[-1].parts.setdefault(part, []).append(data if data == "\n" else data.replace("\n", " "))

    def _begin(self, *, is_joined: bool) -> None:
        said = _Said()
        if is_joined and self.found:
            said.parts["from_name"] = list(self.found[-1].parts.get("from_name", []))
        self.found.append(said)
