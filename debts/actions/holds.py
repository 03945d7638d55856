"""Legal hold: what is evidence in a dispute that goes on cannot be taken back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from debts.models import (
    Attachment,
    Dispute,
    DisputeItem,
    DisputeStep,
    ImportBatch,
    Lender,
    Loan,
    Message,
    MessageFile,
    SettlementProof,
)
from debts.models.base import Fact

_PIECE = 500
# What a fact is part of, by which field.
_USES: Mapping[type[Fact], tuple[tuple[type[Fact], str], ...]] = {
    Message: ((DisputeItem, "message"),),
    MessageFile: ((DisputeItem, "message__files"),),
    ImportBatch: ((DisputeItem, "message__batch"),),
    SettlementProof: ((DisputeItem, "proof"),),
    Attachment: (
        (DisputeItem, "attachment"),
        (DisputeItem, "proof__attachment"),
        (DisputeItem, "message__files__attachment"),
        (DisputeStep, "attachment"),
    ),
}
_IN_FORCE = {"removed_at": None, "dispute__removed_at": None, "dispute__closed_at": None}
# What hangs on a fact, by the name of the relation.
_HANGING: Mapping[type[Fact], tuple[str, ...]] = {
    Lender: ("loans", "disputes"),
    Loan: ("repayments", "settlements", "proofs", "disputes"),
    Dispute: ("items", "steps"),
    DisputeStep: ("replies",),
}


class StillNeeded(Exception):
    """A fact cannot be taken back while others rest on it."""


class HeldByDispute(StillNeeded):
    """It is an exhibit or a paper of a dispute that goes on; ``disputes`` are the titles."""

    def __init__(self, disputes: Iterable[str]) -> None:
        self.disputes = list(dict.fromkeys(disputes))
        super().__init__(", ".join(self.disputes))


def refuse_needed(record: Fact) -> None:
    """Raise StillNeeded where other facts hang on the record, HeldByDispute where it is held as evidence."""
    for name in _HANGING.get(type(record), ()):
        if getattr(record, name).filter(removed_at=None).exists():
            raise StillNeeded(name)
    refuse_held([record])


def refuse_held(records: Iterable[Fact]) -> None:
    """Raise HeldByDispute where one of the records is evidence in an open dispute: for whoever takes back many."""
    by_kind: dict[type[Fact], list[int]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record.pk)
    titles = [title for kind, pks in by_kind.items() for title in _disputes_with(kind, pks)]
    if titles:
        raise HeldByDispute(titles)


def held_messages(batch: ImportBatch) -> QuerySet[Any]:
    """The messages of an import that are evidence in a dispute that goes on, as exhibits."""
    return DisputeItem.objects.filter(message__batch=batch, **_IN_FORCE)


def _disputes_with(kind: type[Fact], pks: list[int]) -> list[str]:
    titles: list[str] = []
    for model, field in _USES.get(kind, ()):
        for start in range(0, len(pks), _PIECE):
            found: dict[str, Any] = {f"{field}__in": pks[start : start + _PIECE], **_IN_FORCE}
            rows = model._default_manager.filter(**found)
            titles += rows.order_by("dispute").values_list("dispute__title", flat=True)
    return titles
