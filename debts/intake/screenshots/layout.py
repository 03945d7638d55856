"""Finds the messages among the lines of a screen: bubbles, the times between them, the sender in the title.

    9:41              5G 87%     the phone's own line: aside
    <  10690000123456            the title: who sent
        昨天 14:03               the time of what follows
    ( 【还呗】您本期 … )         a bubble at the left: received
               ( 已经还了 )      a bubble at the right: the owner's own

A bubble is an even area that is no page. Where there are none, as on screens that show one message as plain text, lines
that stand close together are one message.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from debts.intake.paste_headers import Header, read_header, visible
from debts.intake.screenshots.joining import join, rows_of
from debts.intake.screenshots.types import Box, Bubble, Line, Transcript, Written

_STATUS = 0.13  # of the width: how far down the phone's own line reaches
_TITLE = 0.45  # of the width: how far down a title can stand
_CLEAR = 1.4  # how much more room is at one side of a bubble than at the other, where its place tells whose it is
_LEAST_ROOM = 0.12  # of the width, at the left of a bubble of the owner's
_VIVID = 60  # steps between the parts of a colour: received messages stand on white, grey or black
_ALIKE = 12  # steps by which one colour may differ from itself in a picture
_APART = 1.1  # of a line's height: lines with so much between them belong to two messages
_SMALL = 0.86  # of the height of the others: a time within a bubble is written smaller
_SAME = 6  # pixels by which two boxes of one area may differ

_CLOCK = re.compile(r"\D{0,6}\d{1,2}[:：]\d{2}\D{0,6}")
_EDGES = re.compile(r"^[<‹〈＜くV\s]+\d{0,3}\s+|^[<‹〈＜く\s]+|[>›〉＞…⋯\s]+$")
_PLACEHOLDER = re.compile(
    r"\W*(?:短信|彩信|信息|消息|简讯|簡訊|訊息|文字消息|发送消息|输入消息|发消息|发短信|发送短信|輸入訊息|傳送訊息|按住\s*说话|说点什么"
    r"|iMessage|RCS|MMS|SMS|text message|message|type a message)(?:\s*[/·]?\s*(?:信息|彩信|短信|MMS|SMS|message))?\W*",
    re.IGNORECASE,
)
_DELIVERED = re.compile(r"(?:已送达|已读|未读|送達|已讀|Delivered|Read|Sent|已发送|发送失败).{0,14}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that may be one message, or a time that stands by itself."""

    lines: tuple[Line, ...]
    box: Box
    header: Header | None = None
    is_bubble: bool = False


def transcribe(written: Written) -> Transcript:
    """Read the messages off a screen."""
    status, rest = _status(written)
    title, rest = _title(written, rest)
    blocks, asides = _told_apart(_blocks(rest))
    blocks, said = _without_feet(blocks)
    bubbles = tuple(_bubbles(blocks, written))
    sender = _sender(title)
    others = [line for line in title if _clean(line.text) != sender]
    told = [line.text for line in (*status, *others, *asides, *said)]
    return Transcript(sender, bubbles, told, (written.width, written.height))


def _status(written: Written) -> tuple[list[Line], list[Line]]:
    """The line with clock and battery at the top, and all the others."""
    first = next(iter(rows_of(written.lines)), [])
    is_status = any(_CLOCK.fullmatch(line.text) for line in first) and all(
        line.patch is None and line.middle < _STATUS * written.width for line in first
    )
    own = first if is_status and (len(first) > 1 or _clock_only(first[0], written)) else []
    return own, [line for line in written.lines if line not in own]


def _clock_only(line: Line, written: Written) -> bool:
    """Whether a lone time at the top is the phone's clock, which stands at a side, and not that of a message."""
    middle = (line.box[0] + line.box[2]) / 2
    return abs(middle - written.width / 2) > _STATUS * written.width


