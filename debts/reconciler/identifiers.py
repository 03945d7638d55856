"""Numbers that say which contract, card or telephone is meant, and links.

合同编号DXM202410100087，绑定卡尾号8830  ->  contract DXM202410100087, card tail 8830
"""

import re
from collections.abc import Iterator
from itertools import islice

from debts.reconciler.normalise import NormalisedText
from debts.reconciler.types import NameMention

LIMIT = 50
CONTRACT = re.compile(
    r"(?:合同|借据|借款|贷款|协议|订单|业务)(?:编号|号码|号|尾号|单号|流水号|后四位|后六位|末四位)(?:为|是|:|\s|后四位|尾号)*"
    r"(?P<number>[A-Za-z0-9*][A-Za-z0-9*_-]{3,39})"
)
CARD_TAIL = re.compile(
    r"(?:尾号|末四位|后四位|尾数|末4位|后4位)(?:为|是|:|\s)*(?P<number>\d{4})(?!\d)|(?:卡|账户|\*{2,})(?P<bare>\d{4})(?=[^\d.,年]|$)"
)
NOT_A_CARD = re.compile(r"(?:合同|借据|身份证|手机|协议|订单|证件|号码|电话|编号)[^,。;]{0,3}$")
PHONE = re.compile(
    r"(?<![\d.A-Za-z])(?:1[3-9]\d{9}|400-?\d{3}-?\d{4}|0\d{2,3}-?\d{7,8}|95\d{3,6}|123\d{2})(?![\d.]*\d)(?!元)"
)
LINK = re.compile(
    r"https?://[^\s\u3000-\u9fff,;\"'<>()]{3,200}|(?<![\w@.])[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,4}/[\w./?=&%-]{1,150}",
    re.IGNORECASE,
)


def read_contract_numbers(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Contract numbers, whole or only their end; signs that mask a part are dropped from the front."""
    return tuple(_mentions(CONTRACT, normalised, "number"))


def read_card_tails(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """The last four figures of cards and accounts."""
    text = normalised.text
    cards = (
        one for one in CARD_TAIL.finditer(text) if not NOT_A_CARD.search(text[max(0, one.start() - 8) : one.start()])
    )
    return tuple(_mention(normalised, one, one.lastgroup or 0) for one in islice(cards, LIMIT))


def read_phones(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Mobile numbers, hotlines and land lines."""
    return tuple(_mentions(PHONE, normalised, 0))


def read_links(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Web addresses, with or without their scheme."""
    return tuple(_mentions(LINK, normalised, 0))


def _mentions(pattern: re.Pattern[str], normalised: NormalisedText, group: str | int) -> Iterator[NameMention]:
    for hit in islice(pattern.finditer(normalised.text), LIMIT):
        yield _mention(normalised, hit, group)


def _mention(normalised: NormalisedText, hit: re.Match[str], group: str | int) -> NameMention:
    return NameMention(hit[group], normalised.span(*hit.span(group)))
