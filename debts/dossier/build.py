"""From the ledger to a dispute summary: the facts of one loan or one lender, worded, numbered and in order.

Nothing is judged here. Verdicts and findings are those that are stored; the legal basis is what the rulebook had in
force on the days of the messages. The words are those of the language of documents that fits the active one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.dossier.explanation import Depth, explain
from debts.dossier.explanation_text import compact
from debts.dossier.known import Known, known_from
from debts.dossier.labels import requests_to_lender
from debts.dossier.legal import finding_sentences, in_language_of_documents, language_now, legal_basis
from debts.dossier.summary import (
    EvidenceHead,
    ExhibitPart,
    LenderPart,
    LoanPart,
    MessagePart,
    OwnerPart,
    ProofPart,
    SettlementPart,
    SummaryDocument,
)
from debts.finance.moments import is_day_only
from debts.models import EvidenceEntry, Lender, Loan, Message, Settlement, SettlementProof, User, Verdict
from debts.queries import as_incoming, loan_facts, loans_of, profile_of, settlement_of
from debts.reconciler.proofs import contradicts
from debts.reconciler.standing import MAINLAND, Standing, region_of
from debts.reconciler.types import Judgement
from debts.rulebook import DirectoryLender, load_rulebook
from debts.rulebook.directory import search_key
from debts.wording import KINDS, PROOF_LEVELS, VERDICTS, say_amount
from debts.wording.stored import words_of

EXPORT = "dossierexport"


@in_language_of_documents()
def build_summary(
    owner: User,
    *,
    loan: Loan | None = None,
    lender: Lender | None = None,
    messages: Sequence[Message] | None = None,
    now: datetime,
) -> SummaryDocument:
    """Put together the summary of one ``loan``, or of all loans with one ``lender``; exactly one of them is given.

    ``messages`` stand in the place of those that are flagged; they need their verdicts.
    ``now`` becomes ``made_at``, and nothing here asks a clock: the same facts and the same ``now`` give the same
    document. Pass ``time_of_facts(owner)`` where two makings from the same facts have to agree to the byte.
    """
    if (loan is None) == (lender is None):
        raise ValueError("A summary is about one loan or one lender.")
    profile, book, language = profile_of(owner), load_rulebook(), language_now()
    every = list(loans_of(owner))
    loans = _chosen(every, loan, lender)
    addressee = lender or loans[0].lender
    entry = directory_entry(addressee)
    owners = tuple(profile.names)
    standings = [Standing(loan_facts(row), now, ZoneInfo(profile.time_zone), owners=owners) for row in loans]
    messages = flagged_messages(owner, loan=loan, lender=lender) if messages is None else messages
    cases = [(message, message.verdict.readable) for message in messages]
    readable = [(message, judgement) for message, judgement in cases if judgement]
    known = known_from(every, ZoneInfo(profile.time_zone), owners=owners)
    return SummaryDocument(
        language=language,
        made_at=now,
        time_zone=profile.time_zone,
        owner=OwnerPart(tuple(profile.names), tuple(profile.phones)),
        lender=_lender_part(addressee, entry),
        note=book.standing_note.in_language(language),
        app_version=settings.VERSION,
        rulebook_version=book.version,
        loans=tuple(_loan_part(row, standing) for row, standing in zip(loans, standings, strict=True)),
        messages=tuple(_message_part(number, *case, known) for number, case in enumerate(cases, start=1)),
        legal_basis=legal_basis(readable, standings, entry.kind if entry else None),
        requests=_requests(standings),
        exhibits=_exhibits(list(zip(loans, standings, strict=True)), messages),
        evidence_head=_evidence_head(owner),
    )


def _requests(standings: Sequence[Standing]) -> tuple[str, ...]:
    """What is asked where a loan has ended; the mainland's law is cited for its own loans only."""
    if not any(standing.settled_at for standing in standings):
        return ()
    return requests_to_lender(mainland=any(region_of(standing.loan) == MAINLAND for standing in standings))


def time_of_facts(owner: User) -> datetime | None:
    """When a fact of the owner was last written; None while nothing was.

    A summary dated by it changes when a fact does and not with the clock, so making its PDF twice from the same facts
    gives the same bytes.
    """
    last = last_entry(owner)
    return last.at if last else None


