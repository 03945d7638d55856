"""What each concept of the phrases stands for, in words, and what sort of thing it decides.

A concept is what several phrases say: ``overdue`` for 已逾期, 逾期3天, 拖欠至今 …
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from debts.rulebook.entries import Entry, build_all, read_file
from debts.rulebook.types import Text


class ConceptSort(StrEnum):
    """What sort of thing the phrases of a concept decide."""

    CLAIM = "claim"
    DEMAND = "demand"
    THREAT = "threat"
    OFFICE = "office"
    FRAUD = "fraud"
    KIND = "kind"
    # Says only that money lent is the subject: stands in nearly every sentence and decides nothing by itself.
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its name for people."""

    id: str
    name: Text
    sort: ConceptSort


@cache
def load_concepts() -> Mapping[str, Concept]:
    """The concepts by id; raises RulebookError where the data file is broken."""
    file = read_file("concepts.toml")
    concepts = build_all(file.parts("concept"), _concept)
    file.finish()
    return MappingProxyType({one.id: one for one in concepts})


def _concept(entry: Entry) -> Concept:
    return Concept(entry.text("id"), entry.both("name"), entry.choice("sort", ConceptSort))
