"""Which reader a request is given to."""

from collections.abc import Callable
from datetime import tzinfo

from debts.intake.drafts import MAX_TEXT_CHARACTERS
from debts.intake.webhooks.others import read_capcom6, read_incoming_sms, read_own
from debts.intake.webhooks.posted import Posted, fields_of
from debts.intake.webhooks.smsforwarder import read_smsforwarder
from debts.intake.webhooks.types import Delivered, Fields, HookKind, HookProblem, HookProblemCode, Ignored
from debts.intake.webhooks.values import opened

Reader = Callable[[Fields, tzinfo], Delivered | Ignored]

READERS: dict[HookKind, Reader] = {
    HookKind.SMSFORWARDER: read_smsforwarder,
    HookKind.INCOMING_SMS: read_incoming_sms,
    HookKind.CAPCOM6: read_capcom6,
    HookKind.JSON: read_own,
    HookKind.FORM: read_own,
}


def read_hook(kind: HookKind, posted: Posted, *, zone: tzinfo) -> Delivered | Ignored:
    """Read a request of this app; times without an offset are those of ``zone``.

    Raises:
        HookProblem: The request cannot be read; its code says why.
    """
    return read_fields(kind, fields_of(posted), zone=zone)


def read_fields(kind: HookKind, fields: Fields, *, zone: tzinfo) -> Delivered | Ignored:
    """The same for fields that were read already."""
    found = READERS[kind](fields if kind is HookKind.CAPCOM6 else opened(fields), zone)
    if isinstance(found, Delivered) and len(found.draft.text) > MAX_TEXT_CHARACTERS:
        raise HookProblem(HookProblemCode.TEXT_TOO_LONG)
    return found
