"""What is to be paid, and until when answers are due, as a calendar (RFC 5545) that other programs subscribe to.

A calendar is shown on lock screens and shared in families, so by itself it names no lender and no sum in its titles.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from django.utils.translation import gettext as _
from icalendar import Event

from debts.dossier.calendar_parts import day_event, new_calendar
from debts.dossier.casework import open_matters
from debts.dossier.deadline_calendar import events_of
from debts.dossier.dues import OpenLoans
from debts.dossier.facts import loan_label
from debts.finance import Due
from debts.models import Loan, User
from debts.wording import say_amount

WEEKS_AHEAD = 26
# How often programs should look again; what was paid meanwhile disappears.
REFRESH = timedelta(hours=12)


def calendar_of(owner: User, loans: OpenLoans, *, is_named: bool) -> bytes:
    """The payments of half a year and the deadlines of disputes that go on, as all-day events.

    ``is_named`` puts lender and sum into the titles of payments; those of deadlines never say what they are about.
    """
    matters = open_matters(owner, loans.today)
    deadlines = chain.from_iterable(events_of(dispute, several, loans.at) for dispute, several in matters)
    events = chain(_events(owner, loans, is_named=is_named), deadlines)
    calendar = new_calendar("Payments", _("日程提醒"), events)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    content: bytes = calendar.to_ical()
    return content


def _events(owner: User, loans: OpenLoans, *, is_named: bool) -> Iterator[Event]:
    seen: Counter[str] = Counter()
    for due in loans.due(WEEKS_AHEAD):
        key = _key(loans, due)
        seen[key] += 1
        summary = _title(loans.loan_of(due), due) if is_named else _("付款提醒")
        name = f"jieqing:{owner.pk}:{key}:{seen[key]}"
        yield day_event(name, due.due_on, loans.at, summary=summary, description=_description(due))


def _key(loans: OpenLoans, due: Due) -> str:
    """What stays the same about a payment from one look to the next. A penalty left alone has no day of its own."""
    is_penalty = due.is_overdue and due.due_on >= loans.today
    return f"{due.loan_id}:penalty" if is_penalty else f"{due.loan_id}:{due.due_on.isoformat()}"


def _title(loan: Loan, due: Due) -> str:
    words = {"sum": say_amount(due.amount, due.currency), "loan": loan_label(loan)}
    return _("还款 %(sum)s：%(loan)s") % words


def _description(due: Due) -> str:
    lines = [_("金额 %(sum)s，按记下的约定推算，以账单为准。") % {"sum": say_amount(due.amount, due.currency)}]
    if due.minimum is not None:
        lines.append(_("最低 %(sum)s。") % {"sum": say_amount(due.minimum, due.currency)})
    if due.third_party:
        lines.append(_("另付第三方 %(sum)s。") % {"sum": say_amount(due.third_party, due.currency)})
    return "\n".join(lines)
