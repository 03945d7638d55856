"""What is to be paid, and until when answers are due, as a calendar (RFC 5545) that other programs subscribe to.

A calendar is shown on lock screens and shared in families, so by itself it names no lender and no sum in its titles.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

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
    calendar = Calendar()
    calendar.add("prodid", "-//Jieqing//Payments//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("日程提醒"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in _events(owner, loans, is_named=is_named):
        calendar.add_component(event)
    for dispute, matters in open_matters(owner, loans.today):
        for event in events_of(dispute, matters, loans.at):
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(owner: User, loans: OpenLoans, *, is_named: bool) -> Iterator[Event]:
    seen: Counter[str] = Counter()
    for due in loans.due(WEEKS_AHEAD):
        loan = loans.loan_of(due)
        key = _key(loans, due)
        seen[key] += 1
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'jieqing:{owner.pk}:{key}:{seen[key]}')}@jieqing")
        event.add("dtstamp", loans.at)
        event.add("dtstart", due.due_on)
        event.add("dtend", due.due_on + timedelta(days=1))
        event.add("summary", _title(loan, due) if is_named else _("付款提醒"))
        event.add("description", _description(due))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        yield event


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
