"""The deadlines of a dispute as a calendar file (RFC 5545).

A calendar is shown on lock screens and shared in families, so its titles name neither the lender nor the matter.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Event

from debts.disputes.course import Matter
from debts.disputes.deadlines import Deadline
from debts.dossier.calendar_parts import day_event, new_calendar
from debts.models import Dispute

# Nine in the morning of the last day: late enough to be awake, early enough to call.
REMIND_AFTER = timedelta(hours=9)


def deadline_calendar(dispute: Dispute, matters: Iterable[Matter], now: datetime) -> bytes:
    """The periods that the law sets and that still run, each an all-day event with a reminder; yardsticks are none."""
    calendar = new_calendar("Deadlines", _("答复期限"), events_of(dispute, matters, now))
    content: bytes = calendar.to_ical()
    return content


def events_of(dispute: Dispute, matters: Iterable[Matter], now: datetime) -> Iterator[Event]:
    """The events alone, for the calendar of everything; they bear the same ids there."""
    for matter in matters:
        for deadline in matter.deadlines:
            if deadline.limit.is_statutory and not deadline.is_past(now.date()):
                yield _event(f"jieqing:{dispute.ref}:{matter.sent.id}:{deadline.limit.id}", deadline, now)


def _event(key: str, deadline: Deadline, now: datetime) -> Event:
    event = day_event(key, deadline.due.day, now, summary=_("答复期限"), description=_description(deadline))
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
