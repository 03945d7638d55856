"""Reads conversations that the message manager of QQ saves, as text or as page (MHT), and others in the same form.

    消息记录（此消息记录为文本格式，不支持重新导入）

    ================================================================
    消息分组:我的好友
    ================================================================
    消息对象:催收小王
    ================================================================

    2024-03-05 10:22:33 催收小王                             with (number) or <mail> in groups
    您的借款已逾期3天

Programs that save conversations of WeChat write the same without the heading. Which of the two in a conversation is the
owner is told by 消息对象, the other one; in groups it cannot be told, and everything is read.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby
from typing import IO, NamedTuple

from debts.intake.drafts import Draft, Item, Place, PlaceKind, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.markup_text import text_of
from debts.intake.sources import whole
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel
from debts.rulebook.message_tables import load_message_tables

MAX_BYTES = 64 * 1024 * 1024

_TIME = r"\d{4}[-/]\d{1,2}[-/]\d{1,2} +(?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
_HEAD = re.compile(rf"(?P<time>{_TIME}) +(?P<name>\S[^\n]{{0,59}})")
_TITLE = re.compile(r"消息记录（此消息记录为文本格式")
_ABOUT = re.compile(r"消息(?P<what>分组|对象)[:：](?P<value>.*)")
_BAR = re.compile(r"={8,}")
_ACCOUNT = re.compile(r"\(\d{4,}\)$|<[^<>\s]+@[^<>\s]+>$")
_SYSTEM = re.compile(r"系统消息(?:\(\d+\))?")
_PICTURES = re.compile(r"(?:\[(?:图片|表情|动画表情|语音|视频|文件|闪照|戳一戳|窗口抖动)\]|\s)+")
_SENTENCE = re.compile(r"[:：,，。!！?？;；]| - ")  # after the time of a log there are words, and no name
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SPEAKERS = 2

_PAGE = b"Save by Tencent MsgMgr"
_DAY = re.compile(r"日期: ?(\d{4}-\d{1,2}-\d{1,2})")
_PARTNER = re.compile(r"消息对象:([^<]{0,200})<")
_SAID = re.compile(r"margin-right:6px;\"?>([^<]{0,200})</div>([^<]{0,60})</div><div style=[^>]{0,200}>")
_END_OF_ROW = "</div></td>"


class _Said(NamedTuple):
    """One saying: with whom, when by the file's own words, by whom, and what."""

    partner: str
    time: str
    name: str
    text: str


@dataclass(slots=True)
class _Lines:
    """The lines of a text as they go by, and what they have told so far."""

    is_dense: bool
    partner: str = ""
    is_edge: bool = True
    head: re.Match[str] | None = None
    words: list[str] = field(default_factory=list)

    def said(self) -> Iterator[_Said]:
        """The saying that ends here."""
        if self.head:
            yield _Said(self.partner, self.head["time"], self.head["name"].strip(), "\n".join(self.words).strip("\n"))
        self.head, self.words = None, []


def is_conversation(begin: str) -> bool:
    """Whether a text is such a conversation: by its title, or by a time with a name above words."""
    lines = [line.strip() for line in begin.split("\n") if line.strip()][:3]
    if not lines:
        return False
    if _TITLE.match(lines[0]) or _ABOUT.match(lines[0]):
        return True
    first = _HEAD.fullmatch(lines[0])
    has_words = len(lines) > 1 and not _HEAD.fullmatch(lines[1])
    return has_words and first is not None and _is_person(first["name"])


def _is_person(name: str) -> bool:
    """Whether it is no word of a log: a name in Chinese, or one with an account behind it."""
    return not _SENTENCE.search(name) and (_ACCOUNT.search(name) is not None or _CHINESE.search(name) is not None)


def is_page(begin: bytes) -> bool:
    """Whether a file is a conversation as a page, which is written like a mail."""
    return _PAGE in begin[:400]


