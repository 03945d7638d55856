"""An explanation as a part of a page: its words with numbers that lead to the lines and back, its scores drawn."""

from dataclasses import dataclass

from debts.dossier.explanation import Explanation
from debts.dossier.marks import Mark, MarkGroup
from debts.dossier.weighing import Weighed
from debts.web.marking import Piece, folded, numbered
from debts.web.waterfall import Waterfall, draw, scale_of
from debts.wording.marks import HEADINGS

# Here the whole text is to be seen; only what nobody reads to the end is folded.
WHOLE = 8000
# A longer list of marked words is folded.
LONG_LIST = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A loan that was weighed, with its drawing."""

    loan: Weighed
    drawing: Waterfall | None


@dataclass(frozen=True, slots=True)
class Why:
    """``prefix`` begins every anchor, since several explanations may stand on one page."""

    explanation: Explanation
    prefix: str
    pieces: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    legend: tuple[tuple[MarkGroup, tuple[Mark, ...]], ...]
    taken: tuple[Shown, ...]
    folded: tuple[Shown, ...]

    @property
    def is_long(self) -> bool:
        """Whether there are so many marked words that their list would hide what comes after it."""
        return len(self.explanation.marks) > LONG_LIST

    @property
    def headings(self) -> dict[str, str]:
        """The names of the parts."""
        return {name: str(text) for name, text in HEADINGS.items()}


def why_of(explanation: Explanation, prefix: str = "") -> Why:
    """Lay an explanation out."""
    pieces, rest = folded(list(numbered(explanation.text, explanation.marks)), WHOLE)
    scale = scale_of(explanation.weighed)
    shown = [Shown(one, draw(one, scale)) for one in explanation.weighed]
    return Why(
        explanation=explanation,
        prefix=prefix,
        pieces=tuple(pieces),
        rest=tuple(rest),
        legend=_legend(explanation.marks),
        taken=tuple(one for one in shown if one.loan.decides),
        folded=tuple(one for one in shown if not one.loan.decides),
    )


def _legend(marks: tuple[Mark, ...]) -> tuple[tuple[MarkGroup, tuple[Mark, ...]], ...]:
    """The marks of each group, the groups in the order in which they first come in the text."""
    groups = dict.fromkeys(mark.group for mark in marks)
    return tuple((group, tuple(mark for mark in marks if mark.group is group)) for group in groups)
