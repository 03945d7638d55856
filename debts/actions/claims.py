"""Work that one of several processes takes up: a claim is noted, and ends by itself where its process was stopped."""

from datetime import datetime, timedelta

from django.db.models import Q


def unclaimed(now: datetime, holds: timedelta) -> Q:
    """Rows that nobody works on: claims end after a time. One out of the future is of a clock that was set back."""
    return Q(claimed_at=None) | Q(claimed_at__lte=now - holds) | Q(claimed_at__gte=now + holds)
