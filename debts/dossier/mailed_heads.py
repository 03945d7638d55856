"""Tree heads by mail to oneself: kept in a mailbox, they show later what the log was like."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from debts.dossier.own_mails import mail_to
from debts.dossier.time_stamps import head_in, token_in
from debts.dossier.tree_heads import head_of, write_head
from debts.models import StampedHead, User
from debts.queries import language_of


def can_mail_head(owner: User) -> bool:
    """Whether there is a mail server, and an address of the owner."""
    return bool(settings.CAN_SEND_MAIL and owner.email)


def mail_head(owner: User, now: datetime, stamped: StampedHead | None = None) -> None:
    """Send the owner the head of the log, or the ``stamped`` one with its token. Raises what the mail server raised."""
    head = head_in(stamped) if stamped else head_of(owner, now)
    with translation.override(language_of(owner)):
        letter = mail_to(
            owner,
            _("一份核对文件，请留着"),
            _("附件是一个很小的核对文件，不含任何内容，只用来看出以后有没有改动。请把这封邮件留着，不用打开附件。"),
        )
    name = f"jieqing-tree-head-{head.size}"
    letter.attach(f"{name}.json", write_head(head), "application/json")
    if stamped:
        letter.attach(f"{name}.tsr", token_in(stamped), "application/timestamp-reply")
    letter.send()
