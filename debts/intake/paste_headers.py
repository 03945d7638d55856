"""Recognises the lines around a message that a phone writes: when it came, and from whom.

    read_header("10690000 2024/3/5 10:22")  -> Header(sender="10690000", time=TimeWords(2024, 3, 5, ..., 10, 22))
    read_header("请于3月5日 18:00前还款")     -> None: these are words of the message

A line is a header only where every part of it is one; a name may stand in front of a full time.
"""

import re
from dataclasses import dataclass, field, replace

from debts.intake import paste_chats
from debts.intake.columns import is_own
from debts.intake.paste_times import TimeWords
from debts.reconciler.dates import MONTHS

MAX_HEADER_CHARACTERS = 80  # longer lines are text; the limit also keeps the search for headers cheap
MAX_NAME_CHARACTERS = 20
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2, "today": 0, "yesterday": 1}

_MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY_NAME = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_HALF = r"上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|[AP]\.?M\b\.?"

_CLOCK = (
    rf"(?:T(?=\d))?({_HALF})?\s*(\d{{1,2}})\s*(?::\s?(\d{{2}})(?:\s?:\s?(\d{{2}})(?:\.\d{{1,9}})?)?(?!\d)"
    rf"|[点时](\d{{1,2}})分(?:(\d{{1,2}})秒)?)(?:\s*({_HALF}))?(?:\s*(Z\b|[+-]\d{{2}}:?\d{{2}}(?!\d)))?"
)
_NUMBER = (
    r"((?:\+?86[ -])?1\d{2}[ -]\d{4}[ -]\d{4}|0\d{2,3}-\d{7,8}|[48]00[ -]\d{3}[ -]\d{4}|[48]00[ -]\d{4}[ -]\d{3}"
    r"|\+?\d{3,21})(?!\d|[-:/.]\d|[年月日点时元])"
)
_WITH_FIGURES = frozenset({"full_date", "slashed_date", "day", "day_first", "minutes_ago", "clock", "number"})
_GAPS = frozenset(" \t,|·•–—()[]")
# In the order in which they are tried: a date comes before a number that might be part of one.
_TOKENS = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        ("full_date", r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?"),
        ("slashed_date", r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)"),
        ("day", r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"),
        ("day", r"(\d{1,2})[-/](\d{1,2})(?=[\s,]+(?:\d{1,2}:\d|上午|下午))"),
        ("month_first", rf"({_MONTH_NAME})\s*(\d{{1,2}})(?![\d:])(?:st|nd|rd|th)?(?:,?\s+(\d{{4}})(?!\d))?"),
        ("day_first", rf"(\d{{1,2}})\s+({_MONTH_NAME})(?:,?\s+(\d{{4}})(?!\d))?"),
        ("minutes_ago", r"(\d{1,2})\s?(?:分钟|分鐘)前|(\d{1,2}) ?min(?:ute)?s?\.? ago\b|刚刚|剛剛|just now\b"),
        ("days_ago", r"今天|昨天|前天|today\b|yesterday\b"),
        ("weekday", rf"(?:[周週]|星期|礼拜|禮拜)([一二三四五六日天])|({_DAY_NAME})"),
        ("clock", _CLOCK),
        ("number", _NUMBER),
        (
            "label",
            r"(?:发件人|发送人|发送者|寄件人|来自|号码|电话号码|短信号码|寄件者|發件人|發送者|號碼|From|Sender)\s*:\s*",
        ),
        (
            "time_label",
            r"(?:时间|日期|收到时间|接收时间|发送时间|時間|接收時間|收到時間|發送時間|Date|Time|Received|Sent)\s*:\s*",
        ),
        ("filler", r"[\s,|·•–—()\[\]]+|[-:](?=\s|$)|at\b|短信(?:/彩信)?(?=\s|$)|SMS\b"),
    )
)
_OF_FIGURES = tuple(token for token in _TOKENS if token[0] in _WITH_FIGURES)
_OF_GAPS = tuple(sorted(_TOKENS, key=lambda token: token[0] != "filler"))
_ASCII = str.maketrans("：，（）［］｜／．－＋", ":,()[]|/.-+")
_NAME_AND_REST = re.compile(
    r"(?P<name>[^\s:,。!?;【】\d][^:,。!?;【】]*?)(?:\s+|(?<=[)）>]))(?=\d{2,4}\s*[-/.年]|\d{1,2}\s*月)"
)
_NAMED = re.compile(r"(?:发件人|发送人|发送者|寄件人|来自|From|Sender)\s*:\s*(?P<name>\S.*)", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"(?:时间|日期|日|期限|于|在|至|到|前|截止|截至|自|从|是|为|将|当前|请|最迟|最晚|务必|逾期|应还|或|和|与|及|by|on|at|until|before|since)$",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"\d{1,4}\s*[.、)]\s+")
_ACCOUNT = re.compile(r"\s*[(<][^()<>]{3,40}[)>]$")
_SENTENCE = re.compile(r"[:,。!?;、【】您你请已了我]")
_RULE = re.compile(r"[-=_*~—－＝·.]{3,}")
_DRAWN = re.compile(r"[-=—]{2,}\s*(?P<day>[^-=—\s][^=—]*?)\s*[-=—]{2,}")


