"""The lines of a paste, each told apart: a heading that tells time or sender, or words of a message.

What a line looks like is not enough. 「2024年3月5日 18:00」 is a heading above a message and a deadline inside one; the
lines around it decide, and in doubt a line stays with the message: words must never be taken from evidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from debts.intake import paste_chats
from debts.intake.paste_headers import (
    MAX_HEADER_CHARACTERS,
    Header,
    is_name,
    is_owner,
    note_header,
    read_header,
    visible,
)

PARTING_BLANK_LINES = 2
SPEAKERS_OF_A_CHAT = 2
_EDGE_CHARACTERS = 40  # only the ends of a line are looked at, however long it is

_SIGNATURE = re.compile(r"【(?P<name>[^【】\n]{1,30})】")
_SIGNATURE_ALONE = re.compile(r"【[^【】\n]{1,30}】")
_OTHER_BRACKETS = re.compile(r"[\[〔［](?=[^\]〕］]{0,19}[\u4e00-\u9fff])[^\]〕］\n]{2,20}[\]〕］]\s*\S")
_SIGNED_AT_END = re.compile(r"【[^【】\n]{1,30}】$")
_LIST_NUMBER = re.compile(r"(?:\d{1,4}\s*[.、)）．]|[-*•·])\s*")
# Headings inside one message are set in the same brackets as the names of senders.
_HEADING = re.compile(
    r"(?:提示|提醒|通知|说明|注意|注意事项|声明|公告|重要|活动|备注|须知|方式|详情|内容|步骤|规则|办法)$"
)
_SALUTATION = re.compile(
    r"尊敬的|亲爱的|敬爱的|您好|你好|Dear\b|Hello\b|Hi\b"
    r"|[\u4e00-\u9fff]{1,4}(?:先生|女士|小姐)?[,，:：!！]?\s*(?:您好|你好)",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:[,，、:：;；(（【“「《]|于|在|至|到|截至|截止|为|请|电话|致电|拨打|号码|联系|热线|客服|是|和|与|或|及"
    r"|时间|日期|期限)$"
)
_CONTINUING = re.compile(r"(?:前|之前|以前|后|之后|以后|止|起|内|至|到|[,，。、.;；)）】])")
_FINISHED = re.compile(r"[。！？!?.…~～】\])）」』”\"A-Za-z0-9;；]$")
_OPT_OUT = re.compile(r"(?:拒收|退订|回T|回复T|回TD|回复TD|回N|回R)[^。！？!?]{0,8}[。.]?$", re.IGNORECASE)

Sort = tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the paste that is not blank, or the part of it before or from a signature.

    ``start`` and ``end`` are offsets in the paste. ``header`` is None for words of a message; ``opens`` marks words
    with which a new message begins.
    """

    start: int
    end: int
    text: str
    blanks_before: int = 0
    header: Header | None = None
    opens: bool = False
    is_prefix: bool = False


def pieces_of(paste: str) -> list[Piece]:
    """The pieces of a paste in order; what lies between them is blank."""
    pieces = _headers_in_place(_named_senders(_speakers(list(_raw_pieces(paste)))))
    return _openings(pieces)


def _speakers(pieces: list[Piece]) -> list[Piece]:
    """Take 「催收小王：」 on lines of its own for who speaks, where the paste begins so and goes on so.

    One such line may be a heading of a message; what is called a notice or a reminder always is.
    """
    names = [paste_chats.speaker(piece.text) if piece.header is None else None for piece in pieces]
    names = _bare_names(pieces) if not any(names) else names
    spoken = [name for name in names if name and not _HEADING.search(name)]
    begins = next((name for piece, name in zip(pieces, names, strict=True) if piece.header is None), None)
    if len(spoken) < SPEAKERS_OF_A_CHAT or begins not in spoken:
        return pieces
    sure = {name for name in spoken if spoken.count(name) > 1 or is_owner(name)}
    return [
        replace(piece, header=Header(sender=name, is_labelled=True), is_prefix=name in sure)
        if name in spoken
        else piece
        for piece, name in zip(pieces, names, strict=True)
    ]


def _bare_names(pieces: list[Piece]) -> list[str | None]:
    """The names in bubbles that were copied with them: that of the first line and the owner's, where both speak."""
    first = next((piece for piece in pieces if piece.header is None), None)
    named = {first.text} if first and _is_sender_line(first) else set()
    owners = {piece.text for piece in pieces if piece.header is None and is_owner(piece.text)}
    names = named | owners if named and owners and not named & owners else set()
    return [piece.text if piece.text in names else None for piece in pieces]


