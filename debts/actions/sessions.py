"""Who is signed in, by the sessions themselves: also those that were noted nowhere."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from debts.models import User


def open_sessions_of(owner: User, now: datetime) -> list[str]:
    """The keys of the owner's sessions that are not over."""
    running, pk = Session.objects.filter(expire_date__gt=now), str(owner.pk)
    return [one.session_key for one in running.iterator() if one.get_decoded().get(SESSION_KEY) == pk]


def end_sessions(keys: list[str]) -> None:
    """Sign out there."""
    Session.objects.filter(session_key__in=keys).delete()
