"""Mails of the program to the owner of a ledger, and what all reminders among them have in common.

A mail may be read by others, or go to a mistyped address. So every reminder has the same subject, which says nothing.
"""

from collections.abc import Callable, Iterable

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from debts.actions import WriteContext, note_sent, release_reminders
from debts.actions.reminders import Claims
from debts.models import User
from debts.queries import language_of


def mail_to(owner: User, subject: str, body: str) -> EmailMessage:
    """A mail that no machine answers."""
    return EmailMessage(subject, body, to=[owner.email], headers={"Auto-Submitted": "auto-generated"})


def reminder_to(owner: User, words: Callable[[], Iterable[str]]) -> EmailMessage:
    """A reminder of these lines, in the owner's language, with how to turn it off below them."""
    with translation.override(language_of(owner)):
        ending = _("这封邮件是您在账本的设置里打开的，不想再收，请在那里关掉。")
        return mail_to(owner, _("日程提醒"), "\n".join((_("您好："), "", *words(), "", ending)))


def send_claimed(ctx: WriteContext, claims: Claims, mail: EmailMessage) -> None:
    """Send the mail that tells of what was claimed; where that fails let go of it and raise what the server raised."""
    try:
        mail.send()
    except OSError:  # every failure of a mail server is one of these
        release_reminders(ctx, claims)
        raise
    note_sent(ctx, claims)


def say_days_until(days: int) -> str:
    """How far away a day is: today, tomorrow, in so many days."""
    if days < 2:  # noqa: PLR2004  today and tomorrow have names
        return pgettext("in a mail", "明天") if days else pgettext("in a mail", "今天")
    return _("%(days)s 天后") % {"days": days}