def _title(written: Written, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What stands above the first bubble and the first time; nothing where the picture has no bubbles."""
    ends = [line.box[1] for line in lines if line.patch is not None or _time_of(line.text)]
    first = min(ends, default=0)
    limit = min(first, _TITLE * written.width)
    title = [line for line in lines if line.patch is None and line.middle < limit]
    return title, [line for line in lines if line not in title]


def _sender(title: Sequence[Line]) -> str:
    """The largest writing of the title; marks of buttons are none of it."""
    named = [line for line in title if len(_clean(line.text)) > 1]
    return _clean(max(named, key=lambda line: line.height).text) if named else ""


def _clean(text: str) -> str:
    return _EDGES.sub("", visible(text)).strip()


def _blocks(lines: Iterable[Line]) -> list[_Block]:
    """Bubbles, times, and lines that stand close together on the page, from the top down."""
    bubbles: list[list[Line]] = []
    plain: list[Line] = []
    for line in lines:
        if line.patch is None:
            plain.append(line)
            continue
        same = next((one for one in bubbles if _is_same(one[0].patch, line.patch)), None)
        bubbles.append([line]) if same is None else same.append(line)
    areas = [_Block(tuple(one), one[0].patch or one[0].box, is_bubble=True) for one in bubbles]
    return sorted([*areas, *_paragraphs(plain)], key=lambda block: block.box[1])


def _is_same(one: Box | None, other: Box | None) -> bool:
    return one is not None and other is not None and all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _paragraphs(lines: Iterable[Line]) -> Iterator[_Block]:
    held: list[Line] = []
    for row in rows_of(lines):
        header = _time_of(" ".join(line.text for line in row))
        if held and (header or row[0].box[1] - held[-1].box[3] > _APART * row[0].height):
            yield _Block(tuple(held), _around(held))
            held = []
        if header:
            yield _Block(tuple(row), _around(row), header)
        else:
            held += row
    if held:
        yield _Block(tuple(held), _around(held))


def _around(lines: Sequence[Line]) -> Box:
    sides = list(zip(*(line.box for line in lines), strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _time_of(text: str) -> Header | None:
    """What a line says about the time, where it says nothing else."""
    header = read_header(text)
    is_time = header and not header.sender and (header.time.has_day or header.time.has_time)
    return header if is_time else None


def _told_apart(blocks: Sequence[_Block]) -> tuple[list[_Block], list[Line]]:
    """Messages and times, and what is neither: where there are bubbles, writing on the page is the app's."""
    has_bubbles = any(block.is_bubble for block in blocks)
    kept = [block for block in blocks if block.header or block.is_bubble or not has_bubbles]
    return kept, [line for block in blocks if block not in kept for line in block.lines]


def _without_feet(blocks: Sequence[_Block]) -> tuple[list[_Block], list[Line]]:
    """Leave out the field to type in, and what a phone notes below a message."""
    kept, said = [], list[Line]()
    for block in blocks:
        text = "".join(line.text for line in block.lines)
        is_said = block.header is None and (
            _PLACEHOLDER.fullmatch(text) or _DELIVERED.fullmatch(text) or len(visible(text)) < 2  # noqa: PLR2004 - a mark
        )
        if is_said:
            said += block.lines
        else:
            kept.append(block)
    return kept, said


def _bubbles(blocks: Sequence[_Block], written: Written) -> Iterator[Bubble]:
    below = _times_stand_below(blocks)
    sides = _Sides([block for block in blocks if block.header is None], written.width)
    header: _Block | None = None
    for number, block in enumerate(blocks):
        if block.header:
            header = block
            continue
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        told = (after if after and after.header else None) if below else header
        yield _bubble(block, told, is_own=sides.is_own(block))


def _times_stand_below(blocks: Sequence[_Block]) -> bool:
    """Whether each time follows its message: the screen begins with a message and ends with a time."""
    return bool(blocks) and blocks[0].header is None and blocks[-1].header is not None


def _bubble(block: _Block, told: _Block | None, *, is_own: bool) -> Bubble:
    lines, own_time = _own_time(block.lines)
    told = own_time or told
    text = join(lines, max(line.box[2] for line in lines))
    if told is None or told.header is None:
        return Bubble(text, block.box, is_own)
    return Bubble(text, block.box, is_own, " ".join(line.text for line in told.lines), told.header.time)


def _own_time(lines: Sequence[Line]) -> tuple[Sequence[Line], _Block | None]:
    """A time that stands in the bubble itself, in smaller writing, and the lines without it."""
    if len(lines) < 2:  # noqa: PLR2004 - a message and its time
        return lines, None
    usual = sorted(line.height for line in lines)[len(lines) // 2]
    for line in (lines[-1], lines[0]):
        header = _time_of(line.text)
        if header and line.height < _SMALL * usual:
            rest = [one for one in lines if one is not line]
            return rest, _Block((line,), line.box, replace(header))
    return lines, None


class _Sides:
    """Tells by its place whose a bubble is and, where that is not clear, by the colour of those that are."""

    def __init__(self, blocks: Sequence[_Block], width: int) -> None:
        self._width = width
        clear = [(block, own) for block in blocks if (own := self._by_place(block.box)) is not None]
        self._clear = [(block.lines[0].colour, own) for block, own in clear if block.lines[0].colour]

    def is_own(self, block: _Block) -> bool:
        """Whether the owner wrote it. What nothing shows to be the owner's was received."""
        own = self._by_place(block.box)
        if own is not None:
            return own
        colour = block.lines[0].colour
        same = next((own for other, own in self._clear if _is_alike(colour, other)), None)
        return same if same is not None else bool(colour) and max(colour) - min(colour) > _VIVID

    def _by_place(self, box: Box) -> bool | None:
        left, right = box[0], self._width - box[2]
        if left > _LEAST_ROOM * self._width and left > _CLEAR * right:
            return True
        return False if right > _CLEAR * left or left < _LEAST_ROOM * self._width else None


def _is_alike(one: Sequence[int], other: Sequence[int]) -> bool:
    return bool(one) and all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))
