"""The disputes of a portable archive as rows to write."""

from collections.abc import Iterator, Mapping
from typing import Any

from debts.actions.archive_beside import FileOf
from debts.models import Dispute, DisputeStep, Lender, Loan, Message, SettlementProof


def dispute_rows(
    disputes: tuple[Any, ...], lenders: Mapping[str, Lender], loans: Mapping[str, Loan]
) -> Iterator[dict[str, Any]]:
    """The disputes themselves."""
    names = ("title", "story", "lender_address", "opened_at", "closed_at", "outcome_note")
    for one in disputes:
        yield {
            "ref": one.id,
            "lender": lenders[one.lender],
            "loan": loans[one.loan] if one.loan else None,
            "requests": list(one.requests),
            "own_requests": list(one.own_requests),
            "outcome": one.outcome or "",
            **{name: getattr(one, name) for name in names},
        }


def item_rows(
    disputes: tuple[Any, ...],
    known: Mapping[str, Dispute],
    messages: Mapping[str, Message],
    proofs: Mapping[str, SettlementProof],
    file_of: FileOf,
) -> Iterator[dict[str, Any]]:
    """Their exhibits; a file that is not in the archive and not kept here is left out, as the archive has warned."""
    for one in disputes:
        for item in one.items:
            file = file_of(item.sha256, item.file)
            if item.sha256 and file is None:
                continue
            yield {
                "ref": item.id,
                "dispute": known[one.id],
                "number": item.number,
                "note": item.note,
                "message": messages[item.message] if item.message else None,
                "proof": proofs[item.proof] if item.proof else None,
                "attachment": file,
            }


def step_rows(
    disputes: tuple[Any, ...],
    known: Mapping[str, Dispute],
    file_of: FileOf,
    sent: Mapping[str, DisputeStep] | None = None,
) -> Iterator[dict[str, Any]]:
    """The steps that answer nothing; with those that were ``sent`` the answers to them."""
    names = ("day", "time", "channel", "reference", "text", "letter")
    for one in disputes:
        for step in one.steps:
            if (step.answers is None) != (sent is None):
                continue
            yield {
                "ref": step.id,
                "dispute": known[one.id],
                "kind": step.kind.value,
                "response": step.response.value if step.response else "",
                "answers": sent[step.answers] if sent else None,
                "attachment": file_of(step.sha256, step.file),
                **{name: getattr(step, name) for name in names},
            }
