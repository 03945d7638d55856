"""Messages that tell of one fact together, and the loans that such facts can belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from debts.finance import LoanTerms, RepaymentMethod
from debts.finance.schedules import shares
from debts.reconciler.dates import CHINA
from debts.reconciler.lexicon import key_of
from debts.reconciler.numbers import plain_contract
from debts.reconciler.proposal_types import Proposed, ProposedLoan
from debts.reconciler.told import Told, ToldKind
from debts.reconciler.types import LoanFacts

# A transfer takes a day or two, and lenders tell of it when they have booked it.
DAYS_APART = {ToldKind.LOAN: 3, ToldKind.REPAYMENT: 1, ToldKind.SETTLEMENT: 0, ToldKind.ASSIGNMENT: 0}
# What is told is gone through by time: of equal sums only the latest can be of about the same day.
MOST_ALIKE = 50
# A receipt may come after the notice that the loan has ended.
AFTER_THE_END = 3


@dataclass
class Cluster:
    """Messages that tell of one fact; the first of them by time speaks for all, and the others fill its gaps."""

    told: list[Told]

    @cached_property
    def lead(self) -> Told:
        """What they tell together."""
        first = self.told[0]
        filled = {
            name: next((value for one in self.told if (value := getattr(one, name))), getattr(first, name))
            for name in ("contract", "card_tail", "product", "addressee")
        }
        by_bank = all(one.is_by_bank for one in self.told)
        return replace(first, is_by_bank=by_bank, **filled)

    @property
    def messages(self) -> tuple[str, ...]:
        """Their ids, each once."""
        return tuple(dict.fromkeys(one.message_id for one in self.told))

    def add(self, one: Told) -> None:
        """Take in a message that tells of the same."""
        self.told.append(one)
        self.__dict__.pop("lead", None)

    def takes(self, one: Told) -> bool:
        """Whether this tells of the same once more."""
        lead = self.lead
        if (lead.kind, lead.amount, lead.currency) != (one.kind, one.amount, one.currency):
            return False
        if lead.kind is ToldKind.ASSIGNMENT:
            return key_of(lead.assignee) == key_of(one.assignee) and not _contradict(lead, one)
        return not _contradict(lead, one) and _are_near(lead.day, one.day, DAYS_APART[one.kind])


def _contradict(one: "Told | Slot", other: Told) -> bool:
    """Whether both name a contract, or a product, and not the same."""
    if one.contract and other.contract and plain_contract(one.contract) != plain_contract(other.contract):
        return True
    if not one.product or not other.product or one.product == other.product:
        return False
    mine, others = key_of(one.product), key_of(other.product)
    return mine not in others and others not in mine


def _are_near(day: date | None, other: date | None, most: int) -> bool:
    return day is not None and other is not None and abs((day - other).days) <= most


@dataclass
class Slot:
    """A loan that things can belong to: one of the ledger, one that was granted, or one that must have been."""

    key: str
    known: LoanFacts | None = None
    granted: Cluster | None = None
    drawn_on: date | None = None
    settled_on: date | None = None
    is_settled: bool = False
    is_hidden: bool = False
    contract: str = ""
    product: str = ""
    repayments: list[Proposed] = field(default_factory=list)
    settlement: Proposed | None = None
    assignments: list[Proposed] = field(default_factory=list)

    def fits(self, one: Told) -> bool:
        """Whether what is told can be about this loan: nothing contradicts, and it is within the loan's life."""
        if not self._lives(one) or (one.amount is not None and self.currency not in ("", one.currency)):
            return False
        return not _contradict(self, one)

    def _lives(self, one: Told) -> bool:
        if one.day is None:
            return True
        if self.drawn_on and one.day < self.drawn_on:
            return False
        is_over = self.settled_on is not None and (one.day - self.settled_on).days > AFTER_THE_END
        return not (is_over and one.kind is ToldKind.REPAYMENT)

    def learn(self, one: Told) -> None:
        """Take over what is told of the loan's number and product."""
        self.contract = self.contract or one.contract
        self.product = self.product or one.product

    def proposed(self, differ: frozenset[str]) -> ProposedLoan:
        """The loan as it is proposed, with all that was put to it."""
        granted = None
        if self.granted and not self.known:
            lead = self.granted.lead
            granted = Proposed(self.key, lead, self.granted.messages, doubts=doubts_of(lead, differ))
        return ProposedLoan(
            self.key,
            self.known.id if self.known else "",
            granted,
            self.contract,
            self.product,
            tuple(self.repayments),
            self.settlement,
            tuple(self.assignments),
        )

    def is_the_loan(self, lead: Told, answer: str | None) -> bool:
        """Whether the ledger's loan is the one of which this payout tells."""
        loan = self.known
        if loan is None or self.granted:
            return False
        if answer:
            return answer == loan.id
        if lead.contract and plain_contract(loan.contract_number) == plain_contract(lead.contract):
            return True
        is_sum = lead.amount is None or lead.amount == loan.terms.principal
        days = (loan.terms.drawn_on, lead.day)
        is_day = None in days or _are_near(*days, DAYS_APART[ToldKind.LOAN])
        return is_sum and is_day and self.fits(replace(lead, day=None))

    def has(self, one: Told) -> bool:
        """Whether the ledger has it already."""
        if self.known is None:
            return False
        if one.kind is ToldKind.SETTLEMENT:
            return self.known.settlement is not None
        if one.kind is ToldKind.ASSIGNMENT:
            names = [name for row in self.known.assignments for name in (row.assignee, *row.aliases)]
            return key_of(one.assignee) in map(key_of, names)
        return False

    @cached_property
    def instalments(self) -> frozenset[Decimal]:
        """The sums that its plan asks for; none where they cannot be told.

        Where nobody has said how it is paid back, one sum each month is what most pay.
        """
        terms = self.known.terms if self.known else self._granted_terms
        if terms and terms.method is RepaymentMethod.FREE:
            terms = replace(terms, method=RepaymentMethod.EQUAL_INSTALMENT)
        return frozenset(one.principal + one.interest + one.fee for one in shares(terms)) if terms else frozenset()

    @property
    def _granted_terms(self) -> LoanTerms | None:
        lead = self.granted.lead if self.granted else None
        if lead is None or lead.amount is None:
            return None
        return LoanTerms(lead.amount, annual_rate=lead.terms.annual_rate, term_months=lead.terms.months)

    @property
    def currency(self) -> str:
        """The money of the loan; nothing where it is not known."""
        if self.known:
            return self.known.currency
        return self.granted.lead.currency if self.granted else ""

    @property
    def card_tail(self) -> str:
        """The end of the card to which the money went."""
        if self.known:
            return self.known.card_tail
        return self.granted.lead.card_tail if self.granted else ""

    def was_over(self, day: date | None) -> bool:
        """Whether it had ended before that day."""
        return self.settled_on is not None and day is not None and self.settled_on < day

    @property
    def is_worth_showing(self) -> bool:
        """Whether anything is proposed that the owner has not refused."""
        return not self.is_hidden and bool(
            self.repayments or self.settlement or self.assignments or (self.granted and not self.known)
        )


