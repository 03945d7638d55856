"""What the columns of a table, or the keys of an object, say together: which way a message went, and from whom."""

from collections.abc import Callable, Collection

from debts.intake.drafts import SkippedCode
from debts.reconciler.normalise import normalise
from debts.rulebook.message_tables import Column, load_message_tables

# Beside a text, each of these tells that it is a message.
TELLING = frozenset({Column.SENDER, Column.NAME, Column.NICK, Column.WHEN, Column.DAY, Column.SENT})
_OF_CHATS = frozenset({Column.CHAT, Column.OWN, Column.NICK})
_PERSONS = (Column.SENDER, Column.NAME, Column.NICK, Column.CHAT)
_LONGEST_NAME = 20
_TEXT_KIND = "1"  # of the kinds of messages of WeChat, which are numbered
_SIGNAL, _SIGNAL_KINDS, _SIGNAL_RECEIVED = 1 << 23, 31, 20  # bits of the kinds of Signal: over its lines, which way
_TRUE, _FALSE = frozenset({"1", "true", "是"}), frozenset({"0", "false", "否"})

Cell = Callable[[Column], str]


def column_of(name: str) -> Column | None:
    """What a column of that name holds, be it written in traditional characters; None where it is of no use."""
    found = load_message_tables().column(name)
    if found or name.isascii() or len(name) > _LONGEST_NAME:
        return found
    return load_message_tables().column(normalise(name).text)


def is_chat(roles: Collection[Column]) -> bool:
    """Whether the columns are those of a chat program."""
    return not _OF_CHATS.isdisjoint(roles)


def sender_of(cell: Cell, roles: Collection[Column]) -> str:
    """Whom a message is from; in chats people know names and not accounts."""
    number, name, nick, chat = (cell(one) for one in _PERSONS)
    return (name or nick or number or chat) if is_chat(roles) else (number or name)


def is_own(name: str) -> bool:
    """Whether a person is called so who is the owner."""
    return name.strip().casefold() in load_message_tables().own


def not_received(cell: Cell, roles: Collection[Column]) -> SkippedCode | None:
    """Why a row with these cells is no message that came in; None where it is one."""
    words, box, status = load_message_tables(), cell(Column.BOX).casefold(), cell(Column.STATUS).casefold()
    if cell(Column.OWN).casefold() in _TRUE or {cell(one).casefold() for one in _PERSONS} & words.own:
        return SkippedCode.SENT
    if cell(Column.INCOMING).casefold() in _FALSE:
        return SkippedCode.SENT
    if is_chat(roles) and box in words.media:
        return SkippedCode.NO_TEXT
    if box.isdigit() and int(box) & _SIGNAL and int(box) & _SIGNAL_KINDS != _SIGNAL_RECEIVED:
        return SkippedCode.SENT
    if Column.OWN in roles:
        return SkippedCode.NO_TEXT if box.isdigit() and box != _TEXT_KIND else None
    kinds = (
        (words.sent, SkippedCode.SENT),
        (words.draft, SkippedCode.DRAFT),
        (words.unsent, SkippedCode.UNSENT),
        (words.notice, SkippedCode.NO_TEXT),
    )
    told = [box, *([] if status.isdigit() else [status])]
    return next((code for word in told for names, code in kinds if word in names), None)
