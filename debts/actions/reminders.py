"""Reminders by mail: who wants them, and which payments somebody was reminded of."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner, refuse_strangers
from debts.actions.profile import set_profile
from debts.models import Loan, SentReminder

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
    given_up = SentReminder.objects.filter(owner=ctx.owner, sent_at=None, claimed_at__lte=ctx.now - GIVEN_UP)
    given_up.delete()
    known = set(SentReminder.objects.filter(owner=ctx.owner).values_list("loan", "due_on"))
    new = {
        (loan.pk, day): SentReminder(owner=ctx.owner, loan=loan, due_on=day, claimed_at=ctx.now) for loan, day in dues
    }
    return SentReminder.objects.bulk_create([row for key, row in new.items() if key not in known])


def note_sent(ctx: WriteContext, claims: Collection[SentReminder]) -> None:
    """Note that the mail with these payments has gone."""
    _of(ctx, claims).update(sent_at=ctx.now)


def release_reminders(ctx: WriteContext, claims: Collection[SentReminder]) -> None:
    """Let go of claims whose mail could not be sent, so that the next run tries again."""
    _of(ctx, claims).delete()


def _of(ctx: WriteContext, claims: Collection[SentReminder]) -> QuerySet[SentReminder]:
    return SentReminder.objects.filter(owner=ctx.owner, pk__in=[claim.pk for claim in claims])
