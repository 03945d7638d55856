"""Calls in words, the same whoever tells of them, so that what a phone forwards and its call log tell are one."""

MISSED = "未接来电"


def answered(lasted: str = "") -> str:
    """A call that was answered, with how long it lasted where that is told: 3分钟."""
    return f"来电接通，通话{lasted}" if lasted else "来电接通"


def answered_for(seconds: str) -> str:
    """The same by the seconds that a phone writes; what is no figure says nothing."""
    return answered(f"{seconds}秒" if seconds.isascii() and seconds.isdigit() else "")
