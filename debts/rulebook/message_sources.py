"""From which apps messages can be brought over, and how each of them exports."""

from dataclasses import dataclass
from functools import cache

from debts.rulebook.entries import Entry, build_all, read_file
from debts.rulebook.types import Text


@dataclass(frozen=True, slots=True)
class MessageSource:
    """An app or a kind of file: what it is called, and what to do there."""

    name: Text
    steps: Text


@cache
def load_message_sources() -> tuple[MessageSource, ...]:
    """The sources in the order to show them; raises RulebookError where the data file is broken."""
    file = read_file("message_sources.toml")
    sources = build_all(file.parts("source"), _source)
    file.finish()
    return sources


def _source(entry: Entry) -> MessageSource:
    return MessageSource(entry.both("name"), entry.both("steps"))
