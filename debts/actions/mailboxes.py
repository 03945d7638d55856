"""Saving and forgetting the mailbox of an owner."""

from typing import Any

from debts.actions.context import WriteContext
from debts.models import Mailbox
from debts.models.sealed import seal

PLACE = ("host", "port", "user", "folder")


def set_mailbox(ctx: WriteContext, *, password: str = "", **fields: Any) -> Mailbox:
    """Save where mails are fetched from; without a password the one before stays. Another place is read from anew."""
    mailbox = Mailbox.objects.filter(owner=ctx.owner).first() or Mailbox(owner=ctx.owner)
    if any(getattr(mailbox, name) != fields[name] for name in PLACE):
        mailbox.validity = mailbox.last_uid = 0
    for name, value in fields.items():
        setattr(mailbox, name, value)
    if password:
        mailbox.password = seal(password)
    mailbox.problem = ""
    mailbox.save()
    return mailbox


def forget_mailbox(ctx: WriteContext) -> None:
    """Forget the mailbox with its password; what was fetched stays."""
    Mailbox.objects.filter(owner=ctx.owner).delete()
