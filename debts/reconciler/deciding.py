"""From the answers about several loans to one: which of them the message means, and when nobody can say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from debts.finance.values import quickly_made
from debts.reconciler.answers import ENDED, Answer, answer
from debts.reconciler.case import Case
from debts.reconciler.claim_parts import ClaimPart
from debts.reconciler.claims import Claim
from debts.reconciler.types import Candidate, Match, VerdictCode
from debts.rulebook import Weights

GRAVITY = {code: place for place, code in enumerate(VerdictCode)}


@quickly_made
@dataclass(frozen=True, slots=True)
class Decision:
    """What is said to one claim. ``answers`` agree, and the first one is told; or they differ and are all told.

    ``rivals`` are loans still open that nobody can rule out: for their sake a loan that ended is not called the one.
    Where the text points at a loan these have nothing on record that it could point at, or it points at them as much
    and contradicts itself; else it contradicts them by a number or product that the loan that ended has not either.
    """

    code: VerdictCode
    part: ClaimPart
    answers: tuple[Answer, ...] = ()
    rivals: tuple[Answer, ...] = ()

    @property
    def candidate(self) -> Candidate:
        """The loan that is told, as it was matched."""
        return next(one for one in self.part.match.candidates if one.loan_id == self.answers[0].loan_id)


def gravest(decisions: Iterable[Decision]) -> Decision:
    """The claim that the message shows, of several."""
    return min(decisions, key=lambda decision: GRAVITY[decision.code])


@quickly_made
@dataclass(frozen=True, slots=True)
class _Question:
    """One claim at one moment, to be put to one loan after the other."""

    part: ClaimPart
    claim: Claim
    case: Case
    at: datetime

    def ask(self, candidates: Iterable[Candidate]) -> list[Answer]:
        """The answers of those loans that were drawn by then."""
        courses, day = self.case.index.courses, self.case.index.day(self.at)
        drawn = (course for one in candidates if (course := courses[one.loan_id]).is_drawn_by(day))
        grace = self.case.grace
        return [answer(self.claim, course, self.at, grace) for course in drawn]


def decide(part: ClaimPart, claim: Claim, case: Case, at: datetime) -> Decision:
    """Hold one claim against every loan that it may be about, and answer where the loans allow one answer."""
    question, weights = _Question(part, claim, case, at), case.index.rulebook.weights
    answers = question.ask(part.match.candidates)
    if not answers:
        return Decision(VerdictCode.UNKNOWN_DEBT, part)
    pointed = _with(part.match.candidates, weights.decisive_codes)
    leading = [one for one in answers if one.loan_id in pointed]
    fitting = tuple(_explaining(leading or answers, part.match.candidates, weights) or leading or answers)
    if len({one.code for one in fitting}) > 1:
        return Decision(VerdictCode.UNDECIDED, part, fitting)
    code = fitting[0].code
    if code not in ENDED:
        return Decision(code, part, fitting)
    contradicted = _as_pointed_at(part.match, weights) if leading else part.match.set_aside
    others = [*_others(fitting, answers), *question.ask(contradicted)]
    rivals = tuple(one for one in others if not one.has_ended)
    return Decision(VerdictCode.UNDECIDED if rivals else code, part, fitting, rivals)


def _with(candidates: Iterable[Candidate], codes: frozenset[str]) -> frozenset[str]:
    """The loans one of whose parts is one of these."""
    return frozenset(one.loan_id for one in candidates if any(reason.code in codes for reason in one.reasons))


def _explaining(answers: Sequence[Answer], candidates: Sequence[Candidate], weights: Weights) -> list[Answer]:
    """Loans that are due as the message says; a sum that is another loan's to the cent does not speak of this one."""
    consistent = [one for one in answers if one.code is VerdictCode.CONSISTENT]
    if not consistent:
        return []
    among = {one.loan_id for one in answers}
    exact = _with((one for one in candidates if one.loan_id in among), weights.exact_codes)
    return [one for one in consistent if not exact or one.loan_id in exact]


def _as_pointed_at(match: Match, weights: Weights) -> list[Candidate]:
    """Loans that the text contradicts, though it points at them as strongly as at the ones that are left."""
    best = min(weights.strength(reason.code for reason in one.reasons) for one in match.candidates)
    return [one for one in match.set_aside if weights.strength(reason.code for reason in one.reasons) <= best]


def _others(fitting: Sequence[Answer], answers: Sequence[Answer]) -> list[Answer]:
    """Beside the loans that the text points at those of which nothing is on record that could be pointed at."""
    told = {one.loan_id for one in fitting}
    return [one for one in answers if one.loan_id not in told]
