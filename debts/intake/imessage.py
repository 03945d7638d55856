"""Reads what imessage-exporter writes, as text or as HTML. Its times have no zone: they are those of the phone.

May 17, 2022  5:29:42 PM (Read by you after 5 seconds)
95555
【招商银行】…
"""

import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from html.parser import HTMLParser
from itertools import groupby
from typing import IO

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.sources import whole
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.dates import MONTHS

MAX_BYTES = 64 * 1024 * 1024  # one conversation; the whole file is held

_MONTHS = "|".join(map(str.capitalize, MONTHS))
_STAMP = re.compile(rf"\s*((?:{_MONTHS})\w* \d{{1,2}}, \d{{4}}\s+\d{{1,2}}:\d{{2}}:\d{{2}} [AP]M)(.*)")
_READ = re.compile(r"\s*+(?:(?:\(Read by .*\)|\(Edited.*\))\s*)?")
_LINE_END = re.compile(r"\r?\n")  # a text may hold other signs that end a line
_ATTACHED = re.compile(r"[^\n]{0,400}\battachments/[^\n]{1,400}\.\w{2,5}", re.IGNORECASE)
_ME = "Me"
# The exporter's own remarks, which stand before or after the text.
_REMARKS = (
    "This message was deleted from the conversation!",
    "This message responded to an earlier message.",
)
_REACTIONS = ("Reactions:", "Tapbacks:")
_REACTION = re.compile(r"\S+ by .+|.*Sticker from .+")
_EFFECT = re.compile(
    r"Sent with (?:Confetti|Echo|Fireworks|Balloons|Heart|Lasers|Shooting Star|Sparkles|Spotlight|Slam|Loud|Gentle"
    r"|Invisible Ink)"
)


def is_text_export(head: str) -> bool:
    """Whether a text that begins so is such an export."""
    lines = head.split("\n")  # the first may be an announcement
    return _STAMP.match(lines[0]) is not None and any(map(_is_head, lines))


def is_html_export(head: str) -> bool:
    """Whether a page that begins so is such an export."""
    return 'class="timestamp"' in head and re.search(r'<div class="(?:message|announcement)"', head) is not None


