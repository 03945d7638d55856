"""Moments as tests write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment, in China unless another zone is given."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)