def last_entry(owner: User) -> EvidenceEntry | None:
    """The last entry of the log that is about a fact: that something was exported changes no dossier."""
    entries = EvidenceEntry.objects.filter(owner=owner).exclude(record_type=EXPORT)
    return entries.order_by("-sequence").first()


def flagged_messages(owner: User, *, loan: Loan | None = None, lender: Lender | None = None) -> list[Message]:
    """Kept messages that contradict the ledger, with their verdicts, oldest first; without a time they come last.

    For a lender these are the messages about its loans and those that name it without being about any loan.
    """
    kept = Message.objects.of(owner).filter(verdict__is_flagged=True).select_related("verdict__loan")
    if loan:
        found = list(kept.filter(verdict__loan=loan))
    else:
        near = kept.filter(Q(verdict__loan__lender=lender) | Q(verdict__loan=None))
        found = [message for message in near if lender and (message.verdict.loan or _names(message.verdict, lender))]
    return sorted(found, key=lambda row: (row.received_at is None, row.received_at or row.recorded_at, row.pk))


def _names(verdict: Verdict, lender: Lender) -> bool:
    return lender.ref in verdict.lender_refs


def directory_entry(lender: Lender) -> DirectoryLender | None:
    """The entry of the directory that goes by the lender's own name; None where there is none or more than one."""
    key = search_key(lender.name)
    found = [entry for entry in load_rulebook().lenders if key in map(search_key, (entry.name, entry.legal_name))]
    return found[0] if len(found) == 1 else None


def _chosen(every: Sequence[Loan], loan: Loan | None, lender: Lender | None) -> list[Loan]:
    """The loans of the summary, in the order in which they were drawn."""
    rows = [row for row in every if row == loan or row.lender == lender]
    return sorted(rows, key=lambda row: (row.drawn_on or date.max, row.pk))


def _lender_part(lender: Lender, entry: DirectoryLender | None) -> LenderPart:
    others = tuple(name for name in dict.fromkeys([*lender.aliases, *lender.signatures]) if name != lender.name)
    return LenderPart(lender.name, entry.legal_name if entry else "", others)


def _loan_part(loan: Loan, standing: Standing) -> LoanPart:
    payments = standing.loan.payments
    return LoanPart(
        product=loan.product,
        currency=loan.currency,
        principal=loan.principal,
        contract_number=loan.contract_number,
        card_tail=loan.card_tail,
        drawn_on=loan.drawn_on,
        terms=_terms(loan),
        repayments_total=sum((payment.amount for payment in payments), Decimal(0)),
        repayments_count=len(payments),
        settlement=_settlement_part(loan, standing),
    )


def _terms(loan: Loan) -> str:
    parts = []
    if loan.term_months:
        words = ngettext("%(count)d 个月", "%(count)d 个月", loan.term_months)
        parts.append(words % {"count": loan.term_months})
    if loan.annual_rate is not None:
        parts.append(_("年利率 %(rate)s%%") % {"rate": f"{(loan.annual_rate * 100).normalize():f}"})
    if loan.repayment_method != "free":
        parts.append(loan.get_repayment_method_display())
    return _("，").join(parts)


def _settlement_part(loan: Loan, standing: Standing) -> SettlementPart | None:
    """How the loan ended: by its settlement, or by repayments that cover all that the terms ask."""
    if standing.settled_at is None or standing.proof_level is None:
        return None
    recorded = settlement_of(loan)
    return SettlementPart(
        settled_at=standing.settled_at,
        basis=recorded.get_basis_display() if recorded else _("按记录的还款已还清，没有单独的结清记录"),
        proof_level=str(PROOF_LEVELS[standing.proof_level]),
        note=_("；").join(_notes(recorded, standing)),
        proofs=tuple(_proof_part(proof) for proof in _proofs(loan, standing)),
    )


def _notes(recorded: Settlement | None, standing: Standing) -> Iterator[str]:
    """What the owner noted, and that the time of day is not known where it is not."""
    if recorded and recorded.note:
        yield recorded.note
    if standing.settled_at and is_day_only(standing.settled_at, standing.zone):
        yield _("当天的具体时间没有记录，按当天结束计算")


