"""Pairs turned into groups: everything that shares a name, a number or a day, found by it."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)


def grouped(pairs: Iterable[tuple[Value, str]]) -> Mapping[Value, frozenset[str]]:
    """The second of each pair by the first, which several may share."""
    groups: dict[Value, set[str]] = {}
    for value, member in pairs:
        groups.setdefault(value, set()).add(member)
    return {value: frozenset(members) for value, members in groups.items()}
