"""Telling the owner of flagged messages: whether, how, and which of them are still to be told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from debts.actions.claims import unclaimed
from debts.actions.context import WriteContext
from debts.models import Alert, AlertSettings, Message, User, Verdict

MOST_IN_AN_HOUR = 12  # letters, not messages: a letter tells of all that wait
MOST_FAILURES = 5
_AN_HOUR = timedelta(hours=1)
_CLAIM_ENDS = timedelta(minutes=5)  # whoever has claimed and not come back by then has been stopped


def set_alerts(ctx: WriteContext, **fields: Any) -> AlertSettings:
    """Save whether and how the owner wants to be told."""
    settings, _ = AlertSettings.objects.update_or_create(owner=ctx.owner, defaults=fields)
    return settings


def raise_alerts(ctx: WriteContext, new: Sequence[Message]) -> None:
    """Note the flagged ones of messages just kept, where the owner wants to be told of them."""
    settings = AlertSettings.objects.filter(owner=ctx.owner).first()
    if not new or settings is None or not settings.is_on:
        return
    flagged = Verdict.objects.filter(message__in=new, is_flagged=True).values_list("message", flat=True)
    Alert.objects.bulk_create(
        [Alert(owner=ctx.owner, message_id=pk, created_at=ctx.now) for pk in flagged], ignore_conflicts=True
    )


@transaction.atomic
def claim_alerts(owner: User, now: datetime) -> list[Alert]:
    """The alerts to be sent now, which nobody else will send: the owner's row is locked, and a claim is noted.

    None where a dozen letters went out within the hour; they wait for the next message or the next run of the command.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    sent = Alert.objects.filter(owner=owner, sent_at__gt=now - _AN_HOUR, sent_at__lte=now)
    if sent.values("sent_at").distinct().count() >= MOST_IN_AN_HOUR:
        return []
    free = unclaimed(now, _CLAIM_ENDS)
    waiting = Alert.objects.filter(free, owner=owner, sent_at=None, failures__lt=MOST_FAILURES)
    found = list(waiting.select_related("message__verdict"))
    Alert.objects.filter(pk__in=[alert.pk for alert in found]).update(claimed_at=now)
    return [alert for alert in found if alert.message.removed_at is None]


def close_alerts(alerts: Sequence[Alert], now: datetime, *, sent: bool) -> None:
    """Note that alerts were sent, or that they could not be and are to be tried again."""
    rows = Alert.objects.filter(pk__in=[alert.pk for alert in alerts])
    if sent:
        rows.update(sent_at=now, claimed_at=None)
    else:
        rows.update(failures=F("failures") + 1, failed_at=now, claimed_at=None)
