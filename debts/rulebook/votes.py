"""How much the pieces of a text speak for each kind of message: weights learnt from labelled ones, kept as data.

``votes.tsv`` is written by ``tools.votes``, read here. Each line has what it is (``piece`` of one to three characters,
``mark`` of what the phrases have found, ``base``), its name, and a weight for each kind of the first line: of pieces in
tenths, of all else in hundredths.
"""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from debts.rulebook.entries import DATA, RulebookError
from debts.rulebook.phrases import in_small_letters

FILE = "votes.tsv"
START, END, FIGURE = "^", "$", "0"
# What follows in a long letter is not weighed.
WEIGHED = 400
# Places that a template leaves open, masked figures and figures all stand for a figure.
OPEN_PLACE = re.compile(
    r"[$#@]?(?<!\{)\{++[^{}]{0,24}\}++|#[a-z_]{2,20}#|@[a-z_]{2,20}@|%[sd]|\((?:变量)\)|&[a-z]{2,20}&"
)
MASKED = re.compile(r"[x*]{2,}")
FIGURES = re.compile(r"0[0,.:/\-]*0|0")
SPACES = re.compile(r"\s+")
# A text of a few characters says as little as one of this many pieces.
FEWEST_PIECES = 40
SHORTEST_PIECE, LONGEST_PIECE = 1, 3
# A weight of a piece is worth so many hundredths.
PIECE_WORTH = 10

Row = Sequence[int]


@dataclass(frozen=True)
class Votes:
    """The weights, a row of them in the order of ``kinds`` for each piece and each mark.

    Those of pieces are tenths, kept closely packed, for there are many; those of marks are hundredths.
    """

    kinds: tuple[str, ...]
    pieces: Mapping[str, Row] = field(repr=False)
    marks: Mapping[str, Row] = field(repr=False)
    base: Row

    def pieces_in(self, text: str) -> list[str]:
        """The pieces that stand in a text which ``squashed`` made, each once, in order."""
        return sorted(self.pieces.keys() & pieces_of(text))

    def scores(self, text: str, pieces: Sequence[str], marks: Iterable[str]) -> list[float]:
        """How much speaks for each kind: the marks as they are, the pieces by how many a text of that length has."""
        share = 1 / weighed_by(text)
        columns = [sum(column) for column in zip(*map(self.pieces.__getitem__, pieces), strict=True)]
        said = [PIECE_WORTH * one for one in columns] or [0] * len(self.base)
        rows = (self.base, *(self.marks[one] for one in marks if one in self.marks))
        seen = [sum(column) for column in zip(*rows, strict=True)]
        return [(mark + piece * share) / 100 for mark, piece in zip(seen, said, strict=True)]


def pieces_of(text: str) -> set[str]:
    """Every stretch of one to three characters."""
    sizes = range(SHORTEST_PIECE, LONGEST_PIECE + 1)
    return {text[at : at + size] for size in sizes for at in range(len(text) - size + 1)}


def squashed(template: str) -> str:
    """A normalised text with one sign for each figure, masked figure or open place, between marks of start and end."""
    text = MASKED.sub(FIGURE, OPEN_PLACE.sub(FIGURE, in_small_letters(template)))
    return START + SPACES.sub(" ", FIGURES.sub(FIGURE, text))[:WEIGHED] + END


def weighed_by(text: str) -> float:
    """The root of the number of pieces of a squashed text: what their weights are divided by."""
    return float(max(FEWEST_PIECES, 3 * len(text) - 3) ** 0.5)


def load_votes() -> Votes:
    """The table of this version; raises RulebookError where a line is broken."""
    lines = (DATA / FILE).read_text("utf-8").splitlines()
    return votes_from(line.split("\t") for line in lines if line and not line.startswith("#"))


def votes_from(lines: Iterable[Sequence[str]]) -> Votes:
    """The table from its lines, cut into fields."""
    rows = iter(lines)
    kinds = tuple(next(rows)[1:])
    tables: dict[str, dict[str, Row]] = {"piece": {}, "mark": {}, "base": {}}
    for what, name, *weights in rows:
        if name in tables.get(what, {name: ()}):
            raise RulebookError(FILE, name, f"{what} is unknown or said twice")
        tables[what][name] = _row(name, weights, len(kinds))
    if "base" not in tables["base"]:
        raise RulebookError(FILE, "base", "is missing")
    return Votes(kinds, tables["piece"], tables["mark"], tables["base"]["base"])


def _row(name: str, weights: Iterable[str], count: int) -> Row:
    try:
        row = packed(map(int, weights))
    except (ValueError, OverflowError) as problem:
        raise RulebookError(FILE, name, f"a weight cannot be read: {problem!r}") from problem
    if len(row) != count:
        raise RulebookError(FILE, name, f"has {len(row)} weights and not {count}")
    return row


def packed(weights: Iterable[int]) -> Row:
    """A row as it is kept, each weight in two bytes."""
    return array("h", weights)
