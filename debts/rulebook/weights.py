"""What each part of a match weighs, and what it means for the other loans: the values behind ``weights.toml``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from debts.rulebook.entries import Entry, RulebookError, build_all, read_file

FILE = "weights.toml"


@dataclass(frozen=True, slots=True)
class MatchPart:
    """One part of a match. ``weight`` is 0 for a veto, which excludes its loan instead of adding to a score.

    A decisive part sets aside the other loans of a lender that have another value on record, a unique one also those
    that have none. An exact part is a sum to the cent.
    """

    code: str
    weight: int = 0
    vetoes: bool = False
    is_decisive: bool = False
    is_unique: bool = False
    outweighs_vetoes: bool = False
    is_exact: bool = False


@dataclass(frozen=True)
class Weights:
    """All parts of a match by their codes, in the order of the file."""

    parts: Mapping[str, MatchPart] = field(default_factory=dict)

    def of(self, code: str) -> int:
        """What the part adds to a score; KeyError for a code that the file does not have."""
        return self.parts[code].weight

    @cached_property
    def decisive(self) -> tuple[MatchPart, ...]:
        """The parts that point at a loan, the strongest first."""
        return tuple(part for part in self.parts.values() if part.is_decisive)

    @cached_property
    def decisive_codes(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(part.code for part in self.decisive)

    def strength(self, codes: Iterable[str]) -> int:
        """The place of the strongest decisive part among some codes, 0 the first; behind the last where none is."""
        places = (self._places[code] for code in codes if code in self._places)
        return min(places, default=len(self._places))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {part.code: place for place, part in enumerate(self.decisive)}

    @cached_property
    def exact_codes(self) -> frozenset[str]:
        """The codes of sums that agree to the cent."""
        return frozenset(part.code for part in self.parts.values() if part.is_exact)


def load_weights() -> Weights:
    """The file as a value; raises RulebookError where a part contradicts itself."""
    return weights_from(read_file(FILE))


def weights_from(file: Entry) -> Weights:
    """The parts of a file that was read; raises RulebookError where one contradicts itself."""
    parts = build_all(file.parts("part"), _part)
    file.finish()
    for problem in _problems(parts):
        raise problem
    return Weights({part.code: part for part in parts})


def _part(entry: Entry) -> MatchPart:
    vetoes = entry.flag("vetoes", default=False)
    return MatchPart(
        code=entry.text("code"),
        weight=0 if vetoes else entry.count("weight"),
        vetoes=vetoes,
        is_decisive=entry.flag("decisive", default=False),
        is_unique=entry.flag("unique", default=False),
        outweighs_vetoes=entry.flag("outweighs_vetoes", default=False),
        is_exact=entry.flag("exact", default=False),
    )


def _problems(parts: Iterable[MatchPart]) -> Iterator[RulebookError]:
    for part in parts:
        if part.vetoes and (part.is_decisive or part.is_exact or part.outweighs_vetoes):
            yield RulebookError(FILE, part.code, "a veto speaks for nothing")
        if part.is_unique and not part.is_decisive:
            yield RulebookError(FILE, part.code, "only a decisive part can be unique")
