"""Reminders by mail: what is soon to be paid, in the owner's language and on the owner's clock.

A mail may be read by others, or go to a mistyped address. So it names no lender and does not say what the sums are for.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.actions import Route, WriteContext, claim_reminders
from debts.dossier.dues import OpenLoans, open_loans
from debts.dossier.own_mails import reminder_to, say_days_until, send_claimed
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
    send_claimed(ctx, claims, reminder_to(owner, lambda: _words(told, loans.today)))
    return len(told)


def _words(dues: Sequence[Due], today: date) -> Iterator[str]:
    many = ngettext("接下来有 %(count)s 笔要付：", "接下来有 %(count)s 笔要付：", len(dues))
    yield many % {"count": len(dues)}
    yield ""
    yield from (_line(due, today) for due in dues)
    yield ""
    yield _(
        "是哪一笔，请登录账本看“接下来要还的”。数目按记下的约定推算，以对方的账单为准；已经付了的，请在账本里补记。"
    )


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