def _proofs(loan: Loan, standing: Standing) -> list[SettlementProof]:
    """The papers to show: one about somebody else or another contract would only speak against the owner."""
    facts = standing.loan
    strange = {proof.id for proof in facts.proofs if contradicts(proof, facts, standing.owners)}
    return [row for row in loan.proofs_in_force if row.ref not in strange]  # type: ignore[attr-defined]  # prefetched


def _proof_part(proof: SettlementProof) -> ProofPart:
    file = proof.attachment
    return ProofPart(
        kind=proof.get_kind_display(),
        issued_on=proof.issued_on,
        issuer=proof.issuer,
        number=proof.number,
        file_name=file.original_name if file else "",
        sha256=file.sha256 if file else "",
    )


def _message_part(number: int, message: Message, judgement: Judgement | None, known: Known) -> MessagePart:
    return MessagePart(
        number=number,
        received_at=message.received_at,
        channel=message.get_channel_display(),
        sender=message.sender,
        recipient=message.get_recipient_display(),
        text=message.text,
        claim=_claim(message, judgement),
        verdict=words_of(VERDICTS, message.verdict.code),
        sha256=message.fingerprint,
        findings=finding_sentences(judgement) if judgement else (),
        basis=_basis(message, judgement, known),
    )


def _basis(message: Message, judgement: Judgement | None, known: Known) -> tuple[str, ...]:
    if judgement is None:
        return (_("这条判定是以前的版本存下的，依据现在读不出来。"),)
    return compact(explain(as_incoming(message), judgement, known, Depth.DOCUMENT))


def _claim(message: Message, judgement: Judgement | None) -> str:
    """What the message says of the debt, in a few words."""
    parts = [words_of(KINDS, message.verdict.kind)]
    if judgement:
        parts += _claimed(message, judgement)
    return _("，").join(parts)


def _claimed(message: Message, judgement: Judgement) -> Iterator[str]:
    reading, verdict = judgement.reading, judgement.verdict
    if verdict.claimed is not None:
        currency = message.verdict.loan.currency if message.verdict.loan else "CNY"
        yield _("称应还 %(sum)s") % {"sum": say_amount(verdict.claimed, currency)}
    if reading.overdue_days:
        words = ngettext("称已逾期 %(days)d 天", "称已逾期 %(days)d 天", reading.overdue_days)
        yield words % {"days": reading.overdue_days}
    elif reading.says_overdue:
        yield _("称已逾期")


def _exhibits(loans: Sequence[tuple[Loan, Standing]], messages: Sequence[Message]) -> tuple[ExhibitPart, ...]:
    rows = [*_loan_exhibits(loans), *_message_exhibits(messages)]
    return tuple(ExhibitPart(number, **row) for number, row in enumerate(rows, start=1))


def _loan_exhibits(loans: Sequence[tuple[Loan, Standing]]) -> Iterator[dict[str, Any]]:
    for loan, standing in loans:
        for proof in _proofs(loan, standing):
            part = _proof_part(proof)
            day = part.issued_on.isoformat() if part.issued_on else ""
            detail = _("，").join(word for word in (str(loan), day, part.issuer, part.number, part.file_name) if word)
            yield {"title": part.kind, "detail": detail, "sha256": part.sha256}
        paid = len(loan_facts(loan).payments)
        if paid:
            words = ngettext("%(loan)s，%(count)d 笔", "%(loan)s，%(count)d 笔", paid)
            yield {"title": _("还款记录"), "detail": words % {"loan": str(loan), "count": paid}}


def _message_exhibits(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    if messages:
        words = ngettext("上表所列 %(count)d 条，逐条附哈希值", "上表所列 %(count)d 条，逐条附哈希值", len(messages))
        yield {"title": _("争议消息原文"), "detail": words % {"count": len(messages)}}


def _evidence_head(owner: User) -> EvidenceHead | None:
    last = last_entry(owner)
    return EvidenceHead(last.sequence, last.entry_hash) if last else None
