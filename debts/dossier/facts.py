"""Names for the facts that an answer rests on, and the number of the page that shows each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from debts.models import Lender, Loan, Message
from debts.models.settlements import ProofKind
from debts.queries import loan_facts
from debts.reconciler.types import FactRef


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a person knows it; ``pk`` is the row of the loan, lender or message whose page shows it."""

    kind: str
    id: str
    label: str
    pk: int


Facts = Mapping[tuple[str, str], Fact]


def facts_of(loans: Iterable[Loan], lenders: Iterable[Lender] = (), messages: Iterable[Message] = ()) -> Facts:
    """The facts of loans that came from ``queries.loans_of``, by kind and archive id; costs no query.

    ``messages`` are those about which the owner may have decided something.
    """
    rows = [fact for loan in loans for fact in _of_loan(loan)]
    rows += [Fact("lender", lender.ref, lender.name, lender.pk) for lender in lenders]
    rows += [Fact("decision", message.ref, _("您的确认"), message.pk) for message in messages]
    return {(fact.kind, fact.id): fact for fact in rows}


def named(facts: Facts, refs: Iterable[FactRef]) -> tuple[Fact, ...]:
    """The facts referred to, each page and name once; the loan itself only where nothing more exact is to be seen."""
    found = [fact for ref in refs if (fact := facts.get((ref.kind, ref.id)))]
    exact = [fact for fact in found if fact.kind != "loan"] or found
    return tuple({(fact.label, fact.pk): fact for fact in exact}.values())


def _of_loan(loan: Loan) -> Iterable[Fact]:
    facts = loan_facts(loan)
    yield Fact("loan", facts.id, loan_label(loan), loan.pk)
    yield Fact("lender", facts.lender_id, loan.lender.name, loan.lender_id)
    yield from (Fact("repayment", paid.id, _("还款记录"), loan.pk) for paid in facts.repayments)
    if facts.settlement:
        # A settlement without an id of its own goes by the loan's.
        yield Fact("settlement", facts.settlement.id, _("结清记录"), loan.pk)
        yield Fact("settlement", facts.id, _("结清记录"), loan.pk)
    for proof in facts.proofs:
        yield Fact("proof", proof.id, str(ProofKind(proof.kind.value).label), loan.pk)
    for assignment in facts.assignments:
        yield Fact("assignment", assignment.id, assignment.assignee, loan.pk)


def loan_label(loan: Loan) -> str:
    """A loan by its product, with the tail of its contract number where there is one."""
    name = loan.product or loan.lender.name
    tail = loan.contract_number[-4:]
    return _("%(name)s（尾号 %(tail)s）") % {"name": name, "tail": tail} if tail else name