@dataclass(frozen=True, slots=True)
class Header:
    """What a header line says.

    ``is_rule`` marks a drawn line such as -----, ``is_drawn`` a day within one: —— 2024-03-05 ——.
    """

    sender: str = ""
    time: TimeWords = field(default_factory=TimeWords)
    is_rule: bool = False
    is_labelled: bool = False
    is_named: bool = False
    is_drawn: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether the line can stand for itself: a day with a time, or a label that says what follows."""
        return not self.is_named and (self.is_labelled or self.is_rule or (self.time.has_day and self.time.has_time))

    @property
    def is_day_only(self) -> bool:
        """Whether the line names a day and nothing else, as the signature of a letter does."""
        return self.time.has_day and not self.time.has_time and not self.sender

    def joined(self, later: "Header") -> "Header":
        """Both together: what the later line says counts where both speak."""
        return Header(sender=later.sender or self.sender, time=_joined_times(self.time, later.time))


def visible(line: str) -> str:
    """The line without blanks and invisible marks at its ends."""
    return line.strip(INVISIBLE + " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000")


def read_header(line: str) -> Header | None:
    """What a line says as a header, or None where it holds anything else."""
    shown = visible(line)
    if not shown or len(shown) > MAX_HEADER_CHARACTERS:
        return None
    if _RULE.fullmatch(shown):
        return Header(is_rule=True)
    if paste_chats.is_rule(shown):
        return Header(is_rule=True)
    plain = "".join(character for character in shown if character not in INVISIBLE).translate(_ASCII)
    return (
        _drawn(plain) or _tokens(plain) or _listed(plain) or _named(plain) or _name_and_time(plain) or _of_a_chat(plain)
    )


def is_name(text: str) -> bool:
    """Whether a short line can be a sender's name: no sentence, and no word that leads up to a time."""
    plain = visible(text).translate(_ASCII)
    return 0 < len(plain) <= MAX_NAME_CHARACTERS and _can_be_named(plain)


def is_owner(name: str) -> bool:
    """Whether chats call the owner so, be it with an account behind the name: 我, Me, 我(10002)."""
    return is_own(_ACCOUNT.sub("", name.strip()))


def _drawn(plain: str) -> Header | None:
    """A day within a drawn line, for all times below it."""
    found = _DRAWN.fullmatch(plain)
    header = _tokens(found["day"]) if found else None
    return replace(header, is_drawn=True) if header and header.is_day_only else None


def _can_be_named(name: str) -> bool:
    """Whether it is no sentence; whom chats call 我 is none either."""
    return is_owner(name) or not (_SENTENCE.search(name) or _NOT_A_NAME.search(name))


def _tokens(plain: str) -> Header | None:
    header = Header()
    position = 0
    while position < len(plain):
        for kind, form in _beginning(plain[position]):
            found = form.match(plain, position)
            if found and found.end() > position:
                header = _with_token(header, kind, found)
                position = found.end()
                break
        else:
            return None
    return header if header.sender or header.time != TimeWords() else None


