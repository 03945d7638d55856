"""The reads that several parts share: the ledger as the reconciler sees it, and one owner's view of it.

Every function takes the owner first and answers with nothing that belongs to anybody else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from debts.finance.types import Payment
from debts.models import (
    Assignment,
    Decision,
    Ground,
    Lender,
    Loan,
    Message,
    Profile,
    Repayment,
    Settlement,
    SettlementProof,
    User,
    Verdict,
)
from debts.reconciler.grounds import part_of_lender
from debts.reconciler.types import (
    AssignmentFacts,
    Channel,
    DecisionFacts,
    DecisionKind,
    IncomingMessage,
    Ledger,
    LenderFacts,
    LoanFacts,
    LoanRole,
    ProfileFacts,
    ProofFacts,
    ProofKind,
    ProofScope,
    Recipient,
    SettlementBasis,
    SettlementFacts,
)
from debts.rulebook import load_rulebook

_A_DAY = timedelta(days=1)
MOST_FIGURES = 18


def profile_of(owner: User) -> Profile:
    """The owner's profile, read once; one with nothing in it where none has been saved."""
    try:
        return owner.profile
    except Profile.DoesNotExist:
        return Profile(owner=owner)  # which is the owner's from now on


def language_of(owner: User) -> str:
    """The language in which the owner is written to."""
    return str(profile_of(owner).language or settings.LANGUAGE_CODE)


def zone_of(owner: User) -> ZoneInfo:
    """The clock that the owner lives by."""
    return ZoneInfo(profile_of(owner).time_zone)


def loans_of(owner: User) -> QuerySet[Loan]:
    """The owner's loans with all that happened to them, in a fixed number of queries."""
    parts = {
        "repayments": Repayment.objects.of(owner),
        "settlements": Settlement.objects.filter(owner=owner),
        "proofs": SettlementProof.objects.of(owner).select_related("attachment"),
        "assignments": Assignment.objects.of(owner).select_related("attachment"),
    }
    names = {"settlements": "settlements_on_record"}
    prefetches = [
        Prefetch(name, queryset=rows, to_attr=names.get(name, f"{name}_in_force")) for name, rows in parts.items()
    ]
    return Loan.objects.of(owner).select_related("lender").prefetch_related(*prefetches)


def ledger_of(owner: User, loans: Iterable[Loan] | None = None) -> Ledger:
    """Everything that a judgement about this owner's messages can rest on; ``loans`` if they were read already."""
    decisions = Decision.objects.of(owner).select_related("message", "loan")
    return replace(
        recorded_of(owner, loans),
        decisions=tuple(
            DecisionFacts(
                message_id=decision.message.ref,
                kind=DecisionKind(decision.kind),
                loan_id=decision.loan.ref if decision.loan else None,
            )
            for decision in decisions
        ),
    )


def recorded_of(owner: User, loans: Iterable[Loan] | None = None) -> Ledger:
    """The same without what was decided about single messages, for questions that no decision answers."""
    return Ledger(
        profile=profile_facts(profile_of(owner)),
        lenders=tuple(lender_facts(lender) for lender in Lender.objects.of(owner)),
        loans=tuple(map(loan_facts, loans_of(owner) if loans is None else loans)),
    )


def profile_facts(profile: Profile) -> ProfileFacts:
    """A profile as the reconciler sees it."""
    return ProfileFacts(
        names=tuple(profile.names),
        phones=tuple(profile.phones),
        time_zone=profile.time_zone,
        grace_days=profile.grace_days,
    )


def lender_facts(lender: Lender) -> LenderFacts:
    """A lender as the reconciler sees it."""
    return LenderFacts(
        id=lender.ref,
        name=lender.name,
        aliases=tuple(lender.aliases),
        signatures=tuple(lender.signatures),
        senders=tuple(lender.senders),
        is_kept=lender.is_kept,
        collectors=tuple(lender.collectors),
        kind=lender.kind,
    )


def payments_of(repayments: Iterable[Repayment]) -> tuple[Payment, ...]:
    """Repayments as the arithmetic sees them."""
    return tuple(row.entry for row in repayments)


def entries_of(loan: Loan) -> tuple[Payment, ...]:
    """The entries in force of a loan that came from ``loans_of``, as the arithmetic sees them."""
    return payments_of(loan.repayments_in_force)  # type: ignore[attr-defined]  # set by the prefetch


def loan_facts(loan: Loan) -> LoanFacts:
    """A loan that came from ``loans_of``, as the reconciler sees it."""
    settlement = settlement_of(loan)
    return LoanFacts(
        id=loan.ref,
        lender_id=loan.lender.ref,
        terms=loan.agreed,
        product=loan.product,
        contract_number=loan.contract_number,
        currency=loan.currency,
        region=loan.region,
        card_tail=loan.card_tail,
        phone=loan.phone,
        repayments=entries_of(loan),
        settlement=_settlement_facts(settlement, replaced_by(loan, settlement)) if settlement else None,
        proofs=tuple(map(_proof_facts, loan.proofs_in_force)),  # type: ignore[attr-defined]  # set by the prefetch
        assignments=tuple(
            AssignmentFacts(row.assignee, tuple(row.aliases), row.notified_on, row.ref)
            for row in loan.assignments_in_force  # type: ignore[attr-defined]  # set by the prefetch
        ),
        role=LoanRole(loan.role or LoanRole.BORROWER),
        other_names=tuple(loan.other_names),
    )