def read_text_export(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the text form: a stamp, a name and the lines until the next stamp."""
    lines = _LINE_END.split(whole(stream, MAX_BYTES).decode("utf-8", "replace"))
    heads = [at for at, line in enumerate(lines) if _is_head(line) or (_STAMP.match(line) and _is_apart(lines, at))]
    for number, (start, end) in enumerate(zip(heads, [*heads[1:], len(lines)], strict=True), 1):
        yield _block(lines[start:end], Place(PlaceKind.MESSAGE, number), zone)


def _is_head(line: str) -> bool:
    """Whether the line stands above a message: a stamp, and at most when it was read."""
    found = _STAMP.match(line)
    return bool(found and _READ.fullmatch(found[2]))


def _is_apart(lines: Sequence[str], at: int) -> bool:
    """Whether the line has a blank one above it; below the sender's name a stamp begins what was edited later."""
    return not at or not lines[at - 1].strip()


def _without_remarks(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a message without what the exporter says about it: replies, effects, reactions."""
    start, end, before = 0, len(lines), -1
    while start < end and lines[start] in _REMARKS:
        start += 1
    while end != before:
        before = end
        while end > start and (not lines[end - 1] or lines[end - 1] in _REMARKS or _EFFECT.fullmatch(lines[end - 1])):
            end -= 1
        end = _without_reactions(lines, start, end)
    return lines[start:end]


def _without_reactions(lines: Sequence[str], start: int, end: int) -> int:
    """Where the list of reactions begins with which the lines end; ``end`` where they end with none."""
    at = end - 1
    while at > start and (not lines[at] or _REACTION.fullmatch(lines[at])):
        at -= 1
    return at if start < at < end - 1 and lines[at] in _REACTIONS else end


def _block(lines: Sequence[str], place: Place, zone: tzinfo) -> Item:
    stamp = _STAMP.match(lines[0])
    rest = [line.strip() for line in lines[1:]]
    if stamp is None or not _READ.fullmatch(stamp[2]) or not rest:
        return Skipped(place, SkippedCode.NO_TEXT)  # an announcement: somebody joined or was renamed
    sender, *texts = rest
    return _item(stamp[1], sender, "\n".join(_without_remarks(texts)).strip(), place, zone)


def _item(stamp: str, sender: str, text: str, place: Place, zone: tzinfo, *, is_sent: bool = False) -> Item:
    if is_sent or sender == _ME:
        return Skipped(place, SkippedCode.SENT)
    if _ATTACHED.fullmatch(text):
        return Skipped(place, SkippedCode.NO_TEXT)
    if refused := unfit(text, place):
        return refused
    moment = moment_written(stamp, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME, stamp)
    return Draft(storable(text), moment, sender=storable(sender), place=place)


def _bare(stamp: str) -> str:
    """A stamp without what the page says behind it: when it was read, or edited."""
    found = _STAMP.match(stamp)
    return found[1] if found else stamp


def read_html_export(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the page form; replies that are shown once more below what they answer are read there too."""
    page = _Page()
    page.feed(whole(stream, MAX_BYTES).decode("utf-8", "replace"))
    page.close()
    for number, (stamp, sender, text, is_sent) in enumerate(page.messages(), 1):
        yield _item(_bare(stamp), sender, text, Place(PlaceKind.MESSAGE, number), zone, is_sent=is_sent)


Words = tuple[int, str, str]


class _Page(HTMLParser):
    """Collects the words of each message under the part that they stand in.

    A message that is a reply lies within the one that it answers, so the open messages are a stack.
    """

    _PARTS = frozenset({"timestamp", "sender", "message_part"})
    _LEFT_OUT = frozenset({"reactions", "tapbacks"})
    _BREAKS = frozenset({"br", "td", "p"})
    _VOID = frozenset({"hr", "br", "img", "link", "meta", "input", "source"})

    def __init__(self) -> None:
        super().__init__()
        self._words: list[Words] = []
        self._sent: set[int] = set()
        self._open: list[tuple[str, str]] = []
        self._stack: list[int] = []
        self._count = 0

    def messages(self) -> Iterator[tuple[str, str, str, bool]]:
        """Stamp, sender, text and whether it was sent, of each message in order of the page."""
        self._words.sort(key=lambda one: one[0])
        for number, words in groupby(self._words, lambda one: one[0]):
            parts: dict[str, str] = {}
            for _number, part, text in words:
                parts[part] = parts.get(part, "") + text
            shown = {part: "\n".join(filter(None, map(str.strip, text.split("\n")))) for part, text in parts.items()}
            yield (*(shown.get(part, "") for part in ("timestamp", "sender", "message_part")), number in self._sent)  # type: ignore[misc]  # four of them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BREAKS:
            self.handle_data("\n")
        if tag in self._VOID:
            return
        names = (dict(attrs).get("class") or "").split()
        if "message" in names:
            self._count += 1
            self._stack.append(self._count)
        if "sent" in names and self._open and self._open[-1][1] == "message":
            self._sent.add(self._stack[-1])
        kind = "message" if "message" in names else next((one for one in names if one in self._known()), "")
        self._open.append((tag, kind))

    def _known(self) -> frozenset[str]:
        return self._PARTS | self._LEFT_OUT | {"replies"}

    def handle_endtag(self, tag: str) -> None:
        while any(tag == one for one, _kind in self._open):
            closed, kind = self._open.pop()
            if kind == "message":
                self._stack.pop()
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        part = self._part()
        if part and self._stack:
            self._words.append((self._stack[-1], part, data))

    def _part(self) -> str:
        """In which part of the innermost message the words stand; empty where they are none of its."""
        for _tag, kind in reversed(self._open):
            if kind in self._PARTS:
                return kind
            if kind in self._LEFT_OUT or kind in {"message", "replies"}:
                return ""
        return ""
