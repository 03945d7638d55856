"""Saving and forgetting the mailbox of an owner, and who fetches from it at the moment."""

from datetime import datetime, timedelta
from typing import Any

from debts.actions.claims import unclaimed
from debts.actions.context import WriteContext
from debts.models import Mailbox
from debts.models.sealed import seal

PLACE = ("host", "port", "user", "folder")
# Between two signs of life lie twenty mails, each of which a slow server may take twenty seconds for.
GIVEN_UP = timedelta(minutes=10)


def set_mailbox(ctx: WriteContext, *, password: str = "", **fields: Any) -> Mailbox:
    """Save where mails are fetched from; without a password the one before stays. Another place is read from anew.

    Whoever fetches at the moment, by the settings before, gives way.
    """
    mailbox = Mailbox.objects.filter(owner=ctx.owner).first() or Mailbox(owner=ctx.owner)
    if any(getattr(mailbox, name) != fields[name] for name in PLACE):
        mailbox.validity = mailbox.last_uid = 0
    for name, value in fields.items():
        setattr(mailbox, name, value)
    if password:
        mailbox.password = seal(password)
    mailbox.problem, mailbox.claimed_at = "", None
    mailbox.save()
    return mailbox


def forget_mailbox(ctx: WriteContext) -> None:
    """Forget the mailbox with its password; what was fetched stays."""
    Mailbox.objects.filter(owner=ctx.owner).delete()


def claim_mailbox(mailbox: Mailbox, now: datetime) -> bool:
    """Say that somebody fetches from a mailbox from now on; False where another does and gave a sign of life lately.

    Then the mailbox is as the one before has left it.
    """
    if not Mailbox.objects.filter(unclaimed(now, GIVEN_UP), pk=mailbox.pk).update(claimed_at=now):
        return False
    mailbox.refresh_from_db()
    return True


def note_fetching(mailbox: Mailbox, claimed_at: datetime | None, **progress: Any) -> bool:
    """Write how far the fetching is, with the next sign of life or None at its end; False where it is another's now."""
    if not Mailbox.objects.filter(pk=mailbox.pk, claimed_at=mailbox.claimed_at).update(
        claimed_at=claimed_at, **progress
    ):
        return False
    for name, value in {**progress, "claimed_at": claimed_at}.items():
        setattr(mailbox, name, value)
    return True
