"""The lines of chat apps and mail programs around a message, which name a person beside the time.

催收小王  10:22                              WeChat, sent on by mail; the day stands on a line of its own above
2024-03-05 10:22:33 催收小王(123456789)      QQ
[2024/3/5 10:22:33] 催收小王: 请还款         WhatsApp: the message begins on the same line
内容：请还款                                  a form: the message begins after the label
收到来自10690000的短信：请还款                 a forwarder's note: the message begins after it
"""

import re

from debts.rulebook.message_tables import load_message_tables

APP_WORDS = frozenset({"短信/彩信", "短信", "信息", "iMessage", "iMessage 信息", "Text Message"})

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_NAME_AND_CLOCK = re.compile(rf"(?P<name>\S[^\n]{{0,39}}?)(?:\s{{2,}}|\t)(?P<time>(?:[上下]午|晚上|凌晨)?\s?{_CLOCK})")
_TIME_AND_NAME = re.compile(rf"(?P<time>{_DAY}\s+{_CLOCK})\s+(?P<name>[^\n]{{1,39}}[(<][^()<>\n]{{3,40}}[)>])")
_ADDRESSED = re.compile(r"(?:收件人|收信人|抄送|To|Cc)\s*:\s*\S.*", re.IGNORECASE)
_MAIL_SENDER = re.compile(r"(?:发件人|From)\s*:\s*(?P<name>[^\n]{0,60}<[^<>\s]+@[^<>\s]+>)", re.IGNORECASE)
_SAID_ON_THE_LINE = re.compile(
    r"(?P<time>\[[^\]\n]{8,32}\]|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?,?\s[^-\n]{4,14}? -)"
    r"\s(?P<name>[^:\n]{1,40}): (?=\S)"
)
# Logs of programs look the same, but for a name in Chinese.
_SAID_BY_NAME = re.compile(
    rf"(?P<time>\[?{_DAY}\s{{1,3}}{_CLOCK}\]?)\s{{1,3}}(?P<name>(?=[A-Za-z0-9_]{{0,10}}[\u4e00-\u9fff])[^\s:：，,。]{{1,20}})\s?[:：]\s?(?=\S)"
)
_CONTENT_LABEL = re.compile(
    r"(?:(?:短信|消息|信息|邮件)?(?:内容|正文)|Content|Message|Body)\s*[:：]\s*(?=\S)", re.IGNORECASE
)
_NOTE = re.compile(
    rf"【?(?:(?:于|在)?(?P<time>{_DAY}\s{{1,3}}{_CLOCK})\s{{0,3}})?"
    r"(?:[您你]?(?:收到|有)了?(?:[一1]条)?新?(?:短信)?)?来自\s?[“\"「]?(?P<name>[^\s:：，,。“”\"「」【】的][^:：，,。“”\"「」【】\n]{0,28}?)[”\"」]?"
    r"\s?的新?(?:短信|信息|消息|彩信)】?\s?(?:[:：]\s{0,3}|$)"
)
_ENGLISH_NOTE = re.compile(
    r"(?P<time>)(?:New )?(?:SMS|Text|Text message|Message) (?:received )?from (?P<name>[^\s:：][^:：\n]{0,38}):\s{0,3}",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?P<name>[^\s:：,，。!！?？;；、【】\d][^:：,，。!！?？;；、【】\n]{0,19})[:：]")
_CHAT_SENT_ON = re.compile(
    r"(?:微信)?聊天记录|[“\"「][^\n]{1,60}聊天记录如下[:：]?|亲爱的朋友[,，]?|Dear friend,"
    r"|The chat history [^\n]{1,80}:",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\t,;|，；]")


def name_and_clock(line: str) -> tuple[str, str] | None:
    """Name and time of day, parted by a wide gap; the day is somewhere else."""
    found = _NAME_AND_CLOCK.fullmatch(line)
    return (found["name"], found["time"]) if found and not found["name"][0].isdigit() else None


def time_and_name(line: str) -> tuple[str, str] | None:
    """Name with the number of an account after a full time; the name first."""
    found = _TIME_AND_NAME.fullmatch(line)
    return (found["name"], found["time"]) if found else None


def mail_sender(line: str) -> str | None:
    """The sender of a mail with the address."""
    found = _MAIL_SENDER.fullmatch(line)
    return found["name"].strip() if found else None


def is_addressed(line: str) -> bool:
    """Whether the line says to whom a mail went."""
    return _ADDRESSED.fullmatch(line) is not None


def said_on_the_line(line: str) -> tuple[int, str, str] | None:
    """Where the message begins on a line that names time and person first; with the person and the time."""
    found = _SAID_ON_THE_LINE.match(line) or _SAID_BY_NAME.match(line)
    return (found.end(), found["name"].strip(), found["time"].strip("[]- ")) if found else None


def content_label(line: str) -> int:
    """Where the message begins on a line that is labelled as its content; 0 where it is not."""
    found = _CONTENT_LABEL.match(line)
    return found.end() if found else 0


def note_above(line: str) -> tuple[int, str, str] | None:
    """Where the message begins behind a note that it came; with whom it is from, and the time if that is told."""
    found = _NOTE.match(line) or _ENGLISH_NOTE.match(line)
    return (found.end(), found["name"].strip(), found["time"] or "") if found else None


def speaker(line: str) -> str | None:
    """The name on a line that is a name and a colon, as chats set it above what was said."""
    found = _SPEAKER.fullmatch(line)
    return found["name"].strip() if found else None


def is_rule(line: str) -> bool:
    """Whether the line belongs to the app or the table around the messages, and says nothing about any of them."""
    return line in APP_WORDS or _CHAT_SENT_ON.fullmatch(line) is not None or is_column_names(line)


def is_column_names(line: str) -> bool:
    """Whether the line holds nothing but names of columns, as the first row of a copied table."""
    cells = [cell.strip() for cell in _SEPARATORS.split(line) if cell.strip()]
    return len(cells) > 1 and all(map(load_message_tables().column, cells))
