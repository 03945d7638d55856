"""Rows in the columns of Android's providers, as backup apps write them: messages, picture messages, calls.

{"address": "95555", "date": "1737379768457", "type": "1", "body": "…"}   ->  a draft
{"number": "4008108818", "duration": "14", "date": "1767214800000", "type": "2"}   ->  skipped: an outgoing call
"""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from debts.intake.call_words import MISSED, answered_for
from debts.intake.drafts import Draft, Item, Place, Skipped, SkippedCode, Unreadable, UnreadableCode, unfit
from debts.intake.mail_words import words_of_head
from debts.intake.subjects import with_subject
from debts.intake.times import moment_of_count
from debts.intake.written_times import moment_written
from debts.reconciler.characters import storable
from debts.reconciler.types import Channel

FROM = "137"  # of the addresses of a picture message, the one who sent it

_BOXES = {
    "2": SkippedCode.SENT,
    "3": SkippedCode.DRAFT,
    "4": SkippedCode.UNSENT,
    "5": SkippedCode.UNSENT,
    "6": SkippedCode.UNSENT,
}
_RECEIVED = "1"
_PLACEHOLDER = "insert-address-token"
_OUTGOING = "2"
_ANSWERED = "1"
_CALL_NOTES = {
    "3": MISSED,
    "4": "来电转入语音留言",
    "5": "来电被拒接",
    "6": "来电被拦截",
    "7": "来电在别的设备上接听",
}
_HIDDEN_NUMBERS = frozenset({"-1", "-2", "-3"})

Row = Mapping[str, str]


def is_text_part(media_type: object) -> bool:
    """Whether a part of a picture message is text, whatever it says about its characters."""
    return isinstance(media_type, str) and media_type.partition(";")[0].strip().lower() == "text/plain"


def sms(row: Row, place: Place, zone: tzinfo) -> Item:
    """A text message."""
    return _message(row, "type", word(row, "body"), sender=word(row, "address"), place=place, zone=zone)


def mms(row: Row, parts: Sequence[str], senders: Sequence[str], place: Place, zone: tzinfo) -> Item:
    """A picture message with its parts of text and whom they are from."""
    named = [sender for sender in senders if sender and sender != _PLACEHOLDER]
    sender = named[0] if named else word(row, "address").replace("~", ", ")
    text = with_subject(_subject(row), "\n".join(part for part in parts if part))
    return _message(row, "msg_box", text, sender=sender, place=place, zone=zone)


def _subject(row: Row) -> str:
    """The subject of a picture message. Android keeps its bytes, each as a character; others encode it as mails do.

    Base64 is left out: what stood in it in the backups at hand told nothing.
    """
    written = words_of_head(word(row, "sub"))
    if _is_base64(written):
        return ""
    try:
        return written.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return written


def _is_base64(written: str) -> bool:
    """Whether a subject is text in base64; a word of English could be decoded, too."""
    try:
        return not b64decode(written, validate=True).decode("utf-8").isascii()
    except ValueError:
        return False


def _message(row: Row, box_key: str, text: str, *, sender: str, place: Place, zone: tzinfo) -> Item:
    box = row.get(box_key, "")
    if box in _BOXES:
        return Skipped(place, _BOXES[box])
    if box != _RECEIVED:
        return Unreadable(place, UnreadableCode.FIELD, box_key)
    if refused := unfit(text, place):
        return refused
    written = _number(row, "date")
    received_at = moment_of_count(written, zone) if written else moment_written(word(row, "time"), zone)
    if written and received_at is None:
        return Unreadable(place, UnreadableCode.TIME, "date")
    sent = _number(row, "date_sent")
    return Draft(
        storable(text),
        received_at,
        sent_at=moment_of_count(sent, zone) if sent else None,
        sender=storable(sender),
        place=place,
    )


def call(row: Row, place: Place, zone: tzinfo) -> Item:
    """A call; an incoming one is told in words."""
    kind = row.get("type")
    if kind == _OUTGOING:
        return Skipped(place, SkippedCode.OUTGOING_CALL)
    note = answered_for(_number(row, "duration")) if kind == _ANSWERED else _CALL_NOTES.get(kind or "")
    if note is None:
        return Unreadable(place, UnreadableCode.FIELD, "type")
    written = _number(row, "date")
    received_at = moment_of_count(written, zone) if written else None
    if written and received_at is None:
        return Unreadable(place, UnreadableCode.TIME, "date")
    number = word(row, "number")
    sender = "" if number in _HIDDEN_NUMBERS else number
    return Draft(note, received_at, sender=sender, channel=Channel.CALL, place=place)


def word(row: Row, key: str) -> str:
    """The value of an attribute; the app writes absent ones as the word null."""
    value = row.get(key, "")
    return "" if value == "null" else value


def _number(row: Row, key: str) -> str:
    """The figures of an attribute, empty where it is absent or zero, which here means unknown."""
    value = word(row, key).strip()
    return "" if value == "0" else value