def doubts_of(lead: Told, differ: frozenset[str]) -> frozenset[str]:
    """What a person should look at before it is recorded."""
    found = {
        "day_assumed": lead.day is not None and not lead.is_day_said,
        "no_day": lead.day is None,
        "by_bank": lead.is_by_bank,
        "no_amount": lead.kind is ToldKind.LOAN and lead.amount is None,
    }
    return frozenset(code for code, holds in found.items() if holds) | (differ if lead.addressee else frozenset())


def clustered(told: Sequence[Told]) -> list[Cluster]:
    """What is told, in the order of time, with what tells of the same fact together."""
    clusters: list[Cluster] = []
    newest: dict[tuple[ToldKind, Decimal | None, str], list[Cluster]] = {}
    for one in told:
        alike = newest.setdefault((one.kind, one.amount, key_of(one.assignee)), [])
        found = next((cluster for cluster in alike[-MOST_ALIKE:] if cluster.takes(one)), None)
        if found:
            found.add(one)
            continue
        alike.append(Cluster([one]))
        clusters.append(alike[-1])
    return clusters


def key_for(lead: Told) -> str:
    """The name of a proposal: what it is, and the first message that says so."""
    return f"{lead.kind.value}-{lead.message_id}"


def slot_of(loan: LoanFacts) -> Slot:
    """A loan of the ledger."""
    ended = loan.settlement.settled_at.astimezone(CHINA).date() if loan.settlement else None
    return Slot(
        f"own-{loan.id}",
        known=loan,
        drawn_on=loan.terms.drawn_on,
        settled_on=ended,
        is_settled=loan.settlement is not None,
        contract=loan.contract_number,
        product=loan.product,
    )


def candidates(slots: Sequence[Slot], one: Told) -> list[Slot]:
    """The loans that it can be about; a number of a contract or a card decides between several."""
    fitting = [slot for slot in slots if slot.fits(one)]
    if numbered := [slot for slot in fitting if one.contract and slot.contract]:
        return numbered
    tails = [slot for slot in fitting if one.card_tail and slot.card_tail == one.card_tail]
    if len(tails) == 1:
        return tails
    if one.kind is ToldKind.SETTLEMENT:
        return [slot for slot in fitting if not slot.is_settled] or fitting
    return [slot for slot in fitting if not slot.was_over(one.day)] or fitting
