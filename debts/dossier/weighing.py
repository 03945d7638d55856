"""A loan's score taken apart like a waterfall: each part a step from where the one before it ended.

署名相符   0 -> 20
产品相符  20 -> 50
合同号不符 50 -> 0    an identifier that is another one: no points are taken off, the loan is out
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from debts.dossier.facts import Fact
from debts.reconciler.types import Candidate, Match, Reason
from debts.rulebook import load_rulebook
from debts.wording.marks import PARTS
from debts.wording.stored import words_of

DECIDED = "decided_by_owner"


@dataclass(frozen=True, slots=True)
class Line:
    """A reason in words, with the numbers of the marked words and the facts that it rests on."""

    code: str
    text: str
    speaks_for: bool
    numbers: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a score: ``weight`` in points, None where it is not known or where the part gives none."""

    name: str
    line: Line
    weight: int | None
    start: int
    end: int
    is_veto: bool = False

    @property
    def gives(self) -> str:
        """What the part does to the score: its points, that it rules the loan out, or a dash."""
        if self.is_veto:
            return gettext("否决")
        return "–" if self.weight is None else f"{self.weight:+d}"


class Place(StrEnum):
    """What became of a loan that was weighed."""

    TAKEN = "taken"
    FITTING = "fitting"
    POSSIBLE = "possible"
    DECIDED = "decided"
    VETOED = "vetoed"
    ASIDE = "aside"

    @property
    def label(self) -> str:
        """That in words."""
        return str(PLACES[self])


PLACES: dict[Place, Promise] = {
    Place.TAKEN: gettext_lazy("按这一笔判定"),
    Place.FITTING: gettext_lazy("与消息相符"),
    Place.POSSIBLE: gettext_lazy("可能是这一笔"),
    Place.DECIDED: gettext_lazy("您确认是这一笔"),
    Place.VETOED: gettext_lazy("排除：号码或产品不是这笔的"),
    Place.ASIDE: gettext_lazy("没有采用：消息更确切地指向另一笔"),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A loan that was weighed. ``adds_up`` is False where the parts have other weights now than when it was judged."""

    label: str
    lender: str
    fact: Fact | None
    place: Place
    score: int
    steps: tuple[Step, ...]
    adds_up: bool = True

    @property
    def points(self) -> str:
        """The whole score in words; empty where no points were counted."""
        is_counted = self.place not in (Place.DECIDED, Place.VETOED)
        return gettext("%(score)d 分") % {"score": self.score} if is_counted else ""

    @property
    def remark(self) -> str:
        """What has to be said about the parts before anybody adds them up; mostly nothing."""
        return "" if self.adds_up else gettext("各项的分值后来改过：总分是当时的，各项只列依据。")

    @property
    def decides(self) -> bool:
        """Whether the answer rests on this loan, or would if it were known to be this one."""
        return self.place in (Place.TAKEN, Place.POSSIBLE, Place.DECIDED)


def weight_of(code: str) -> int | None:
    """The points that a part of the score gives; None for one that gives none, or that is not known any more."""
    part = load_rulebook().weights.parts.get(code)
    return part.weight if part and not part.vetoes else None


def place_of(candidate: Candidate, match: Match, chosen: str | None, *, matters: bool) -> Place:
    """What became of a candidate; the verdict is about the loan ``chosen``, if it ``matters`` to it which one it is."""
    if any(reason.code == DECIDED for reason in candidate.reasons):
        return Place.DECIDED
    if candidate in match.candidates:
        if matters and (candidate.loan_id == chosen or len(match.candidates) == 1):
            return Place.TAKEN
        return Place.POSSIBLE if matters and chosen is None else Place.FITTING
    return Place.ASIDE if candidate.score else Place.VETOED


def steps_of(candidate: Candidate, line: Callable[[Reason], Line]) -> tuple[Step, ...]:
    """The parts in the order in which they were found, what speaks against the loan last."""
    parts = sorted(candidate.reasons, key=lambda reason: not reason.speaks_for)
    steps: list[Step] = []
    for reason in parts:
        start = steps[-1].end if steps else 0
        weight = weight_of(reason.code) if reason.speaks_for else None
        # Beside an agreeing contract number another card or product is told and changes nothing.
        is_veto = not reason.speaks_for and candidate.score == 0
        end = 0 if is_veto else start + (weight or 0)
        steps.append(Step(words_of(PARTS, reason.code), line(reason), weight, start, end, is_veto))
    return tuple(steps)


def adds_up(candidate: Candidate, steps: Sequence[Step]) -> bool:
    """Whether the weights of today give the score that was stored; a veto leaves nothing to compare."""
    return any(step.is_veto for step in steps) or sum(step.weight or 0 for step in steps) == candidate.score


def without_weights(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The same parts for a score that today's weights do not give."""
    return tuple(Step(step.name, step.line, None, 0, 0, step.is_veto) for step in steps)
