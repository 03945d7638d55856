"""Values of fields that people may have named themselves: words, and moments in whatever way they are written.

1728923880764, "1728923880764", "2024-10-14T16:38:00Z", "2024-10-15 00:38:00", "2024年10月15日 上午12:38"
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, tzinfo

from debts.intake.nested import flat, name_of
from debts.intake.table_guess import is_number
from debts.intake.webhooks.types import Fields
from debts.intake.written_times import moment_told
from debts.reconciler.characters import storable
from debts.rulebook.message_tables import Column, load_message_tables

TEXT = (
    "org_content",
    "content",
    "text",
    "message",
    "msg",
    "body",
    "sms",
    "内容",
    "短信内容",
    "正文",
    "短信",
    "消息",
    "信息",
)
SENDER = (
    "from",
    "sender",
    "number",
    "phonenumber",
    "phone",
    "address",
    "发件人",
    "发送人",
    "发信人",
    "发送者",
    "号码",
    "来自",
)
RECEIVED = (
    "receive_time",
    "received_at",
    "receivedat",
    "receivedstamp",
    "time",
    "date",
    "时间",
    "接收时间",
    "收到时间",
    "日期",
)
SENT = ("sentstamp", "sent_at", "sentat")

_USUAL = {Column.TEXT: TEXT, Column.SENDER: SENDER, Column.WHEN: RECEIVED, Column.DAY: RECEIVED}
_NAMED = frozenset({*TEXT, *SENDER, *RECEIVED, *SENT, "timestamp"})

_OF_IFTTT = ("value1", "value2", "value3")
MAX_SENDER = 200
TEST_TEXTS = frozenset({"结清测试", "jieqing test"})


def value_of(fields: Fields, names: Iterable[str]) -> object:
    """The first of the named values that is there and not empty; names are compared without regard to case."""
    plain = {name.strip().lower(): value for name, value in fields.items()}
    return next((plain[name] for name in names if plain.get(name) not in (None, "")), None)


def word_of(fields: Fields, names: Iterable[str]) -> str:
    """The same as text that can be kept; empty where it is none."""
    return storable(_word(value_of(fields, names)))


def sender_of(fields: Fields) -> str:
    """Whom a message is from."""
    found = value_of(fields, SENDER)
    if isinstance(found, list) and found:  # a shortcut hands over people, be it only one
        found = found[0]
    if isinstance(found, dict):
        return storable(name_of(found) or "").strip()[:MAX_SENDER]
    if isinstance(found, str):
        return storable(found).strip()[:MAX_SENDER]
    return word_of(fields, SENDER).strip()[:MAX_SENDER]


def opened(fields: Fields) -> Fields:
    """The fields with those of objects within them, where the text stands there, and by usual names.

    What a template of one's own calls its fields is told by the names that columns of tables have.
    """
    found = fields if word_of(fields, TEXT).strip() else {**_numbered(fields), **flat(fields)}
    known = {name.strip().lower() for name in found}
    for name, value in found.items():
        role = None if name.strip().lower() in _NAMED else load_message_tables().column(name)
        if role in _USUAL and known.isdisjoint(_USUAL[role]):
            found = {**found, _USUAL[role][0]: value}
            known.add(_USUAL[role][0])
    return found


def _numbered(fields: Fields) -> Fields:
    """The fields of IFTTT by what they hold: one a telephone's number, one a time, and the one left is the text."""
    written = [_word(value_of(fields, (name,))).strip() for name in _OF_IFTTT]
    roles: dict[str, str] = {}
    for one in filter(None, written):
        role = _role_of(one)
        if role in roles:
            return {}
        roles[role] = one
    return roles if "text" in roles else {}


def _role_of(written: str) -> str:
    if len(written) > MAX_SENDER:
        return "text"
    return "from" if is_number(written) else "time" if moment_told(written, UTC) else "text"


def is_test(text: str) -> bool:
    """Whether somebody only tries out whether messages arrive."""
    return text.strip(" \n【】[]").lower() in TEST_TEXTS


def moment_in(fields: Fields, names: Collection[str], zone: tzinfo) -> datetime | None:
    """The first of the named moments, or a day and a time that are told apart; None where none can be read."""
    told = (value_of(fields, (name,)) for name in names)
    found = next((moment for value in told if value is not None and (moment := as_moment(value, zone))), None)
    day, time = word_of(fields, ("date", "日期")), word_of(fields, ("time", "时间"))
    return found or (as_moment(f"{day} {time}", zone) if day and time and "date" in names else None)


def as_moment(value: object, zone: tzinfo) -> datetime | None:
    """A moment from milliseconds or seconds since the epoch, ISO 8601, or the words of a phone; None for all else."""
    written = _word(value)
    return moment_told(written, zone) if len(written) <= MAX_SENDER else None


def _word(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