def read_conversation(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the text form."""
    yield from _items(list(_of_text(whole(stream, MAX_BYTES).decode("utf-8-sig", "replace"))), zone)


def read_page(stream: IO[bytes], *, zone: tzinfo) -> Iterator[Item]:
    """Read the page form, without its pictures."""
    yield from _items(list(_of_page(whole(stream, MAX_BYTES).decode("utf-8-sig", "replace"))), zone)


def _of_text(text: str) -> Iterator[_Said]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    state = _Lines(_is_dense(lines))
    for line in lines:
        about = _ABOUT.fullmatch(line.strip())
        is_around = about or _BAR.fullmatch(line.strip()) or _TITLE.match(line.strip())
        if is_around and state.is_edge:  # within a message it is one of its lines
            yield from state.said()
            state.partner = about["value"].strip() if about and about["what"] == "对象" else state.partner
            state.is_edge = True
        elif head := _head(line, state):
            yield from state.said()
            state.head, state.is_edge = head, False
        else:
            state.words.append(line)
            state.is_edge = not line.strip()
    yield from state.said()


def _head(line: str, state: _Lines) -> re.Match[str] | None:
    """The line as a head. Within a message a line may begin with a time as well; a head has a blank line above it."""
    found = _HEAD.fullmatch(line.strip())
    if found and (state.is_edge or state.is_dense or _ACCOUNT.search(found["name"])):
        return found
    return None


def _is_dense(lines: Sequence[str]) -> bool:
    """Whether no blank lines stand between the messages.

    A file that ends with some could be one message with a time in it; a name that comes twice shows that it is not.
    """
    heads = [(at, found["name"]) for at, line in enumerate(lines) if (found := _HEAD.fullmatch(line.strip()))]
    first = heads[0][0] if heads else len(lines)
    last = next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)
    names = [name for _at, name in heads]
    is_clear = last >= len(lines) - 1 or len(set(names)) < len(names)
    return is_clear and all(line.strip() for line in lines[first:last])


def _of_page(page: str) -> Iterator[_Said]:
    """The rows of the page: days, and below each what was said on it."""
    day = partner = ""
    for row in page.split("<tr"):
        if day and (found := _SAID.search(row)):
            name, clock = (html.unescape(one).strip() for one in found.groups())
            words, _end, _rest = row[found.end() :].rpartition(_END_OF_ROW)
            yield _Said(partner, f"{day} {clock}", name, text_of(words or row[found.end() :]))
        elif found := _DAY.search(row):
            day = found[1]
        elif found := _PARTNER.search(row):
            partner = html.unescape(found[1]).strip()


def _items(said: Sequence[_Said], zone: tzinfo) -> Iterator[Item]:
    number = 0
    for _partner, group in groupby(said, lambda one: one.partner):
        sayings = list(group)
        own = _own_name(sayings)
        for saying in sayings:
            number += 1
            yield _item(saying, own, Place(PlaceKind.MESSAGE, number), zone)


def _own_name(sayings: Sequence[_Said]) -> str:
    """The name of the owner where exactly two speak and one of them is the partner; empty where it cannot be told.

    In a group everybody has an account behind the name, and a member may be called as the group is.
    """
    if any(_ACCOUNT.search(one.name) for one in sayings):
        return ""
    names = {_bare(one.name) for one in sayings if not _SYSTEM.fullmatch(one.name)}
    partner = _bare(sayings[0].partner)
    other = next(iter(names - {partner})) if len(names) == _SPEAKERS and partner in names else ""
    return "" if other and (other in partner or partner in other) else other  # the partner was renamed


def _bare(name: str) -> str:
    return _ACCOUNT.sub("", name).strip()


def _item(saying: _Said, own: str, place: Place, zone: tzinfo) -> Item:
    name = _bare(saying.name)
    if (own and name == own) or name.casefold() in load_message_tables().own:
        return Skipped(place, SkippedCode.SENT)
    if _SYSTEM.fullmatch(saying.name) or _PICTURES.fullmatch(saying.text):
        return Skipped(place, SkippedCode.NO_TEXT)
    if refused := unfit(saying.text, place):
        return refused
    moment: datetime | None = moment_written(saying.time, zone)
    if moment is None:
        return Unreadable(place, UnreadableCode.TIME, saying.time)
    return Draft(storable(saying.text), moment, sender=storable(saying.name), channel=Channel.CHAT, place=place)
