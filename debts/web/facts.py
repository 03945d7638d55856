"""The way from a fact that an answer rests on to the page that shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.timezone import get_current_timezone

from debts.dossier.facts import Fact, loan_label
from debts.dossier.known import Known, known_from
from debts.models import Loan, User
from debts.queries import profile_of

# The page of each kind of fact, and the part of it that shows the fact.
PAGES = {
    "loan": ("loan", ""),
    "lender": ("lender", ""),
    "repayment": ("loan", "#repayments"),
    "settlement": ("loan", "#ending"),
    "proof": ("loan", "#ending"),
    "assignment": ("loan", "#facts"),
    "decision": ("message", "#decide"),
}


@dataclass(frozen=True, slots=True)
class LoanName:
    """What a loan is called on the page, by whom it was lent, and where its page is."""

    pk: int
    label: str
    lender: str
    url: str
    currency: str


@dataclass(frozen=True, slots=True)
class FactIndex:
    """What answers can rest on, and the names of loans by archive id."""

    known: Known = field(default_factory=Known)
    loans: Mapping[str, LoanName] = field(default_factory=dict)


def index_of(owner: User, loans: Iterable[Loan]) -> FactIndex:
    """Index the owner's loans that came from ``queries.loans_of``; costs no query but for a profile not read yet."""
    loans = list(loans)
    names = {
        row.ref: LoanName(row.pk, loan_label(row), row.lender.name, reverse("loan", args=[row.pk]), row.currency)
        for row in loans
    }
    return FactIndex(known_from(loans, get_current_timezone(), owners=profile_of(owner).names), names)


def address_of(fact: Fact) -> str:
    """The address that shows the fact."""
    page, part = PAGES[fact.kind]
    return reverse(page, args=[fact.pk]) + part
