"""How a loan stands, as the pages show it: settled or open, what is owed, what is worth a word of warning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from django.utils.translation import gettext as _

from debts.finance import Parts, Position, Timeline, timeline
from debts.models import Loan, Repayment, Settlement, SettlementProof
from debts.queries import payments_of, settlement_of
from debts.web.fields import as_percent
from debts.web.loans.preview import missing_terms
from debts.web.loans.rates import say_quoted
from debts.wording import say_amount


@dataclass(frozen=True, slots=True)
class LoanStanding:
    """A loan that came from ``queries.loans_of``, at one moment."""

    loan: Loan
    course: Timeline
    position: Position
    settlement: Settlement | None
    flagged: int = 0

    @property
    def settled_at(self) -> datetime | None:
        """When it ended: as recorded, or when the recorded repayments covered all that the terms ask."""
        return self.settlement.settled_at if self.settlement else self.position.covered_at

    @property
    def is_settled(self) -> bool:
        """Whether the ledger takes it as ended."""
        return self.settled_at is not None

    @property
    def has_schedule(self) -> bool:
        """Whether due days can be told from the terms."""
        return bool(self.course.plan(self.position.at))

    @property
    def is_revolving(self) -> bool:
        """Whether statements stand in the place of a schedule."""
        return bool(self.course.terms.statements)

    @property
    def payoff(self) -> Parts:
        """What ends the loan now, by its parts."""
        return self.course.payoff_at(self.position.at)

    @property
    def is_overdue(self) -> bool:
        """Whether an instalment of an open loan is past its due day."""
        return not self.is_settled and bool(self.position.overdue)

    @property
    def missing_terms(self) -> str:
        """Names of the terms that would have to be known to tell the due days."""
        return missing_terms(self.course.terms)

    @property
    def quoted_rate(self) -> str:
        """The rate as the contract quotes it; empty where unknown."""
        return say_quoted(self.loan)

    @property
    def penalty_rate(self) -> str:
        """The penalty of a day in percent; empty where unknown."""
        return f"{as_percent(self.loan.daily_penalty_rate)}%" if self.loan.daily_penalty_rate is not None else ""


def standing_of(loan: Loan, now: datetime, zone: tzinfo, flagged: int = 0) -> LoanStanding:
    """See how a loan that came from ``queries.loans_of`` stands at ``now``."""
    course = timeline(loan.agreed, payments_of(repayments_of(loan)), zone)
    return LoanStanding(loan, course, course.at(now), settlement_of(loan), flagged)


def repayments_of(loan: Loan) -> Sequence[Repayment]:
    """The repayments in force of a loan that came from ``queries.loans_of``."""
    rows: Sequence[Repayment] = loan.repayments_in_force  # type: ignore[attr-defined]  # set by the prefetch
    return rows


def proofs_of(loan: Loan) -> Sequence[SettlementProof]:
    """The proofs in force of a loan that came from ``queries.loans_of``."""
    rows: Sequence[SettlementProof] = loan.proofs_in_force  # type: ignore[attr-defined]  # set by the prefetch
    return rows


def payment_remarks(loan: Loan, settlement: Settlement | None, paid_at: datetime, zone: tzinfo) -> list[str]:
    """What is odd about the time of a repayment. It is kept all the same: people may pay so, and then it matters."""
    remarks = []
    if loan.drawn_on and _day(paid_at, zone) < loan.drawn_on:
        remarks.append(_("这笔还款早于借款日期，请核对。"))
    if settlement and paid_at > settlement.settled_at:
        remarks.append(
            _(
                "这笔还款在结清之后。如果确实付了，可以要求退还；付款时就知道已经不欠的，可能要不回。如果日期写错，请修改。"
            )
        )
    return remarks


def owed_in_total(standings: Iterable[LoanStanding]) -> list[str]:
    """What is open by the terms, a sum for each currency; loans that ended add nothing."""
    totals: dict[str, Decimal] = {}
    for standing in standings:
        if not standing.is_settled:
            currency = standing.loan.currency
            totals[currency] = totals.get(currency, Decimal(0)) + standing.position.balance
    return [say_amount(total, currency) for currency, total in totals.items()]


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
