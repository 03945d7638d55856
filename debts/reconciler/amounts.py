"""Sums of money in a text, with the part that each plays.

逾期金额1,833.60元，含罚息12.4元  ->  1833.60 claimed, 12.40 penalty
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from debts.finance.numerals import NotANumeralError, chinese_number
from debts.reconciler.amount_roles import WINDOW, role_of, weighed
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.types import AmountMention, AmountRole
from debts.rulebook.phrases import in_small_letters
from debts.rulebook.templates import by_template

CURRENCIES = {
    "HK$": "HKD", "HKD": "HKD", "港币": "HKD", "港元": "HKD", "港纸": "HKD",
    "NT$": "TWD", "NTD": "TWD", "TWD": "TWD",
    "新台币": "TWD", "台币": "TWD", "US$": "USD", "USD": "USD", "美元": "USD", "美金": "USD",
    "日元": "JPY", "JPY": "JPY", "欧元": "EUR", "EUR": "EUR", "英镑": "GBP", "GBP": "GBP",
    "澳门币": "MOP", "MOP": "MOP", "$": "USD",
}  # fmt: skip
OWN_SIGNS = ("人民币", "RMB", "CNY", "¥")
MULTIPLIERS = {
    "百": 100,
    "千": 1_000,
    "k": 1_000,
    "K": 1_000,
    "万": 10_000,
    "w": 10_000,
    "W": 10_000,
    "亿": 100_000_000,
}

_SIGN = "|".join(re.escape(sign) for sign in sorted((*CURRENCIES, *OWN_SIGNS), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?"
_NUMERAL = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}"
_CENT = r"[0-9零壹贰叁肆伍陆柒捌玖一二两三四五六七八九]"
_UNIT = r"元|圆|块钱|块|人民币|港元|港币|新台币|台币|美元|美金|日元|欧元|英镑|RMB|HKD|TWD|USD|CNY"
_FIRST = "".join(sorted({re.escape(sign[0]) for sign in (*CURRENCIES, *OWN_SIGNS)}))
# The look ahead spares the search the alternatives wherever no sum can begin.
AMOUNT = re.compile(
    rf"(?=[{_FIRST}\s:\-\d零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟])"
    rf"(?P<sign>{_SIGN})?\s?:?\s?-?(?<![\d.*xX])(?<!\d,)(?:(?P<digits>{_DIGITS})(?![\d.,]?\d|[*xX]\d|[*xX]{{2}})"
    rf"\s?(?P<scale>[百千万亿]|[kKwW](?![A-Za-z]))?(?P<short>\d)?|(?P<numeral>{_NUMERAL}))"
    rf"\s?[\])】]?(?P<vague>多|余|几|左右)?\s?(?P<unit>{_UNIT})?(?P<whole>整|正)?"
    rf"(?:(?P<tenths>{_CENT})角)?(?:(?P<cents>{_CENT})分(?![期钟之]))?"
)
# A bare number is money only where the words before or after it say so.
BARE_BEFORE = re.compile(
    r"(?:欠|欠款|金额|应还|待还|应缴|还款|本金|本息|利息|罚息|违约金|滞纳金|总额|共计|合计|总计|转|付|定金|缴纳|额度|存入|收到|款项|款)"
    r"(?:\(?元\)?|为|了|:|约|是|到|\[|\(|【|\s)*$"
)
BARE_AFTER = re.compile(
    r"(?:块|的?(?:单子|本金|本息|欠款|借款|贷款|尾款|账单|利息)|的(?:款|账|债)|这笔|那笔)?"
    r"(?:都|就|还|到现在|今天|现在|至今|已经|,|一直){0,2}(?:拖|没还|不还|未还|没给|没到|必须到|必须还|没结)"
    r"|的(?:款|账|单子|欠款|债)|本金|就想赖"
)
# The lower end of a range takes the unit of the upper one: 500-800元, 1至2万元.
RANGE = re.compile(r"\s?[-~–—至到]{1,2}\s?\d[\d,.]{0,12}\s?(?P<scale>[百千万])?(?:元|块|人民币)")
# A sum whose figures are masked or left open: 欠款xxx.xx元, ¥**. It has no value, yet a sum is named.
MASKED = re.compile(
    r"[*x×](?<![a-z][x*])[\d,.*x×]{0,15}\s?[万千]?(?:元(?!旦|宵|月)|块|圆|人民币|港币|港元)"
    r"|(?:¥|人民币|rmb|cny|hkd|金额为?:?|欠款:?|应还:?)\s?[\d,.]{0,8}[*x×]{2}",
)
# 2000都拖俩月了: of so many figures, neither a day nor the number of a contract.
BARE_LENGTHS = range(3, 7)
LIMIT = 200
# The signs that can stand before a sum whose words alone say that it is one.
BEFORE_BARE = frozenset("欠款额还缴金息计转付纳度入到项元为了:约是[(【) \t\n")


class Sum(NamedTuple):
    """Where a sum stands in the texts of a template, and all that does not hang on its figures.

    ``figures`` are those that make the sum, where nothing else has a part in it.
    """

    hit: re.Match[str]
    role: AmountRole
    scale: int
    currency: str
    figures: slice | None


def mentions_of(sums: Iterable[Sum], normalised: NormalisedText) -> tuple[AmountMention, ...]:
    """The sums of a template as one of its texts tells them."""
    return tuple([_mention(one, normalised) for one in sums])


def _mention(one: Sum, normalised: NormalisedText) -> AmountMention:
    if one.figures:
        value = Decimal(normalised.text[one.figures].replace(",", ""))
    else:
        value = _value(one.hit, normalised.text) * one.scale
    return AmountMention(value, one.role, normalised.span(*one.hit.span()), one.currency)


def names_sum(template: str) -> bool:
    """Whether the texts of a template name a sum, be it without telling it: 欠款xxx.xx元."""
    return bool(sums_of(template)) or names_masked_sum(template)


def names_masked_sum(text: str) -> bool:
    """Whether the normalised text names a sum without telling it: 欠款xxx.xx元."""
    return MASKED.search(in_small_letters(text)) is not None


@by_template
def sums_of(template: str) -> tuple[Sum, ...]:
    """Where the texts of a template name sums."""
    hits = list(islice(_hits(template), LIMIT))
    roles = weighed([role_of(template, hit.start(), hit.end()) for hit in hits])
    return tuple(_sum(template, hit, role) for hit, role in zip(hits, roles, strict=True))


def _sum(template: str, hit: re.Match[str], role: AmountRole) -> Sum:
    scale = _range_scale(template, hit)
    is_bare = hit["digits"] and scale == 1 and not (hit["scale"] or hit["tenths"] or hit["cents"])
    return Sum(hit, role, scale, _currency(hit), slice(*hit.span("digits")) if is_bare else None)


def _hits(template: str) -> Iterator[re.Match[str]]:
    return (hit for hit in AMOUNT.finditer(template) if _is_money(template, hit) and _is_number(hit))


def _is_number(hit: re.Match[str]) -> bool:
    """Whether Chinese numerals, where the sum is written in them, make a number."""
    try:
        return bool(hit["digits"]) or chinese_number(hit["numeral"]) >= 0
    except NotANumeralError:
        return False


def _value(hit: re.Match[str], text: str) -> Decimal:
    """The sum that a text has where its template has this one."""
    digits, scale, short = (text[slice(*hit.span(name))] for name in ("digits", "scale", "short"))
    if not digits:
        return Decimal(chinese_number(hit["numeral"])) + _cents(hit, text)
    number = Decimal(digits.replace(",", ""))
    if not scale:
        return number + _cents(hit, text)
    # 1千2 is said for 1200: the figure after the unit counts in the unit below.
    unit = MULTIPLIERS[scale]
    return number * unit + Decimal(short or 0) * (unit // 10) + _cents(hit, text)


def _cents(hit: re.Match[str], text: str) -> Decimal:
    if not (hit["tenths"] or hit["cents"]):
        return Decimal(0)
    tenths, cents = (_figure(text[slice(*hit.span(name))]) for name in ("tenths", "cents"))
    return Decimal(tenths * 10 + cents) / 100


def _figure(sign: str) -> int:
    if not sign:
        return 0
    return int(sign) if sign.isdecimal() else chinese_number(sign)


def _range_scale(text: str, hit: re.Match[str]) -> int:
    upper = None if hit["scale"] else RANGE.match(text, hit.end())
    return MULTIPLIERS.get(upper["scale"] or "", 1) if upper else 1


def _is_money(text: str, hit: re.Match[str]) -> bool:
    if hit["short"] and not hit["scale"]:
        return False
    if hit["unit"] or (hit["sign"] and hit["digits"]):
        return True
    if hit["digits"] and (RANGE.match(text, hit.end()) or _is_owed(text, hit)):
        return True
    if _is_counted(text, hit.end()) or not (hit["digits"] or _is_spoken(hit["numeral"])):
        return False
    if hit["digits"] and (hit["scale"] or hit["vague"]):
        return True
    start = hit.start()
    is_led_in = start > 0 and text[start - 1] in BEFORE_BARE
    return is_led_in and BARE_BEFORE.search(text[max(0, start - WINDOW) : start]) is not None


def _is_owed(text: str, hit: re.Match[str]) -> bool:
    """2000都拖俩月了, 5000本金必须到: what stands behind the bare figures says that they are owed."""
    return len(hit["digits"]) in BARE_LENGTHS and BARE_AFTER.match(text, hit.end()) is not None


def _is_spoken(numeral: str) -> bool:
    """三万五 or 两千: large enough to be money without a unit."""
    return len(numeral) > 1 and any(sign in "百千万" for sign in numeral)


def _is_counted(text: str, end: int) -> bool:
    """Whether what follows makes the number a count, a day or a part of a longer word."""
    return end < len(text) and text[end] in "天日期月年号次个点时分秒%人笔折位小-/:名"


def _currency(hit: re.Match[str]) -> str:
    return CURRENCIES.get(hit["sign"] or "") or CURRENCIES.get(hit["unit"] or "") or "CNY"
