"""Figures of money: one place that rounds them, one door for those that people type.

parse_amount("１,２３４.5元")  ->  Decimal("1234.50")
parse_amount("1,23.4")        ->  AmountProblem, code "bad_grouping"
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from debts.finance.numerals import NotANumeralError, chinese_number

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
MAX_AMOUNT = Decimal("9999999999.99")  # ten thousand million yuan: beyond it somebody's finger slipped
MAX_LENGTH = 64  # the longest sum in capital numerals is shorter; a paste of pages is no number

UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "k": 1_000, "w": 10_000}

CURRENCY_BEFORE = re.compile(r"^(?:人民币|rmb|cny|¥)\s*:?\s*", re.IGNORECASE)
CURRENCY_AFTER = re.compile(r"(?<!\s)\s*(?:人民币|rmb|cny)$", re.IGNORECASE)
SIGN_BEFORE = re.compile(r"^\s*(?:[-−–—﹣]|负)")
MINOR = re.compile(
    r"^(?:(?P<jiao>[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两])[角毛])?零?(?:(?P<fen>[0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖两])分)?$"
)
FIGURE = re.compile(r"^(?P<figure>[0-9.,]+)\s*(?P<units>[十百千万亿kw]*)$")
GROUPED = re.compile(r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$")
PLAIN = re.compile(r"^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$")


class AmountProblemCode(StrEnum):
    """What is wrong with a sum that somebody typed."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    BAD_GROUPING = "bad_grouping"
    NEGATIVE = "negative"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"


class AmountProblem(ValueError):
    """A text that is no usable sum of money; ``code`` says why, so that a form can say it in the user's language."""

    def __init__(self, code: AmountProblemCode, text: str) -> None:
        super().__init__(f"{code}: {text[:MAX_LENGTH]!r}")
        self.code = code
        self.text = text


def to_cents(value: Decimal) -> Decimal:
    """The value rounded to the cent, halves away from zero, as lenders and tills do."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """The sum that a person typed, in yuan to the cent; raises AmountProblem with a code for anything doubtful.

    Full-width figures, currency marks, thousands in threes, 万 and capital numerals are understood. What could be read
    in two ways (``1,23.4``, ``1.234``) is refused rather than guessed: an amount read wrongly is worse than none.
    """
    clean = unicodedata.normalize("NFKC", text[: MAX_LENGTH + 1]).strip()
    if not clean:
        raise AmountProblem(AmountProblemCode.EMPTY, text)
    if len(text.strip()) > MAX_LENGTH:
        raise AmountProblem(AmountProblemCode.NOT_A_NUMBER, text)
    value = _read(_without_currency(clean, text), text)
    if value > MAX_AMOUNT:
        raise AmountProblem(AmountProblemCode.TOO_LARGE, text)
    if value != to_cents(value):
        raise AmountProblem(AmountProblemCode.TOO_MANY_DECIMALS, text)
    return to_cents(value)


def _without_currency(clean: str, text: str) -> str:
    """Take off the marks around the figure; a minus sign is seen on either side of the currency."""
    for _ in range(2):
        if SIGN_BEFORE.match(clean):
            raise AmountProblem(AmountProblemCode.NEGATIVE, text)
        clean = CURRENCY_BEFORE.sub("", clean)
    return CURRENCY_AFTER.sub("", clean).rstrip("整正").strip()


def _read(clean: str, text: str) -> Decimal:
    """Yuan before 元, the jiao and fen behind it."""
    whole, mark, rest = clean.replace("圆", "元").replace("块钱", "元").replace("块", "元").partition("元")
    if not mark and clean.endswith(("角", "毛", "分")):
        whole, rest = "0", clean
    minor = MINOR.match(rest.strip())
    if minor is None or not whole.strip():
        raise AmountProblem(AmountProblemCode.NOT_A_NUMBER, text)
    jiao, fen = (_digit(minor[name]) for name in ("jiao", "fen"))
    return _yuan(whole.strip().lower(), text) + Decimal(jiao) / 10 + Decimal(fen) / 100


def _digit(sign: str | None) -> int:
    if sign is None:
        return 0
    return int(sign) if sign.isdigit() else chinese_number(sign)


def _yuan(whole: str, text: str) -> Decimal:
    figure = FIGURE.match(whole)
    if figure is None:
        return _numeral(whole, text)
    value = _figure(figure["figure"], text, has_unit=bool(figure["units"]))
    for unit in figure["units"]:
        value *= UNITS[unit]
    return value


def _numeral(whole: str, text: str) -> Decimal:
    try:
        return Decimal(chinese_number(whole))
    except NotANumeralError as error:
        raise AmountProblem(AmountProblemCode.NOT_A_NUMBER, text) from error


def _figure(figure: str, text: str, *, has_unit: bool) -> Decimal:
    """A figure in Arabic digits; behind 万 and the like more decimals are no danger."""
    if not any(sign.isdigit() for sign in figure):
        raise AmountProblem(AmountProblemCode.NOT_A_NUMBER, text)
    if "," in figure and not GROUPED.match(figure):
        raise AmountProblem(AmountProblemCode.BAD_GROUPING, text)
    plain = figure.replace(",", "")
    if not PLAIN.match(plain):
        raise AmountProblem(AmountProblemCode.NOT_A_NUMBER, text)
    if not has_unit and len(plain.partition(".")[2]) > 2:  # noqa: PLR2004 - yuan have two decimals
        raise AmountProblem(AmountProblemCode.TOO_MANY_DECIMALS, text)
    return Decimal(plain)
