"""Innocent explanations worth checking, each only where the case leaves room for it.

Every cause is a code with a small test in a list; the wording puts it into a question to ask the lender.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from debts.finance.values import quickly_made
from debts.reconciler.answers import Answer
from debts.reconciler.case import Case
from debts.reconciler.standing import RELEASED, Course
from debts.reconciler.types import Candidate, Channel, Match, Recipient, VerdictCode
from debts.rulebook import LenderKind

# A record that is still wrong after two weeks is no lag any more.
LAG = timedelta(days=14)
# Transfers between banks, holidays included, are booked within a week.
BOOKING = timedelta(days=7)
# 561: what is left over from fees and interest is small beside the loan.
RESIDUAL_SHARE = Decimal("0.05")


@quickly_made
@dataclass(frozen=True, slots=True)
class Told:
    """The answer that is told, with the case and the candidate behind it."""

    case: Case
    answer: Answer
    candidate: Candidate
    is_pointed: bool


Test = Callable[[Told], object]


def causes_of(told: Told) -> tuple[str, ...]:
    """The causes that fit an answer about a loan."""
    return tuple(code for code, test in CAUSES.get(told.answer.code, ()) if test(told))


def unknown_causes(case: Case, match: Match) -> tuple[str, ...]:
    """The causes for a claim about no loan of the ledger."""
    causes = ["loan_not_recorded"]
    if not case.names_owner:
        causes.append("former_number_owner")
    if _may_be_funder(case, match):
        causes.append("funder_of_platform")
    return tuple(causes)


def stranger_causes(case: Case) -> tuple[str, ...]:
    """The causes for a claim about somebody else's debt."""
    is_contact = case.text.signs.has("addressed_contact")
    causes = {"listed_as_contact": is_contact or bool(case.text.debtors)}
    causes["former_number_owner"] = case.message.recipient is Recipient.SELF and not case.names_owner
    return tuple(code for code, fits in causes.items() if fits)


def _may_be_funder(case: Case, match: Match) -> bool:
    """Whether a licensed lender is named that nobody recorded: many lend through platforms under other names."""
    kinds = {kind for one in case.text.named for kind in case.index.names.kinds_named(one.key)}
    return not match.lender_ids and bool(kinds - {LenderKind.PLATFORM})


# --- the tests -------------------------------------------------------------------------------------------------------


def _is_fresh(told: Told) -> bool:
    settled_at = told.answer.standing.settled_at
    return settled_at is not None and told.answer.standing.at - settled_at <= LAG


def _is_stale(told: Told) -> bool:
    return not _is_fresh(told)


def _is_released(told: Told) -> bool:
    settlement = told.answer.standing.settlement
    return settlement is not None and settlement.basis in RELEASED


def _is_handed_on(told: Told) -> bool:
    return told.case.text.signs.has("transfer") or bool(told.answer.standing.loan.assignments)


def _is_subrogated(told: Told) -> bool:
    return bool(told.answer.claim.subrogated)


def _others(told: Told) -> Iterable[Course]:
    """The other loans of the lender that existed by then."""
    own, group = told.answer.loan_id, told.case.index.group_of(told.answer.loan_id)
    return (one for one in group.courses if one.loan.id != own and one.exists(told.answer.standing.at))


def _has_other_loan(told: Told) -> bool:
    return any(True for _ in _others(told))


def _has_other_open_loan(told: Told) -> bool:
    return any(one.ended_at(told.answer.standing.at) is None for one in _others(told))


def _is_residual(told: Told) -> bool:
    claimed, principal = told.answer.claimed, told.answer.standing.loan.terms.principal
    return claimed is not None and 0 < claimed <= principal * RESIDUAL_SHARE


def _is_collector(told: Told) -> bool:
    """Whether somebody else than the lender seems to write: no signature of its own, and no number of its own."""
    codes = {reason.code for reason in told.candidate.reasons}
    is_own = codes & {"matched_signature", "matched_sender", "matched_domain"}
    speaks_as_agent = "matched_collector" in codes or told.case.text.reading.signature is not None
    return not is_own and (speaks_as_agent or told.case.message.channel in (Channel.CALL, Channel.VISIT, Channel.CHAT))


def _is_unnamed(told: Told) -> bool:
    return not told.is_pointed and not told.case.names_owner


def _is_unpointed(told: Told) -> bool:
    return not told.is_pointed


def _paid_lately(told: Told) -> bool:
    at = told.answer.standing.at
    return any(at - BOOKING <= one.paid_at <= at for one in told.answer.standing.loan.payments)


def _is_due_about_now(told: Told) -> bool:
    """Whether an instalment falls due today or tomorrow: some lenders count the day itself."""
    standing, due = told.answer.standing, told.answer.standing.position.next_due_on
    return due is not None and _gap(due, standing.day) <= 1


def _gap(one: date, other: date) -> int:
    return abs((one - other).days)


def _lacks_penalty_rate(told: Told) -> bool:
    standing = told.answer.standing
    is_late = bool(standing.position.overdue) or bool(told.answer.claim.penalty)
    return is_late and not standing.loan.terms.daily_penalty_rate


def _lacks_rate(told: Told) -> bool:
    return told.answer.standing.loan.terms.annual_rate is None


def _names_fees(told: Told) -> bool:
    """Interest or fees are named, or nothing else would explain the difference."""
    return told.answer.claim.has_fees or not (_lacks_penalty_rate(told) or _lacks_rate(told))


CAUSES: dict[VerdictCode, tuple[tuple[str, Test], ...]] = {
    VerdictCode.AFTER_SETTLEMENT: (
        ("system_lag", _is_fresh),
        ("waiver_not_booked", _is_released),
        ("guarantor_paid", _is_subrogated),
        ("sold_by_mistake", _is_handed_on),
        ("payment_booked_elsewhere", _has_other_loan),
        ("residual_fee", _is_residual),
        ("collector_error", lambda told: _is_stale(told) and _is_collector(told)),
        ("record_not_updated", lambda told: _is_stale(told) and not _is_collector(told)),
        ("former_number_owner", _is_unnamed),
    ),
    VerdictCode.WITHIN_GRACE: (("system_lag", lambda _: True),),
    VerdictCode.NOT_OVERDUE: (
        ("payment_not_booked_yet", _paid_lately),
        ("due_day_counted", _is_due_about_now),
        ("other_loan_same_lender", _has_other_open_loan),
        ("loan_not_recorded", _is_unpointed),
    ),
    VerdictCode.OVERSTATED: (
        ("penalty_not_recorded", _lacks_penalty_rate),
        ("interest_not_recorded", _lacks_rate),
        ("fees_not_recorded", _names_fees),
        ("payment_not_booked_yet", _paid_lately),
        ("other_loan_same_lender", _has_other_open_loan),
    ),
    VerdictCode.UNDECIDED: (("guarantor_paid", _is_subrogated),),
}
