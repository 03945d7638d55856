"""Opening a dispute, numbering its exhibits, recording each step, and closing it.

No verdict rests on a dispute, so none is judged anew here.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from debts.actions.context import WriteContext
from debts.actions.corrections import TakenBack, correct, take_back
from debts.actions.evidence import lock_fact, lock_owner, log_write, refuse_strangers
from debts.actions.settlements import keep_file
from debts.disputes.types import StepKind
from debts.models import Attachment, Dispute, DisputeItem, DisputeStep, Lender, Message, SettlementProof
from debts.models.base import Fact
from debts.models.disputes import Outcome

F = TypeVar("F", bound=Fact)
Thing = Message | SettlementProof | Attachment
_FIELDS: dict[type[Fact], str] = {Message: "message", SettlementProof: "proof", Attachment: "attachment"}


class DisputeClosed(Exception):
    """The dispute was closed meanwhile: it has to be reopened before anything in it changes."""


@transaction.atomic
def open_dispute(ctx: WriteContext, lender: Lender, *, things: Sequence[Thing] = (), **fields: Any) -> Dispute:
    """Open a dispute with a lender, with exhibits in the order given."""
    dispute = _record(ctx, Dispute, lender=lender, opened_at=ctx.now, **fields)
    add_items(ctx, dispute, things)
    return dispute


@transaction.atomic
def add_items(ctx: WriteContext, dispute: Dispute, things: Iterable[Thing], note: str = "") -> list[DisputeItem]:
    """Add exhibits with the next numbers; what is an exhibit already stays as it is.

    A number is never given twice, even where its exhibit was removed: a letter may have named it.
    """
    things = list(things)
    refuse_strangers(ctx, [dispute, *things])
    _refuse_closed(ctx, dispute)
    for thing in things:
        _refuse_gone(thing)
    last = DisputeItem.objects.filter(dispute=dispute).aggregate(last=Max("number"))["last"] or 0
    new = _without_known(dispute, things)
    items = [
        DisputeItem(
            owner=ctx.owner,
            recorded_at=ctx.now,
            dispute=dispute,
            number=number,
            note=note,
            **{_FIELDS[type(thing)]: thing},
        )
        for number, thing in enumerate(new, last + 1)
    ]
    DisputeItem.objects.bulk_create(items, batch_size=500)
    log_write(ctx, "recorded", items)
    return items


@transaction.atomic
def remove_item(ctx: WriteContext, item: DisputeItem) -> None:
    """Take an exhibit out of its dispute; the message, proof or file stays in the ledger."""
    _refuse_closed(ctx, item.dispute)
    take_back(ctx, item)


@transaction.atomic
def record_step(ctx: WriteContext, dispute: Dispute, **fields: Any) -> DisputeStep:
    """Record what was handed in, answered, said or noted. Raises ValueError for an answer to another dispute's step."""
    _refuse_closed(ctx, dispute)
    answers = fields.get("answers")
    if answers is not None and answers.dispute_id != dispute.pk:
        raise ValueError("An answer belongs to the dispute of what it answers.")
    return _record(ctx, DisputeStep, dispute=dispute, **fields)


@transaction.atomic
def record_letter(
    ctx: WriteContext, dispute: Dispute, *, sheet: bytes, name: str, channel: str = "", **fields: Any
) -> DisputeStep:
    """Record a letter that was sent: its words, its kind and day as ``fields``, and the ``sheet`` as it left the house.

    One that no channel of the rulebook takes starts no period, and is only noted.
    """
    _refuse_closed(ctx, dispute)
    kind = StepKind.SENT if channel else StepKind.NOTE
    paper = keep_file(ctx, io.BytesIO(sheet), name)
    return record_step(ctx, dispute, kind=kind.value, channel=channel, attachment=paper, **fields)


@transaction.atomic
def remove_step(ctx: WriteContext, step: DisputeStep) -> None:
    """Take back a step that was recorded by mistake. Raises StillNeeded for one that was answered."""
    _refuse_closed(ctx, step.dispute)
    take_back(ctx, step)


@transaction.atomic
def close_dispute(ctx: WriteContext, dispute: Dispute, outcome: Outcome, note: str = "") -> Dispute:
    """Close the dispute; its exhibits are no longer held."""
    _refuse_closed(ctx, dispute)
    return correct(ctx, dispute, closed_at=ctx.now, outcome=outcome.value, outcome_note=note)


@transaction.atomic
def reopen_dispute(ctx: WriteContext, dispute: Dispute) -> Dispute:
    """Let the dispute go on. An exhibit that was taken back meanwhile stays listed and says so."""
    return correct(ctx, dispute, closed_at=None, outcome="", outcome_note="")


def _record(ctx: WriteContext, model: type[F], **fields: Any) -> F:
    refuse_strangers(ctx, fields.values())
    lock_owner(ctx)
    record = model.objects.create(owner=ctx.owner, recorded_at=ctx.now, **fields)
    log_write(ctx, "recorded", [record])
    return record


def _refuse_closed(ctx: WriteContext, dispute: Dispute) -> None:
    lock_fact(ctx, dispute)
    if not dispute.is_open:
        raise DisputeClosed(dispute.ref)


def _refuse_gone(thing: Thing) -> None:
    if thing.removed_at is not None:
        raise TakenBack(thing.ref)


def _without_known(dispute: Dispute, things: Iterable[Thing]) -> list[Thing]:
    kept = DisputeItem.objects.filter(dispute=dispute, removed_at=None)
    known = {
        (name, pk) for name in _FIELDS.values() for pk in kept.exclude(**{name: None}).values_list(name, flat=True)
    }
    fresh = {(_FIELDS[type(thing)], thing.pk): thing for thing in things}
    return [thing for key, thing in fresh.items() if key not in known]
