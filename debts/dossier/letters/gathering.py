"""From the ledger to a case: one loan, or all loans with a lender, with the messages that contradict the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from debts.dossier.build import directory_entry, flagged_messages
from debts.dossier.letters.case import (
    Case,
    CaseAssignment,
    CaseFinding,
    CaseLender,
    CaseLoan,
    CaseMessage,
    CasePerson,
    CaseProof,
)
from debts.finance.moments import is_day_only
from debts.models import Lender, Loan, Message, User
from debts.models.lenders import LenderKind as KindChoices
from debts.queries import loan_facts, loans_of, profile_of
from debts.reconciler.proofs import counts
from debts.reconciler.standing import Standing, region_of
from debts.reconciler.types import Channel, Kind, Recipient, VerdictCode
from debts.rulebook import DirectoryLender, LenderKind

PRIVATE = KindChoices.PRIVATE.value


def case_of(
    owner: User,
    *,
    loan: Loan | None = None,
    lender: Lender | None = None,
    now: datetime,
    rows: Sequence[Loan] | None = None,
    messages: Sequence[Message] | None = None,
) -> Case:
    """The matter of one ``loan``, or of everything with one ``lender``; exactly one of them is given.

    Its loans are read, unless they come along in ``rows`` from ``queries.loans_of``; ``messages`` stand in the place of
    those that are flagged.
    """
    if (loan is None) == (lender is None):
        raise ValueError("A case is about one loan or one lender.")
    profile = profile_of(owner)
    zone, names = ZoneInfo(profile.time_zone), tuple(profile.names)
    known = loans_of(owner) if rows is None else rows
    every = sorted(
        (row for row in known if row == loan or row.lender == lender),
        key=lambda row: (row.drawn_on or date.max, row.pk),
    )
    about = lender or every[0].lender
    told = flagged_messages(owner, loan=loan, lender=lender) if messages is None else messages
    return Case(
        person=CasePerson(names, tuple(profile.phones)),
        lender=_lender(about),
        day=now.astimezone(zone).date(),
        zone=zone,
        loans=tuple(_loan(row, Standing(loan_facts(row), now, zone, owners=names)) for row in every),
        messages=tuple(message_part(number, row) for number, row in enumerate(told, 1)),
    )


def kind_of(row: Lender, entry: DirectoryLender | None) -> LenderKind | None:
    """Its licence: what the owner says of it counts before the directory; a private lender is of no kind."""
    if row.kind:
        return LenderKind(row.kind) if row.kind in set(LenderKind) else None
    return entry.kind if entry else None


def _lender(row: Lender) -> CaseLender:
    entry = directory_entry(row)
    is_private = row.kind == PRIVATE
    return CaseLender(
        row.name, entry.legal_name if entry else "", kind_of(row, entry), tuple(row.collectors), is_private
    )


def _loan(row: Loan, standing: Standing) -> CaseLoan:
    facts, at, settlement = standing.loan, standing.settled_at, standing.settlement
    proofs = (
        CaseProof(one.kind, one.issued_on, one.number) for one in facts.proofs if counts(one, facts, standing.owners)
    )
    return CaseLoan(
        id=facts.id,
        principal=row.principal,
        currency=row.currency,
        region=region_of(facts),
        product=row.product,
        contract_number=row.contract_number,
        drawn_on=row.drawn_on,
        card_tail=row.card_tail,
        phone=row.phone,
        settled_at=at,
        is_day_only=at is not None and is_day_only(at, standing.zone),
        basis=settlement.basis if settlement else None,
        proofs=tuple(proofs),
        assignments=tuple(CaseAssignment(one.assignee, one.notified_on) for one in facts.assignments),
        paid_count=len(facts.payments),
        paid_total=sum((payment.amount for payment in facts.payments), Decimal(0)),
    )


def message_part(number: int, row: Message) -> CaseMessage:
    """A message with what is stored of it; an answer of an old version that cannot be read any more has no findings."""
    judgement, about = row.verdict.readable, row.verdict.loan
    return CaseMessage(
        number=number,
        received_at=row.received_at,
        channel=Channel(row.channel),
        recipient=Recipient(row.recipient),
        sender=row.sender,
        text=row.text,
        sha256=row.fingerprint,
        kind=Kind(row.verdict.kind),
        verdict=VerdictCode(row.verdict.code),
        loan_id=about.ref if about else None,
        claimed=judgement.verdict.claimed if judgement else None,
        currency=about.currency if about else "CNY",
        findings=tuple(CaseFinding(one.id, one.citations) for one in judgement.findings) if judgement else (),
    )
