"""What the log may say: of an address that phones send to, not the part that is as good as a key."""

import logging
import re
from typing import Any

_HOOK = re.compile(r"(/hooks/[^/\s]*/)[^/\s?]+")


class HideHookIds(logging.Filter):
    """Put a sign in the place of every hook's id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the ids taken out of its words."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


def _hidden(part: Any) -> Any:
    return _HOOK.sub(r"\1…", part) if isinstance(part, str) else part
