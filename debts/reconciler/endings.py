"""Whether the entries on record agree with a recorded settlement, and what would raise how well it is proved.

settled on 10 March, payments of 6106.73 where 6110.00 ended the loan  ->  SHORT, 3.27 missing, of it 3.27 principal
settled, and no payment on record at all                               ->  NO_PAYMENTS: nothing to compare
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from debts.finance import Parts, Payment
from debts.reconciler.proofs import LEVEL_OF
from debts.reconciler.standing import LEVELS, Course
from debts.reconciler.types import ProofKind, ProofLevel, SettlementBasis

ZERO = Decimal(0)


class AgreementCode(StrEnum):
    """How the entries stand to the settlement."""

    AGREES = "agrees"
    SHORT = "short"
    OVERPAID = "overpaid"
    NO_PAYMENTS = "no_payments"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The entries until the settlement, against what ended the loan at that moment.

    ``missing`` is what was still open, by its parts, interest and fees that were paid ahead taken off the principal;
    ``later`` are payments made after it. Without a schedule or a rate
    the ledger knows of no interest, and ``knows_interest`` is False.
    """

    code: AgreementCode
    settled_at: datetime
    basis: SettlementBasis
    missing: Parts
    paid: Decimal
    waived: Decimal
    overpaid: Decimal
    later: tuple[Payment, ...]
    knows_interest: bool

    @property
    def paid_later(self) -> Decimal:
        """What was paid after the settlement."""
        return sum((one.amount for one in self.later), ZERO)

    @property
    def needs_a_look(self) -> bool:
        """Whether there is something to ask the person about."""
        return self.code in (AgreementCode.SHORT, AgreementCode.OVERPAID) or bool(self.later)


def agreement_of(course: Course) -> Agreement | None:
    """Compare the entries of a loan with its settlement; None where none is on record.

    A shortfall within a yuan is rounding and none.
    """
    loan, settlement = course.loan, course.loan.settlement
    if settlement is None:
        return None
    then, missing = course.position(settlement.settled_at), _owed(course.payoff_at(settlement.settled_at))
    later = tuple(one for one in loan.payments if one.paid_at > settlement.settled_at)
    return Agreement(
        code=_code(missing.total, then.overpaid, has_entries=bool(then.paid or then.waived)),
        settled_at=settlement.settled_at,
        basis=settlement.basis,
        missing=missing,
        paid=then.paid,
        waived=then.waived,
        overpaid=then.overpaid,
        later=later,
        knows_interest=bool(course.plan) or loan.terms.annual_rate is not None,
    )


def _owed(parts: Parts) -> Parts:
    """The same sum without parts below nothing: what was paid ahead on one part pays another, the principal first."""
    credit = -sum((min(part, ZERO) for part in parts), ZERO)
    owed = {name: max(part, ZERO) for name, part in parts._asdict().items()}
    for name in ("principal", "interest", "penalty", "fee"):
        taken = min(credit, owed[name])
        owed[name] -= taken
        credit -= taken
    return Parts(**owed)


def _code(missing: Decimal, overpaid: Decimal, *, has_entries: bool) -> AgreementCode:
    if not has_entries:
        return AgreementCode.NO_PAYMENTS
    if missing > ZERO:
        return AgreementCode.SHORT
    return AgreementCode.OVERPAID if overpaid > ZERO else AgreementCode.AGREES


class Way(StrEnum):
    """What a person can do to prove the end of a loan better."""

    SETTLEMENT = "settlement"
    REPAYMENTS = "repayments"
    SCREENSHOT = "screenshot"
    BANK_STATEMENT = "bank_statement"
    SERVICE_RECORD = "service_record"
    CERTIFICATE = "certificate"
    AGREEMENT = "agreement"
    CREDIT_REPORT = "credit_report"


# To which level each leads, the easiest of a level first; a kind of proof where one is to be added.
WAYS: tuple[tuple[Way, ProofLevel, ProofKind | None], ...] = (
    (Way.REPAYMENTS, ProofLevel.PAID, None),
    (Way.SCREENSHOT, ProofLevel.CONFIRMED, ProofKind.SCREENSHOT),
    (Way.BANK_STATEMENT, ProofLevel.CONFIRMED, ProofKind.RECEIPT),
    (Way.SERVICE_RECORD, ProofLevel.CONFIRMED, ProofKind.SERVICE_RECORD),
    (Way.CERTIFICATE, ProofLevel.CERTIFIED, ProofKind.SETTLEMENT_CERTIFICATE),
    (Way.CREDIT_REPORT, ProofLevel.CREDIT_REPORT, ProofKind.CREDIT_REPORT),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A way to a better proof, the level that it leads to, and the kind of proof to add then."""

    way: Way
    level: ProofLevel
    kind: ProofKind | None = None


def ways_up(
    level: ProofLevel, held: Collection[ProofKind], basis: SettlementBasis | None, *, is_mainland: bool
) -> tuple[Step, ...]:
    """What is still missing to prove the end of a loan, the strongest last.

    ``held`` are the kinds of the papers that count. Who holds a certificate needs none of the weaker ones.
    """
    return tuple(_ways(level, frozenset(held), basis, is_mainland=is_mainland))


def _ways(
    level: ProofLevel, held: frozenset[ProofKind], basis: SettlementBasis | None, *, is_mainland: bool
) -> Iterator[Step]:
    if basis is None:
        yield Step(Way.SETTLEMENT, ProofLevel.CLAIMED)
    if basis is SettlementBasis.DISCOUNTED and ProofKind.OTHER not in held:
        yield Step(Way.AGREEMENT, ProofLevel.CLAIMED, ProofKind.OTHER)
    is_certified = any(LEVEL_OF.get(kind) is ProofLevel.CERTIFIED for kind in held)
    for way, reached, kind in WAYS:
        is_weaker = LEVELS.index(reached) <= LEVELS.index(level)
        if (is_weaker and not (way is Way.CERTIFICATE and not is_certified)) or kind in held:
            continue
        if way is not Way.CREDIT_REPORT or is_mainland:
            yield Step(way, reached, kind)
