"""What all calendars share: their head, and an event of a whole day that blocks no time and is private."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event


def new_calendar(part: str, name: str, events: Iterable[Event]) -> Calendar:
    """A calendar of ours; ``part`` tells programs one kind from another, ``name`` tells people."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Jieqing//{part}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return calendar


def day_event(key: str, day: date, now: datetime, *, summary: str, description: str) -> Event:
    """An event of that day as told at ``now``; the same ``key`` is the same event at the next look."""
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, key)}@jieqing")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
