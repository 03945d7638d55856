"""The answer about one message as plain values: the same for the command, the API and whoever else asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from debts.models import User
from debts.queries import as_incoming, kept_around, ledger_of
from debts.reconciler import judge_messages
from debts.reconciler.types import IncomingMessage, Judgement, Ledger, Reason
from debts.rulebook import load_rulebook
from debts.wording import say


@dataclass(frozen=True, slots=True)
class Checked:
    """A message with its judgement and the ledger that it was held against."""

    message: IncomingMessage
    judgement: Judgement
    ledger: Ledger


def check(owner: User, messages: Sequence[IncomingMessage]) -> list[Checked]:
    """Judge messages together against the owner's ledger and store nothing. One without an id is known by its place."""
    named = [replace(message, id=message.id or str(number)) for number, message in enumerate(messages, start=1)]
    ledger = ledger_of(owner)
    kept = kept_around(owner, [message.received_at for message in named if message.received_at])
    earlier = [as_incoming(message) for message in kept]
    judgements = judge_messages(ledger, named, rulebook=load_rulebook(), earlier=earlier)
    return [Checked(message, judgement, ledger) for message, judgement in zip(named, judgements, strict=True)]


def answer(checked: Checked) -> dict[str, Any]:
    """The stable form of design.md, section 6; what is added later comes after."""
    reading, verdict = checked.judgement.reading, checked.judgement.verdict
    return {
        "id": checked.message.id,
        "kind": reading.kind.value,
        "is_claim": reading.is_claim,
        "amounts": [
            {"value": _money(amount.value), "role": amount.role.value, "currency": amount.currency}
            for amount in reading.amounts
        ],
        "lender": _lender_name(checked),
        "loan": verdict.loan_id,
        "verdict": verdict.code.value,
        "proof_level": verdict.proof_level.value if verdict.proof_level else None,
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "findings": [
            {"id": finding.id, "citations": list(finding.citations)} for finding in checked.judgement.findings
        ],
        "flagged": verdict.code.is_flagged,
        "claimed": _money(verdict.claimed),
        "owed": _money(verdict.owed),
        "rulebook_version": verdict.rulebook_version,
    }


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "text": say(reason),
        "speaks_for": reason.speaks_for,
        "spans": [[span.start, span.end] for span in reason.spans],
    }


def _lender_name(checked: Checked) -> str | None:
    """The lender of the ledger that the message matched, else the one that the message names, else nobody."""
    names = {lender.id: lender.name for lender in checked.ledger.lenders}
    by_loan = {loan.id: loan.lender_id for loan in checked.ledger.loans}
    lender_id = by_loan.get(checked.judgement.verdict.loan_id or "") or next(
        iter(checked.judgement.match.lender_ids), None
    )
    mention = next(iter(checked.judgement.reading.lenders), None)
    return names.get(lender_id or "") or (mention.name if mention else None)
