"""Reminders by mail: who wants them, and which payments and deadlines somebody was reminded of."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from debts.actions.claims import unclaimed
from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner, refuse_strangers
from debts.actions.profile import set_profile
from debts.models import DeadlineStage, DisputeStep, Loan, SentDeadline, SentReminder

# Sending takes seconds. Whoever claimed longer ago and has not sent was stopped in between.
GIVEN_UP = timedelta(hours=1)


@transaction.atomic
def set_reminders(ctx: WriteContext, *, email: str, days: int | None, language: str) -> None:
    """Set where reminders go, how many days before, and in which language; None days sends none."""
    lock_owner(ctx)
    ctx.owner.email = email
    ctx.owner.save(update_fields=["email"])
    set_profile(ctx, remind_days=days, language=language)


@transaction.atomic
def claim_reminders(ctx: WriteContext, dues: Iterable[tuple[Loan, date]]) -> list[SentReminder]:
    """Claim the payments of which nobody was reminded yet; of two processes at once only one gets each.

    A claim that was given up is taken over: rather twice in a rare case than never.
    """
    dues = list(dues)
    refuse_strangers(ctx, [loan for loan, _day in dues])
    lock_owner(ctx)
    SentReminder.objects.filter(unclaimed(ctx.now, GIVEN_UP), owner=ctx.owner, sent_at=None).delete()
    known = set(SentReminder.objects.filter(owner=ctx.owner).values_list("loan", "due_on"))
    new = {
        (loan.pk, day): SentReminder(owner=ctx.owner, loan=loan, due_on=day, claimed_at=ctx.now) for loan, day in dues
    }
    return SentReminder.objects.bulk_create([row for key, row in new.items() if key not in known])


@transaction.atomic
def claim_deadlines(
    ctx: WriteContext, deadlines: Iterable[tuple[DisputeStep, str, date, DeadlineStage]]
) -> list[SentDeadline]:
    """The same for the ends of periods: the step that awaits an answer, the id of the period, its day and the stage."""
    deadlines = list(deadlines)
    refuse_strangers(ctx, [step for step, *_rest in deadlines])
    lock_owner(ctx)
    SentDeadline.objects.filter(unclaimed(ctx.now, GIVEN_UP), owner=ctx.owner, sent_at=None).delete()
    known = set(SentDeadline.objects.filter(owner=ctx.owner).values_list("step", "limit", "due_on", "stage"))
    new = [
        SentDeadline(owner=ctx.owner, step=step, limit=limit, due_on=day, stage=stage, claimed_at=ctx.now)
        for step, limit, day, stage in deadlines
        if (step.pk, limit, day, stage.value) not in known
    ]
    return SentDeadline.objects.bulk_create(new)


Claims = Collection[SentReminder] | Collection[SentDeadline]


def note_sent(ctx: WriteContext, claims: Claims) -> None:
    """Note that the mail that tells of these has gone."""
    for rows in _of(ctx, claims):
        rows.update(sent_at=ctx.now)


def release_reminders(ctx: WriteContext, claims: Claims) -> None:
    """Let go of claims whose mail could not be sent, so that the next run tries again."""
    for rows in _of(ctx, claims):
        rows.delete()


def _of(ctx: WriteContext, claims: Claims) -> Iterator[QuerySet[Any]]:
    for model in {type(claim) for claim in claims}:
        yield model._default_manager.filter(owner=ctx.owner, pk__in=[one.pk for one in claims])
