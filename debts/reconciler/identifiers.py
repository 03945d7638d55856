"""Numbers that say which contract, card or telephone is meant, and links.

合同编号DXM202410100087，绑定卡尾号8830  ->  contract DXM202410100087, card tail 8830
"""

import re
from collections.abc import Iterator
from itertools import islice

from debts.reconciler.normalise import NormalisedText
from debts.reconciler.types import NameMention
from debts.rulebook.templates import by_template

LIMIT = 50
# Numbers of orders and transactions are none of a contract: what they contradict is not the loan.
CONTRACT = re.compile(
    r"(?:合同|借据|借款|贷款|协议|合约|契约)\(?(?:编号|号码|号|尾号|单号|流水号|后四位|后六位|末四位|末六位)"
    r"(?:为|是|:|\s|后四位|后六位|尾号|[\"“”「」#(])*(?P<number>[A-Za-z0-9*][A-Za-z0-9*_-]{3,39})"
    r"|(?:合同|借据|协议|合约)[\s:#(\"“「]{0,3}(?P<bare>(?=[A-Za-z*_-]{0,12}\d)[A-Za-z0-9*][A-Za-z0-9*_-]{7,39})"
    r"|(?:contract|loan|agreement|loan account) ?(?:no\.?|number|ref\.?|reference|#)[ :]*"
    r"(?P<english>(?=[A-Za-z*_-]{0,12}\d)[A-Za-z0-9*][A-Za-z0-9*_-]{3,39})",
    re.IGNORECASE,
)
# Further numbers of a list: 合同号A、B及C.
NEXT_NUMBER = re.compile(
    r"\s?(?:、|,|和|及|与|以及|/)\s?"
    r"(?P<number>(?=[A-Za-z*_-]{0,12}\d)[A-Za-z0-9*][A-Za-z0-9*_-]{5,39})(?![元年月日%.])"
)
CARD_TAIL = re.compile(
    r"(?:尾号|末四位|后四位|尾数|末四码|末4位|后4位|末4码)(?:为|是|:|\s|[\"“(])*(?P<number>\d{4})(?!\d)"
    r"|(?:卡|账户|(?<!\*)\*{2,})(?P<bare>\d{4})(?=[^\d.,年]|$)"
    r"|(?:card|account|a/c)[a-z ]{0,12}(?:ending|ends|ended|no\.?)(?: in| with)?[ :*x-]*(?P<english>\d{4})(?!\d)",
    re.IGNORECASE,
)
NOT_A_CARD = re.compile(r"(?:合同|借据|身份证|手机|协议|合约|订单|证件|号码|电话|编号|合同号)[^,。;]{0,3}$")
PHONE = re.compile(
    r"(?<![\d.A-Za-z])(?:1[3-9]\d{9}|1[3-9]\d\*{4}\d{4}|400-?\d{3}-?\d{4}|0\d{2,3}-?\d{7,8}|95\d{3,6}|123\d{2})(?![\d.]*\d)(?!元)"
)
# The shortest telephone number, in a row of figures that may be masked or set apart.
LONG_NUMBER = re.compile(r"\d[\d*-]{4}")
LINK = re.compile(
    r"https?://[^\s\u3000-\u9fff,;\"'<>()]{3,200}|(?<![\w@.])[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,4}/[\w./?=&%-]{1,150}",
    re.IGNORECASE,
)


def read_contract_numbers(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Contract numbers, whole or only their end; signs that mask a part are dropped from the front."""
    return tuple(
        [_mention(normalised, *hit.span(hit.lastgroup or 0)) for hit in _contracts(normalised.template)[:LIMIT]]
    )


@by_template
def _contracts(template: str) -> tuple[re.Match[str], ...]:
    """Where the texts of a template write contract numbers."""
    return tuple(hit for first in islice(CONTRACT.finditer(template), LIMIT) for hit in _listed(first, template))


def _listed(first: re.Match[str], template: str) -> Iterator[re.Match[str]]:
    """A number and those that follow it in the same list."""
    hit: re.Match[str] | None = first
    while hit:
        yield hit
        hit = NEXT_NUMBER.match(template, hit.end())


def read_card_tails(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """The last four figures of cards and accounts."""
    return tuple([_mention(normalised, *place) for place in _card_tails(normalised.template)])


@by_template
def _card_tails(template: str) -> tuple[tuple[int, int], ...]:
    """Where the texts of a template write the ends of cards."""
    contracts = [hit.span() for hit in _contracts(template)]
    cards = (
        one
        for one in CARD_TAIL.finditer(template)
        if not NOT_A_CARD.search(template[max(0, one.start() - 8) : one.start()])
        and not any(start <= one.start() < end for start, end in contracts)
    )
    return tuple(one.span(one.lastgroup or 0) for one in islice(cards, LIMIT))


def read_phones(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Mobile numbers, hotlines and land lines."""
    if not _may_hold_phone(normalised.template):
        return ()
    hits = islice(PHONE.finditer(normalised.text), LIMIT)
    return tuple([_mention(normalised, *hit.span()) for hit in hits])


@by_template
def _may_hold_phone(template: str) -> bool:
    """Whether a row of figures is long enough in the texts of a template."""
    return LONG_NUMBER.search(template) is not None


def read_links(normalised: NormalisedText) -> tuple[NameMention, ...]:
    """Web addresses, with or without their scheme."""
    return tuple([_mention(normalised, *place) for place in _links(normalised.template)])


@by_template
def _links(template: str) -> tuple[tuple[int, int], ...]:
    """Where the texts of a template write web addresses."""
    return tuple(hit.span() for hit in islice(LINK.finditer(template), LIMIT)) if "/" in template else ()


def _mention(normalised: NormalisedText, start: int, end: int) -> NameMention:
    return NameMention(normalised.text[start:end], normalised.span(start, end))