def _raw_pieces(paste: str) -> Iterator[Piece]:
    start = blanks = 0
    for line in paste.split("\n"):
        shown = visible(line)
        if shown:
            first = start + line.index(shown)
            piece = Piece(first, first + len(shown), shown, blanks, read_header(shown))
            yield from _parted(piece)
            blanks = 0
        else:
            blanks += 1
        start += len(line) + 1


def _parted(piece: Piece) -> Iterator[Piece]:
    """Part 「10690000：【招联金融】您的…」 into the heading and the words, and so the lines of chats and forms."""
    if begins := paste_chats.content_label(piece.text):
        yield from _cut(piece, begins, Header(is_labelled=True))
        return
    if said := paste_chats.said_on_the_line(piece.text):
        time = read_header(said[2])
        if time and time.time.has_day and not time.sender:
            yield from _cut(piece, said[0], replace(time, sender=said[1]))
            return
    note = paste_chats.note_above(piece.text)
    if note and note[0] < len(piece.text):
        yield from _cut(piece, note[0], note_header(note[1], note[2]))
        return
    at = piece.text.find("【", 1, MAX_HEADER_CHARACTERS)
    signed = _SIGNATURE.match(piece.text, at) if at > 0 and piece.header is None else None
    prefix = visible(piece.text[:at]) if signed and piece.text[signed.end() :].strip() else ""
    header = Header(is_rule=True) if _LIST_NUMBER.fullmatch(prefix) else read_header(prefix)
    if header is None or not prefix:
        yield piece
        return
    yield from _cut(piece, at, header)


def _cut(piece: Piece, at: int, header: Header) -> Iterator[Piece]:
    """A piece as a heading up to ``at`` and the words from there on."""
    prefix = visible(piece.text[:at])
    yield replace(piece, end=piece.start + len(prefix), text=prefix, header=header, is_prefix=True)
    yield Piece(piece.start + at, piece.end, piece.text[at:])


def _headers_in_place(pieces: list[Piece]) -> list[Piece]:
    """Keep a header only where the lines around it allow one."""
    settled: list[Piece] = []
    style = _style(pieces)
    for index, piece in enumerate(pieces):
        before = settled[-1] if settled else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        style = style if after else style | _below(settled)
        if piece.header is None or _is_in_place(piece, piece.header, before, after, style):
            settled.append(piece)
        else:
            settled.append(replace(piece, header=None))
    return settled


def _is_in_place(
    piece: Piece, header: Header, before: Piece | None, after: Piece | None, style: frozenset[Sort]
) -> bool:
    if piece.is_prefix:
        return True
    if _sort(header) in style and header.sender and header.time.has_time:
        return True  # whoever has spoken so far: 收到 ends a line of a chat, too
    if (before and not before.header and _dangles(before)) or (after and not after.header and _continues(after)):
        return False
    at_edge = before is None or before.header is not None or piece.blanks_before > 0
    follows_end = at_edge or (before is not None and _is_finished(before))
    if after is None:
        return header.time.has_time and (follows_end or _sort(header) in style)
    return _stands_above(
        piece, header, after, at_edge=at_edge, follows_end=follows_end, has_style=_sort(header) in style
    )


def _stands_above(
    piece: Piece, header: Header, after: Piece, *, at_edge: bool, follows_end: bool, has_style: bool
) -> bool:
    """Whether a heading stands above words of its own, by how much it says and what is around it."""
    leads = _leads(piece, after)
    if header.is_rule:
        return at_edge and (leads or after.blanks_before > 0 or bool(after.header and after.header.sender))
    if header.is_day_only:  # the day under a letter looks the same
        return has_style or (at_edge and leads)
    if header.is_certain:
        return leads or has_style or follows_end
    return leads or has_style or (at_edge and after.blanks_before == 0)


def _style(pieces: list[Piece]) -> frozenset[Sort]:
    """The sorts of heading that stand above the first message: further lines of these sorts are headings too.

    A chat that was sent on begins with the first day that is drawn, whatever is said above it.
    """
    begins = next((index for index, piece in enumerate(pieces) if piece.header and piece.header.is_drawn), 0)
    leading = takewhile(lambda header: header is not None, (piece.header for piece in pieces[begins:]))
    return frozenset(_sort(header) for header in leading if header and (header.time.has_day or header.time.has_time))