def _proof_facts(proof: SettlementProof) -> ProofFacts:
    return ProofFacts(
        kind=ProofKind(proof.kind),
        issued_on=proof.issued_on,
        issuer=proof.issuer,
        number=proof.number,
        id=proof.ref,
        has_file=proof.attachment_id is not None,
        holder=proof.holder,
        contract_number=proof.contract_number,
        scope=ProofScope(proof.scope) if proof.scope else None,
        amount=proof.amount,
    )


def settlement_of(loan: Loan) -> Settlement | None:
    """The settlement in force of a loan that came from ``loans_of``."""
    return next((row for row in _settlements(loan) if row.removed_at is None), None)


def replaced_by(loan: Loan, settlement: Settlement) -> tuple[datetime, ...]:
    """The other moments that were on record for the end of a loan that came from ``loans_of``, each once."""
    earlier = {row.settled_at for row in _settlements(loan) if row.removed_at is not None}
    return tuple(sorted(earlier - {settlement.settled_at}))


def _settlements(loan: Loan) -> list[Settlement]:
    rows: list[Settlement] = loan.settlements_on_record  # type: ignore[attr-defined]  # set by the prefetch
    return rows


def _settlement_facts(settlement: Settlement, replaced: tuple[datetime, ...]) -> SettlementFacts:
    return SettlementFacts(
        settled_at=settlement.settled_at,
        basis=SettlementBasis(settlement.basis),
        note=settlement.note,
        id=settlement.ref,
        replaced=replaced,
        confirmed_by=settlement.confirmed_by,
    )


def as_incoming(message: Message) -> IncomingMessage:
    """A kept message as the reconciler sees it."""
    return IncomingMessage(
        id=message.ref,
        text=message.text,
        received_at=message.received_at,
        sender=message.sender,
        channel=Channel(message.channel),
        recipient=Recipient(message.recipient),
        sent_at=message.sent_at,
    )


def kept_around(owner: User, moments: Iterable[datetime]) -> QuerySet[Message]:
    """Messages kept from about the given moments: what a rule that counts over a day has to see."""
    moments = list(moments)
    if not moments:
        return Message.objects.none()
    first, last = min(moments) - _A_DAY, max(moments) + _A_DAY
    return Message.objects.of(owner).filter(received_at__range=(first, last))


def listed_after(messages: QuerySet[Message], at: datetime | None, pk: int) -> QuerySet[Message]:
    """The messages that come after one with this time, the last first; those without a time come last of all."""
    if at is None:
        return messages.filter(received_at=None, pk__lt=pk)
    return messages.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk) | Q(received_at=None))


def messages_about(lender: Lender) -> QuerySet[Message]:
    """Kept messages about the lender's loans, and those about no loan in which its name or a number of it stands."""
    own = Verdict.objects.filter(owner=lender.owner_id)
    of_loans = own.filter(loan__lender=lender).values("message")
    part = Ground.objects.filter(key=part_of_lender(lender.ref))
    loose = own.filter(loan=None, pk__in=part.values("verdict")).values("message")
    return Message.objects.of(lender.owner_id).filter(pk__in=of_loans.union(loose))


def row_number(text: str | None) -> int | None:
    """The number of a row out of an address or a form; None for anything else, and for what fits no column."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_FIGURES else None


def kept_by(owner: User, field: str, **which: Any) -> Counter[Any]:
    """How many kept messages have each value of a verdict's field, of those whose verdicts are ``which``.

    All are counted by an index, less the few that were taken back. To ask each verdict whether its message is kept
    would read every message of the owner.
    """
    values = Verdict.objects.filter(**which).order_by().values_list(field)
    taken_back = Message.objects.filter(owner=owner, removed_at__isnull=False).values("pk")
    every = values.filter(owner=owner).annotate(count=Count("pk"))
    rows = every.union(values.filter(message__in=taken_back).annotate(count=-Count("pk")), all=True)
    counts = Counter[Any]()
    for value, count in rows:
        counts[value] += count
    return +counts


def aged_messages(owner: User) -> QuerySet[Verdict, int]:
    """The row numbers of the kept messages that another rulebook has judged than the one in force.

    Each of the two ranges is answered by an index; "is another one" would read every verdict of the owner.
    """
    version = load_rulebook().version
    judged = Verdict.objects.filter(owner=owner, message__removed_at=None).values_list("message_id", flat=True)
    return judged.filter(rulebook_version__lt=version).union(judged.filter(rulebook_version__gt=version), all=True)
