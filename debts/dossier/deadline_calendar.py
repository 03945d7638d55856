"""The deadlines of a dispute as a calendar file (RFC 5545).

A calendar is shown on lock screens and shared in families, so its titles name neither the lender nor the matter.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from debts.disputes.course import Matter
from debts.disputes.deadlines import Deadline
from debts.models import Dispute

# Nine in the morning of the last day: late enough to be awake, early enough to call.
REMIND_AFTER = timedelta(hours=9)


def deadline_calendar(dispute: Dispute, matters: Iterable[Matter], now: datetime) -> bytes:
    """The periods that the law sets and that still run, each an all-day event with a reminder; yardsticks are none."""
    calendar = Calendar()
    calendar.add("prodid", "-//Jieqing//Deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("答复期限"))
    for event in events_of(dispute, matters, now):
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def events_of(dispute: Dispute, matters: Iterable[Matter], now: datetime) -> Iterator[Event]:
    """The events alone, for the calendar of everything; they bear the same ids there."""
    for matter in matters:
        for deadline in matter.deadlines:
            if deadline.limit.is_statutory and not deadline.is_past(now.date()):
                yield _event(f"jieqing:{dispute.ref}:{matter.sent.id}:{deadline.limit.id}", deadline, now)


def _event(key: str, deadline: Deadline, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, key)}@jieqing")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.due.day)
    event.add("dtend", deadline.due.day + timedelta(days=1))
    event.add("summary", _("答复期限"))
    event.add("description", _description(deadline))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add_component(_alarm())
    return event


def _description(deadline: Deadline) -> str:
    text = _("%(what)s。到期没有收到答复的，打开结清看下一步。") % {
        "what": deadline.limit.text.in_language(get_language() or "")
    }
    return text if deadline.due.is_certain else text + _("这一年的放假安排还没有公布，到时可能有出入。")


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("答复期限"))
    alarm.add("trigger", REMIND_AFTER)
    return alarm
