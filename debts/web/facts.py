"""The way from a reason to the facts that it rests on: every fact gets a name and an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from debts.models import Loan
from debts.models.loans import ProofKind
from debts.queries import loan_facts
from debts.reconciler.types import FactRef, LoanFacts


@dataclass(frozen=True, slots=True)
class Link:
    """A fact as a person knows it, and the page that shows it."""

    label: str
    url: str


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
    """Names and addresses of facts by kind and archive id. A fact that is not in it has no link."""

    links: Mapping[tuple[str, str], Link] = field(default_factory=dict)
    loans: Mapping[str, LoanName] = field(default_factory=dict)

    def links_to(self, facts: Iterable[FactRef]) -> tuple[Link, ...]:
        """The links of these facts, each once; the loan itself only where nothing more exact is to be seen."""
        found = [(fact.kind, link) for fact in facts if (link := self.links.get((fact.kind, fact.id)))]
        exact = [link for kind, link in found if kind != "loan"]
        return tuple(dict.fromkeys(exact or [link for _kind, link in found]))


def index_of(loans: Iterable[Loan]) -> FactIndex:
    """Index loans that came from ``queries.loans_of``; costs no query."""
    links: dict[tuple[str, str], Link] = {}
    names: dict[str, LoanName] = {}
    for row in loans:
        facts = loan_facts(row)
        url = reverse("loan", args=[row.pk])
        names[facts.id] = LoanName(row.pk, loan_label(row), row.lender.name, url, row.currency)
        links["loan", facts.id] = Link(loan_label(row), url)
        links["lender", facts.lender_id] = Link(row.lender.name, reverse("lender", args=[row.lender_id]))
        links |= _parts(facts, url)
    return FactIndex(links, names)


def _parts(facts: LoanFacts, url: str) -> dict[tuple[str, str], Link]:
    links = {("repayment", paid.id): Link(_("还款记录"), f"{url}#repayments") for paid in facts.repayments}
    if facts.settlement:
        ending = Link(_("结清记录"), f"{url}#ending")
        links |= {("settlement", facts.settlement.id): ending, ("settlement", facts.id): ending}
    for proof in facts.proofs:
        links["proof", proof.id] = Link(str(ProofKind(proof.kind.value).label), f"{url}#ending")
    for assignment in facts.assignments:
        links["assignment", assignment.id] = Link(assignment.assignee, f"{url}#facts")
    return links


def loan_label(loan: Loan) -> str:
    """A loan by its product, with the tail of its contract number where there is one."""
    name = loan.product or loan.lender.name
    tail = loan.contract_number[-4:]
    return _("%(name)s（尾号 %(tail)s）") % {"name": name, "tail": tail} if tail else name
