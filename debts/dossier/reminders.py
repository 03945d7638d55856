"""Reminders by mail: what is soon to be paid, in the owner's language and on the owner's clock.

A mail may be read by others, or go to a mistyped address. So it names no lender and does not say what the sums are for.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from debts.actions import Route, WriteContext, claim_reminders, note_sent, release_reminders
from debts.dossier.dues import OpenLoans, open_loans
from debts.finance import Due
from debts.models import SentReminder, User
from debts.queries import profile_of, zone_of
from debts.wording import say_amount


def owners_to_remind() -> Iterable[User]:
    """Everybody who asked for reminders and can be reached."""
    wanted = User.objects.filter(is_active=True, profile__remind_days__isnull=False).exclude(email="")
    return wanted.select_related("profile").order_by("pk")


def soon_due(owner: User, now: datetime) -> tuple[OpenLoans, tuple[Due, ...]]:
    """What the owner wants to be reminded of at ``now``: what falls due today or within the days that were set."""
    loans = open_loans(owner, now, zone_of(owner))
    return loans, loans.due_in_days(profile_of(owner).remind_days or 0)


def new_dues(owner: User, now: datetime) -> int:
    """How many payments the next mail would tell of."""
    loans, dues = soon_due(owner, now)
    told = set(SentReminder.objects.filter(owner=owner).values_list("loan", "due_on"))
    return len({(loans.loan_of(due).pk, due.due_on) for due in dues} - told)


def remind(owner: User, now: datetime) -> int:
    """Send the owner one mail about all that nobody told yet; answer how many payments it tells of.

    The payments are claimed before and let go of where the mail cannot be sent. Raises what the mail server raised.
    """
    ctx = WriteContext(owner, Route.COMMAND, now)
    loans, dues = soon_due(owner, now)
    claims = claim_reminders(ctx, [(loans.loan_of(due), due.due_on) for due in dues])
    if not claims:
        return 0
    claimed = {(claim.loan_id, claim.due_on) for claim in claims}
    told = [due for due in dues if (loans.loan_of(due).pk, due.due_on) in claimed]
    try:
        mail_of(owner, told, loans.today).send()
    except OSError:  # every failure of a mail server is one of these
        release_reminders(ctx, claims)
        raise
    note_sent(ctx, claims)
    return len(told)


def mail_of(owner: User, dues: Sequence[Due], today: date) -> EmailMessage:
    """The mail about payments, in the owner's language."""
    with translation.override(profile_of(owner).language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("日程提醒"),
            body="\n".join((*_opening(dues), *(_line(due, today) for due in dues), *_ending())),
            to=[owner.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _opening(dues: Sequence[Due]) -> tuple[str, ...]:
    many = ngettext("接下来有 %(count)s 笔要付：", "接下来有 %(count)s 笔要付：", len(dues))
    return (_("您好："), "", many % {"count": len(dues)}, "")


def _line(due: Due, today: date) -> str:
    words = {
        "day": date_format(due.due_on, "DATE_FORMAT"),
        "when": say_days_until((due.due_on - today).days),
        "sum": say_amount(due.amount + due.third_party, due.currency),
    }
    if due.minimum is None:
        return _("%(day)s（%(when)s）  %(sum)s") % words
    least = say_amount(due.minimum, due.currency)
    return _("%(day)s（%(when)s）  %(sum)s，最低 %(least)s") % {**words, "least": least}


def say_days_until(days: int) -> str:
    """How far away a day is: today, tomorrow, in so many days."""
    if days < 2:  # noqa: PLR2004  today and tomorrow have names
        return pgettext("in a mail", "明天") if days else pgettext("in a mail", "今天")
    return _("%(days)s 天后") % {"days": days}


def _ending() -> tuple[str, ...]:
    return (
        "",
        _("是哪一笔，请登录账本看“接下来要还的”。数目按记下的约定推算，以对方的账单为准；已经付了的，请在账本里补记。"),
        "",
        _("这封邮件是您在账本的设置里打开的，不想再收，请在那里关掉。"),
    )
