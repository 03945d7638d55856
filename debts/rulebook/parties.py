"""How the names of those end who press for a debt beside the lender: collectors, law firms, assignees, guarantors."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from debts.rulebook.entries import Entry
from debts.rulebook.needles import Needles


class PartyKind(StrEnum):
    """What somebody is who presses for a debt and is not its lender."""

    LAW_FIRM = "law_firm"
    ASSIGNEE = "assignee"
    GUARANTOR = "guarantor"
    COLLECTOR = "collector"
    MEDIATOR = "mediator"


@dataclass(frozen=True, eq=False)
class PartyNames:
    """Endings of names with what they tell, words that only look like one, and words that stand before a name.

    ``generic`` are words that name nobody by themselves, longer ones first.
    """

    endings: Mapping[str, PartyKind]
    look_alikes: tuple[str, ...]
    stops: tuple[str, ...]
    generic: tuple[str, ...] = ()

    @cached_property
    def needles(self) -> Needles:
        """The endings, compiled once."""
        return Needles(self.endings)


def party_names(entry: Entry) -> PartyNames:
    """Build the names from the file's entry."""
    kinds = [(one, one.choice("id", PartyKind)) for one in entry.parts("kind")]
    names = PartyNames(
        endings={ending: kind for one, kind in kinds for ending in one.texts("endings")},
        look_alikes=tuple(word for one, _ in kinds for word in one.texts("not")),
        stops=tuple(sorted(entry.texts("stops"), key=len, reverse=True)),
        generic=tuple(sorted(entry.texts("generic"), key=len, reverse=True)),
    )
    for one, _ in kinds:
        one.finish()
    entry.finish()
    return names