def _beginning(sign: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The tokens that can begin with a character, most of which is figures and gaps."""
    if sign.isdigit():
        return _OF_FIGURES
    return _OF_GAPS if sign in _GAPS else _TOKENS


def _listed(plain: str) -> Header | None:
    """A line of a list that a person has numbered: sender and full time after the number."""
    found = _LIST_NUMBER.match(plain)
    rest = _tokens(plain[found.end() :]) if found else None
    return rest if rest and rest.sender and rest.time.has_day and rest.time.has_time else None


def _of_a_chat(plain: str) -> Header | None:
    """A line of a chat or a mail: a person with a time, or to whom it went."""
    if paste_chats.is_addressed(plain):
        return Header(is_labelled=True)
    if address := paste_chats.mail_sender(plain):
        return Header(sender=address, is_labelled=True)
    if note := paste_chats.note_above(plain):
        return note_header(note[1], note[2]) if note[0] == len(plain) else None
    found = paste_chats.name_and_clock(plain) or paste_chats.time_and_name(plain)
    if found is None or not _can_be_named(found[0]):
        return None
    time = _tokens(found[1])
    return replace(time, sender=found[0].strip(), is_named=True) if time else None


def note_header(sender: str, time: str) -> Header:
    """The header that a forwarder's note is."""
    told = _tokens(time) if time else None
    return replace(told or Header(), sender=sender, is_labelled=True)


def _named(plain: str) -> Header | None:
    found = _NAMED.fullmatch(plain)
    if not found or len(found["name"]) > MAX_NAME_CHARACTERS:
        return None
    return Header(sender=found["name"].strip(), is_labelled=True)


def _name_and_time(plain: str) -> Header | None:
    found = _NAME_AND_REST.match(plain)
    if not found or not is_name(found["name"]):
        return None
    rest = _tokens(plain[found.end() :])
    if rest is None or rest.sender or not (rest.time.has_day and rest.time.has_time):
        return None
    return replace(rest, sender=found["name"].strip(), is_named=True)


def _with_token(header: Header, kind: str, found: re.Match[str]) -> Header:
    if kind == "number":
        return replace(header, sender=header.sender or found[1].strip())
    if kind in ("label", "time_label"):
        return replace(header, is_labelled=header.is_labelled or kind == "label")
    if kind == "filler":
        return header
    return replace(header, time=_TIME_TOKENS[kind](header.time, found))


def _full_date(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return replace(words, year=int(found[1]), month=int(found[2]), day=int(found[3]))


def _slashed_date(words: TimeWords, found: re.Match[str]) -> TimeWords:
    # 3/5/2024 is March to some phones and May to others; 3/25/2024 is the same to all.
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if len(found[3]) == 2 else 0  # noqa: PLR2004 - a year of two figures
    month, day = sorted((first, second))
    return replace(words, year=year, month=month, day=day, is_ambiguous=first != second and day <= 12)  # noqa: PLR2004


def _day(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return replace(words, month=int(found[1]), day=int(found[2]))


def _month_first(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return _english_date(words, month=found[1], day=found[2], year=found[3])


def _day_first(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return _english_date(words, month=found[2], day=found[1], year=found[3])


def _english_date(words: TimeWords, *, month: str, day: str, year: str | None) -> TimeWords:
    number = MONTHS.index(month[:3].lower()) + 1
    return replace(words, month=number, day=int(day), year=int(year) if year else words.year)


def _days_ago(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return replace(words, days_ago=_DAYS_AGO[found[0].lower()])


def _minutes_ago(words: TimeWords, found: re.Match[str]) -> TimeWords:
    return replace(words, minutes_ago=int(found[1] or found[2] or 0))


def _weekday(words: TimeWords, found: re.Match[str]) -> TimeWords:
    weekday = _WEEKDAYS[found[1]] if found[1] else _ENGLISH_WEEKDAYS.index(found[2][:3].lower())
    return replace(words, weekday=weekday)


def _clock(words: TimeWords, found: re.Match[str]) -> TimeWords:
    half = (found[1] or found[7] or "").lower().replace(".", "")
    return replace(
        words,
        half=half,
        hour=int(found[2]),
        minute=int(found[3] or found[5]),
        second=int(found[4] or found[6] or 0),
        offset_minutes=_offset(found[8]),
    )


def _offset(written: str | None) -> int | None:
    if not written:
        return None
    if written in "Zz":
        return 0
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    return None if minutes >= 24 * 60 else minutes * (-1 if written[0] == "-" else 1)


_TIME_TOKENS = {
    "full_date": _full_date,
    "slashed_date": _slashed_date,
    "day": _day,
    "month_first": _month_first,
    "day_first": _day_first,
    "days_ago": _days_ago,
    "minutes_ago": _minutes_ago,
    "weekday": _weekday,
    "clock": _clock,
}


def _joined_times(first: TimeWords, later: TimeWords) -> TimeWords:
    if later.has_day and later.has_time:
        return later
    dated, timed = (later, first) if later.has_day else (first, later)
    if not timed.has_time:
        timed = first if first.has_time else later
    return replace(
        dated,
        half=timed.half,
        hour=timed.hour,
        minute=timed.minute,
        second=timed.second,
        offset_minutes=timed.offset_minutes,
    )
