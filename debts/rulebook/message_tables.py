"""How the columns of a table of messages are called, so that they are known in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from debts.rulebook.entries import read_file

_BOXES = ("sent", "draft", "unsent", "notice", "media", "own", "received")
_CALLS = ("answered", "outgoing", "missed", "rejected", "blocked")
_IN_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$")  # 时间(北京时间)

_OF_MESSAGES = re.compile(r"^(?:sms|短信)")  # sms_message, 短信时间


class Column(StrEnum):
    """What a column holds."""

    TEXT = "text"
    SENDER = "sender"
    NAME = "name"
    WHEN = "when"
    DAY = "day"
    BOX = "box"
    SENT = "sent"
    STATUS = "status"
    OWN = "own"
    CHAT = "chat"
    NICK = "nick"
    DURATION = "duration"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class MessageTables:
    """The column behind each name, the kind of call behind each word, and the words for where a message was kept."""

    columns: Mapping[str, Column]
    calls: Mapping[str, str]
    sent: frozenset[str]
    draft: frozenset[str]
    unsent: frozenset[str]
    notice: frozenset[str]
    media: frozenset[str]
    own: frozenset[str]
    received: frozenset[str]

    @property
    def boxes(self) -> frozenset[str]:
        """All words that tell which way a message went."""
        return self.sent | self.draft | self.unsent | self.received

    def column(self, name: str) -> Column | None:
        """What the column of that name holds; None where it is of no use."""
        plain = _IN_BRACKETS.sub("", "".join(name.split())).replace("_", "").casefold()
        return self.columns.get(plain) or self.columns.get(_OF_MESSAGES.sub("", plain))


@cache
def load_message_tables() -> MessageTables:
    """The names of this version; raises RulebookError where the data file is broken."""
    file = read_file("message_tables.toml")
    columns, boxes = file.part("columns"), file.part("boxes")
    named = {name: column for column in Column for name in columns.texts(column)}
    calls = file.part("calls")
    kinds = {word: kind for kind in _CALLS for word in calls.texts(kind)}
    tables = MessageTables(named, kinds, *(frozenset(boxes.texts(name)) for name in _BOXES))
    for part in (columns, boxes, calls, file):
        part.finish()
    return tables
