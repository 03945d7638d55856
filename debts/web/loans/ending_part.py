"""What pages say of the end of a loan: whether the entries agree, how well it is proved, what is wrong with papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from debts.models import Assignment, Loan, SettlementProof, User
from debts.queries import lender_facts, loan_facts, profile_facts, profile_of, settlement_of
from debts.reconciler.dates import CHINA
from debts.reconciler.endings import Agreement, Step, Way, agreement_of, ways_up
from debts.reconciler.proofs import ProofProblem, ProofProblemCode, check_proof
from debts.reconciler.standing import MAINLAND, Course, region_of
from debts.reconciler.types import ProofKind, ProofLevel, SettlementBasis
from debts.web.loans.proof_forms import scope_words
from debts.web.loans.standing import proofs_of
from debts.wording import PROOF_LEVELS
from debts.wording.proofs import PROOF_PROBLEMS, WAYS

DAYS = frozenset({ProofProblemCode.ISSUED_BEFORE_END, ProofProblemCode.ISSUED_IN_FUTURE})


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem with a paper in words: what is the matter, and what it means."""

    what: str
    why: str
    is_decisive: bool


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A paper with its scope in words and what is wrong with it."""

    proof: SettlementProof
    scope: str
    remarks: tuple[Remark, ...]

    @property
    def remarks_that_decide(self) -> tuple[Remark, ...]:
        """What keeps it from being a proof."""
        return tuple(remark for remark in self.remarks if remark.is_decisive)

    @property
    def does_not_count(self) -> bool:
        """Whether something keeps it from being a proof."""
        return bool(self.remarks_that_decide)


@dataclass(frozen=True, slots=True)
class WayUp:
    """Something that would prove the end better, how to get it, the level it leads to, and where to enter it."""

    title: str
    how: str
    leads_to: str
    url: str
    action: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class EndingPart:
    """All of it for one loan; ``level`` is None while the loan is open."""

    proofs: tuple[ProofRow, ...]
    assignments: tuple[Assignment, ...]
    agreement: Agreement | None
    level: ProofLevel | None
    ways: tuple[WayUp, ...]

    @property
    def refuted(self) -> dict[int, str]:
        """Why a paper does not count as a proof, by its row number."""
        return {row.proof.pk: row.remarks_that_decide[0].what for row in self.proofs if row.does_not_count}

    @property
    def level_name(self) -> str:
        """The level in words."""
        return str(PROOF_LEVELS[self.level]) if self.level else ""


def course_of(owner: User, loan: Loan, zone: tzinfo) -> Course:
    """The course of a loan that came from ``queries.loans_of``, as messages are judged by it."""
    return Course(loan_facts(loan), zone, CHINA, profile_of(owner).names)


def ending_of(owner: User, loan: Loan, now: datetime, zone: tzinfo) -> EndingPart:
    """See how a loan that came from ``queries.loans_of`` ended; costs no query but for a profile not read yet."""
    course = course_of(owner, loan, zone)
    level = course.standing(now).proof_level
    return EndingPart(
        proofs=tuple(_rows(owner, loan, course, now, zone)),
        assignments=tuple(loan.assignments_in_force),  # type: ignore[attr-defined]  # set by the prefetch
        agreement=agreement_of(course),
        level=level,
        ways=tuple(_ways(loan, course, level)) if level else (),
    )


def remarks_of(problems: tuple[ProofProblem, ...]) -> tuple[Remark, ...]:
    """Problems with a paper in words."""
    return tuple(Remark(*_worded(one), one.is_decisive) for one in problems)


def _worded(problem: ProofProblem) -> tuple[str, str]:
    what, why = PROOF_PROBLEMS[problem.code]
    shown = {"written": problem.written, "expected": problem.expected}
    if problem.code in DAYS:
        shown = {name: _day(value) for name, value in shown.items()}
    return _filled(what, shown), str(why)


def _filled(words: Promise, shown: dict[str, str]) -> str:
    return str(words) % shown


def _day(value: str) -> str:
    day = parse_date(value) if value else None
    return date_format(day, "DATE_FORMAT") if day else ""


def _rows(owner: User, loan: Loan, course: Course, now: datetime, zone: tzinfo) -> Iterator[ProofRow]:
    lender, profile = lender_facts(loan.lender), profile_facts(profile_of(owner))
    facts = {proof.id: proof for proof in course.loan.proofs}
    for row in proofs_of(loan):
        today = now.astimezone(zone).date()
        problems = check_proof(facts[row.ref], course.loan, lender, profile, today=today, zone=zone)
        yield ProofRow(row, scope_words(row), remarks_of(problems))


def _ways(loan: Loan, course: Course, level: ProofLevel) -> Iterator[WayUp]:
    settlement = settlement_of(loan)
    held = {one.kind for one in course.proving} | {
        one.kind for one in course.loan.proofs if one.kind is ProofKind.OTHER
    }
    basis = SettlementBasis(settlement.basis) if settlement else None
    for step in ways_up(level, held, basis, is_mainland=region_of(course.loan) == MAINLAND):
        yield _way(loan, step)


def _way(loan: Loan, step: Step) -> WayUp:
    title, how = WAYS[step.way]
    letter = reverse("certificate_letter", args=[loan.pk]) if step.way is Way.CERTIFICATE else ""
    leads_to = str(PROOF_LEVELS[step.level]) if step.level is not ProofLevel.CLAIMED else ""
    return WayUp(str(title), str(how), leads_to, *_where(loan, step), letter)


def _where(loan: Loan, step: Step) -> tuple[str, str]:
    if step.way is Way.SETTLEMENT:
        return reverse("settlement_edit", args=[loan.pk]), _("记下结清")
    if step.kind is None:
        return reverse("repayment_new", args=[loan.pk]), _("记一笔还款")
    return f"{reverse('proof_new', args=[loan.pk])}?kind={step.kind}", _("已经有了，放上来")
