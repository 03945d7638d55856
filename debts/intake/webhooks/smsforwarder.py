r"""What SmsForwarder sends: text messages, calls and notifications, by its own template or by one of the user's.

{"from": "95588", "content": "95588\n尾号1234卡…\nSIM1_中国移动\nSubId：2\n2024-10-09 19:12:40\nPixel 6"}
->  text 尾号1234卡…, from 95588, at 19:12:40 of the owner's clock, by SIM1_中国移动 of a Pixel 6
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from debts.intake.call_words import MISSED, answered_for
from debts.intake.drafts import Draft
from debts.intake.subjects import with_subject
from debts.intake.webhooks.labelled import labelled
from debts.intake.webhooks.types import Delivered, Fields, HookProblem, HookProblemCode, Ignored, IgnoredCode
from debts.intake.webhooks.values import RECEIVED, TEXT, as_moment, is_test, moment_in, sender_of, word_of
from debts.reconciler.types import Channel
from debts.rulebook.message_tables import Column

TIMESTAMP = ("timestamp",)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_ID = re.compile(r"(SubId|UID)\s*[:：]\s*-?\d*")
_SIM = re.compile(r"SIM[1-9](?:_.*)?")
_PACKAGE = re.compile(r"[a-zA-Z]\w*(?:\.\w+)+")
_OF_A_NOTIFICATION = "UID"

# The app's lines about a call, in the three languages that it speaks.
_CALL_TIME = ("通话时间", "通話時間", "Call date")
_DURATION = ("通话时长", "通話時長", "Call duration")
_CALL_TYPE = ("通话类型", "通話類型", "Call Type")
_CALL_LINE = re.compile(rf"^({'|'.join((*_CALL_TIME, *_DURATION, *_CALL_TYPE))})\s*[:：]\s*(.*)$", re.MULTILINE)
_ENDED = frozenset({"来电挂机", "來電掛機", "In Ended"})
_MISSED = frozenset({"未接来电", "未接來電", "Missed"})
_GOING_ON = frozenset({"来电提醒", "来电接通", "來電提醒", "來電接通", "In Received", "In Answered"})
_OUTGOING = frozenset({"去电拨出", "去电挂机", "去電拨出", "去電撥出", "去電掛機", "Out Started", "Out Ended"})

_TEST_SENDER = "19999999999"
_TEST_WORDS = ("该发送通道测试成功", "該發送通道測試成功", "the sender test is successful")
_NUMBER = re.compile(r"\+?\d[\d -]{2,20}")


@dataclass(frozen=True, slots=True)
class Lines:
    """The app's template taken apart: the text, and what its other lines say."""

    text: str
    at: datetime | None = None
    device: str = ""
    number_kind: str = ""
    slot: str = ""
    sender: str = ""
    is_template: bool = False


def read_smsforwarder(fields: Fields, zone: tzinfo) -> Delivered | Ignored:
    """A request of the app as a message."""
    content, sender = word_of(fields, TEXT), sender_of(fields)
    if not content.strip():
        raise HookProblem(HookProblemCode.NO_TEXT)
    if sender == _TEST_SENDER and any(words in content for words in _TEST_WORDS):
        return Ignored(IgnoredCode.TEST)
    lines = _lines(content, sender, zone)
    sender = sender or lines.sender
    if is_test(lines.text):
        return Ignored(IgnoredCode.TEST)
    delivered = Delivered(
        Draft(lines.text, moment_in(fields, RECEIVED, zone) or lines.at, sender=sender),
        forwarded_at=moment_in(fields, TIMESTAMP, zone),
        details=_details(fields, lines),
    )
    call = dict(_CALL_LINE.findall(lines.text))
    return _call(delivered, call, zone) if _of(call, _CALL_TYPE) else _notification(delivered, lines)


def _details(fields: Fields, lines: Lines) -> dict[str, str]:
    told = {
        "slot": word_of(fields, ("card_slot", "sim")) or lines.slot,
        "device": word_of(fields, ("device", "device_mark", "device_name")) or lines.device,
        "title": word_of(fields, ("title",)),
    }
    return {name: value for name, value in told.items() if value}


