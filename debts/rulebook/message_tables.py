"""How the columns of a table of messages are called, so that they are known in any order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from debts.rulebook.entries import read_file


class Column(StrEnum):
    """What a column holds."""

    TEXT = "text"
    SENDER = "sender"
    NAME = "name"
    WHEN = "when"
    DAY = "day"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class MessageTables:
    """The column behind each name, the words by which a message was sent or only drafted, and those for the owner."""

    columns: Mapping[str, Column]
    sent: frozenset[str]
    draft: frozenset[str]
    myself: frozenset[str]

    def column(self, name: str) -> Column | None:
        """What the column of that name holds; None where it is of no use."""
        return self.columns.get("".join(name.split()).replace("_", "").casefold())


@cache
def load_message_tables() -> MessageTables:
    """The names of this version; raises RulebookError where the data file is broken."""
    file = read_file("message_tables.toml")
    columns, boxes = file.part("columns"), file.part("boxes")
    named = {name: column for column in Column for name in columns.texts(column)}
    words = (frozenset(boxes.texts(what)) for what in ("sent", "draft", "myself"))
    tables = MessageTables(named, *words)
    for part in (columns, boxes, file):
        part.finish()
    return tables
