"""Requests of apps that forward what a phone receives, read into drafts: pure, no clock, no network.

    read_hook(HookKind.SMSFORWARDER, Posted("POST", body=b"from=95588&content=..."), zone=zone)  ->  Delivered(...)
    read_hook(HookKind.CAPCOM6, ... "event": "system:ping" ...)                                  ->  Ignored(EVENT)

Whether a request may be believed is asked of ``signatures``; what was sent twice is for the caller to know.
"""

from debts.intake.webhooks.posted import Posted, fields_of
from debts.intake.webhooks.reading import read_fields, read_hook
from debts.intake.webhooks.types import (
    Delivered,
    HookKind,
    HookProblem,
    HookProblemCode,
    Ignored,
    IgnoredCode,
)

__all__ = [
    "Delivered",
    "HookKind",
    "HookProblem",
    "HookProblemCode",
    "Ignored",
    "IgnoredCode",
    "Posted",
    "fields_of",
    "read_fields",
    "read_hook",
]
