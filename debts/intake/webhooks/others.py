"""What the other apps send: Incoming SMS to URL, the SMS gateway of capcom6, and whatever people build themselves."""

from datetime import tzinfo
from enum import StrEnum
from typing import TypeVar

from debts.intake.drafts import Draft
from debts.intake.subjects import with_subject
from debts.intake.webhooks.types import Delivered, Fields, HookProblem, HookProblemCode, Ignored, IgnoredCode
from debts.intake.webhooks.values import RECEIVED, SENT, TEXT, is_test, moment_in, sender_of, word_of
from debts.reconciler.types import Channel, Recipient

Choice = TypeVar("Choice", bound=StrEnum)

_TAKEN_EVENTS = frozenset({"sms:received", "mms:received", "mms:downloaded"})


def read_incoming_sms(fields: Fields, zone: tzinfo) -> Delivered | Ignored:
    """A message of Incoming SMS to URL; its stamps may be numbers or words."""
    return _delivered(fields, zone, details={"slot": word_of(fields, ("sim", "card_slot"))})


def read_own(fields: Fields, zone: tzinfo) -> Delivered | Ignored:
    """A message from a shortcut or a script, whose fields their writer has named."""
    return _delivered(fields, zone, details={"device": word_of(fields, ("device",))})


def read_capcom6(fields: Fields, zone: tzinfo) -> Delivered | Ignored:
    """An event of the gateway; all that is no received message is let go."""
    payload = fields.get("payload")
    if fields.get("event") not in _TAKEN_EVENTS:
        return Ignored(IgnoredCode.EVENT)
    if not isinstance(payload, dict):
        raise HookProblem(HookProblemCode.NOT_FIELDS)
    if not word_of(payload, (*TEXT, "subject")).strip():
        return Ignored(IgnoredCode.EVENT)  # a picture message tells its words only when it has been downloaded
    details = {
        "slot": f"SIM{number}" if (number := word_of(payload, ("simnumber",))) else "",
        "device": word_of(fields, ("deviceid",)),
    }
    names = [word_of(fields, ("id",)), word_of(payload, ("messageid",))]
    return _delivered(payload, zone, id="/".join(filter(None, names)), details=details)


def _delivered(fields: Fields, zone: tzinfo, *, details: dict[str, str], id: str = "") -> Delivered | Ignored:  # noqa: A002
    text = with_subject(word_of(fields, ("subject",)), word_of(fields, TEXT))
    if not text.strip():
        raise HookProblem(HookProblemCode.NO_TEXT)
    if is_test(text):
        return Ignored(IgnoredCode.TEST)
    draft = Draft(
        text,
        moment_in(fields, (*RECEIVED, "timestamp"), zone),
        sent_at=moment_in(fields, SENT, zone),
        sender=sender_of(fields),
        channel=_said(fields, "channel", Channel.SMS),
        recipient=_said(fields, "recipient", Recipient.SELF),
    )
    return Delivered(draft, id=id, details={name: value for name, value in details.items() if value})


def _said(fields: Fields, name: str, usual: Choice) -> Choice:
    """A word of ours that a field says; the usual one where it says something else."""
    words, word = type(usual), word_of(fields, (name,)).strip().lower()
    return words(word) if word in set(words) else usual