def _notification(delivered: Delivered, lines: Lines) -> Delivered:
    """A notification is from a package, not from a number; its title belongs to what the person has read."""
    draft, details = delivered.draft, dict(delivered.details)
    if lines.number_kind != _OF_A_NOTIFICATION and not _PACKAGE.fullmatch(draft.sender):
        return delivered
    title = details.pop("title", "") or details.pop("slot", "")
    draft = replace(draft, text=with_subject(title, draft.text), channel=Channel.PUSH)
    return replace(delivered, draft=draft, details=details | {"title": title})


def _call(delivered: Delivered, call: dict[str, str], zone: tzinfo) -> Delivered | Ignored:
    """A call in the words of a call log, so that the phone's own log adds nothing; the app's words stay beside it."""
    kind = _of(call, _CALL_TYPE)
    if kind in _OUTGOING:
        return Ignored(IgnoredCode.OUTGOING_CALL)
    if kind in _GOING_ON:
        return Ignored(IgnoredCode.CALL_GOES_ON)
    draft = replace(
        delivered.draft,
        text=_call_words(kind, _of(call, _DURATION)) or delivered.draft.text,
        received_at=as_moment(_of(call, _CALL_TIME), zone) or delivered.draft.received_at,
        channel=Channel.CALL,
    )
    return replace(delivered, draft=draft, details={**delivered.details, "note": delivered.draft.text})


def _of(call: Mapping[str, str], names: Sequence[str]) -> str:
    return next((call[name].strip() for name in names if name in call), "")


def _call_words(kind: str, duration: str) -> str:
    if kind in _MISSED:
        return MISSED
    return answered_for(duration.rstrip("s秒")) if kind in _ENDED else ""


def _lines(content: str, sender: str, zone: tzinfo) -> Lines:
    """Take the app's template apart from its end. Only lines that are surely the template's own are taken off."""
    if told := labelled(content, sender):
        at = as_moment(told.get(Column.WHEN) or told.get(Column.DAY), zone)
        return Lines(told[Column.TEXT], at, sender=sender or told[Column.SENDER], is_template=True)
    rows = content.replace("\r\n", "\n").split("\n")
    found = Lines(content)
    rows, found = _off_the_end(rows, found, zone)
    first = rows[0].strip()
    if not sender and found.is_template and _NUMBER.fullmatch(first):  # the template alone was sent, without fields
        sender = first
    has_sender = len(rows) > 1 and bool(sender) and first == sender
    if not (has_sender or found.is_template):
        return Lines(content)
    return replace(found, text="\n".join(rows[1:] if has_sender else rows), sender=sender, is_template=True)


def _off_the_end(rows: Sequence[str], found: Lines, zone: tzinfo) -> tuple[list[str], Lines]:
    rest = list(rows)
    for back in (1, 2):
        if len(rest) > back and _TIME.fullmatch(rest[-back].strip()):
            device = rest[-1].strip() if back > 1 else ""
            found = replace(found, at=as_moment(rest[-back], zone), device=device)
            del rest[-back:]
            break
    if len(rest) > 1 and (number := _ID.fullmatch(rest[-1].strip())):
        found = replace(found, number_kind=number[1], is_template=True)
        del rest[-1]
    return _off_the_slot(rest, found)


def _off_the_slot(rest: list[str], found: Lines) -> tuple[list[str], Lines]:
    """The line of the SIM; of a notification the line in its place is the title, and for a call it may be empty."""
    is_title = found.number_kind == _OF_A_NOTIFICATION and len(rest) > 2  # noqa: PLR2004  sender, text, title
    if len(rest) > 1 and (_SIM.fullmatch(rest[-1].strip()) or is_title):
        return rest[:-1], replace(found, slot=rest[-1].strip(), is_template=True)
    return (rest[:-1] if found.number_kind and len(rest) > 1 and not rest[-1].strip() else rest), found