def _below(settled: list[Piece]) -> frozenset[Sort]:
    """The sorts of full times that stand below messages so far, where the paste begins with words."""
    if not settled or settled[0].header is not None:
        return frozenset()
    return frozenset(_sort(one.header) for one in settled if one.header and one.header.is_certain)


def _sort(header: Header) -> Sort:
    return header.is_named, header.time.has_day, header.time.has_time


def _leads(piece: Piece, after: Piece) -> bool:
    """Whether what follows shows that this line stands above a message."""
    if after.header is not None:
        return after.header.is_certain or after.header.time.has_time or after.is_prefix or piece.blanks_before > 0
    return _is_signed(after)


def _named_senders(pieces: list[Piece]) -> list[Piece]:
    """Take a short line for the sender's name where it stands right above a full time and that above words.

    Inside a paste that begins with a sender above a time, all such lines do; else only those that begin a paragraph.
    """
    named = list(pieces)
    has_style = False
    for index, (piece, below, words) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        is_edge = index == 0 or piece.blanks_before > 0 or has_style
        if is_edge and _is_above_time(below, words) and (piece.header or _is_sender_line(piece)):
            has_style = has_style or index == 0
            named[index] = piece if piece.header else replace(piece, header=Header(sender=piece.text, is_named=True))
    return named


def _is_above_time(below: Piece, words: Piece) -> bool:
    if below.header is None or below.header.sender or below.blanks_before or words.header is not None:
        return False
    return below.header.time.has_day and below.header.time.has_time


def _is_sender_line(piece: Piece) -> bool:
    return not _SIGNATURE.match(piece.text) and is_name(piece.text)


def _openings(pieces: list[Piece]) -> list[Piece]:
    """Mark the pieces with which a new message begins although no header stands above them."""
    marked: list[Piece] = []
    first: Piece | None = None
    for index, piece in enumerate(pieces):
        before = marked[-1] if marked else None
        opens = piece.header is None and first is not None and before is not None and _opens(piece, before, first)
        if piece.header is None and opens and _is_bare_signature_at_end(piece, pieces, index):
            opens = False
        marked.append(replace(piece, opens=True) if opens else piece)
        first = _first_of_message(piece, first, opens=opens)
    return marked


def _first_of_message(piece: Piece, first: Piece | None, *, opens: bool) -> Piece | None:
    if piece.header is not None:
        return None
    return piece if opens or first is None else first


def _opens(piece: Piece, before: Piece, first: Piece) -> bool:
    if _is_signed(piece) or (_ends_a_line_signed(before, first) and _ends_signed(piece)):
        return True
    if piece.blanks_before == 0 or _dangles(before):
        return False
    return (
        piece.blanks_before >= PARTING_BLANK_LINES
        or _ends_a_message(before, first)
        or (_is_finished(before) and bool(_SALUTATION.match(piece.text)))
        or (_is_signed(first) and _is_finished(before) and _ends_signed(piece))
        or bool(_OTHER_BRACKETS.match(piece.text))
        or bool(_SIGNATURE_ALONE.fullmatch(piece.text))
    )


def _ends_a_message(before: Piece, first: Piece) -> bool:
    is_last = bool(_OPT_OUT.search(before.text[-_EDGE_CHARACTERS:]))
    return is_last or _ends_a_line_signed(before, first)


def _ends_a_line_signed(before: Piece, first: Piece) -> bool:
    """Whether the words so far are signed at their end, and only there."""
    return _ends_signed(before) and not _SIGNATURE.match(first.text)


def _is_bare_signature_at_end(piece: Piece, pieces: list[Piece], index: int) -> bool:
    """A signature on a line of its own, with nothing right below it, signs the words above."""
    if not _SIGNATURE_ALONE.fullmatch(piece.text):
        return False
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    return below is None or below.header is not None or below.blanks_before > 0


def _is_signed(piece: Piece) -> bool:
    """Whether the words begin with the name of a sender in 【】 and go on after it."""
    found = _SIGNATURE.match(piece.text)
    return bool(found and not _HEADING.search(found["name"]) and found.end() < len(piece.text))


def _ends_signed(piece: Piece) -> bool:
    return bool(_SIGNED_AT_END.search(piece.text[-_EDGE_CHARACTERS:]))


def _dangles(piece: Piece) -> bool:
    return bool(_DANGLING.search(piece.text[-_EDGE_CHARACTERS:]))


def _continues(piece: Piece) -> bool:
    return bool(_CONTINUING.match(piece.text))


def _is_finished(piece: Piece) -> bool:
    return bool(_FINISHED.search(piece.text[-_EDGE_CHARACTERS:]))
