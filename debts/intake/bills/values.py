"""Cells of bills into values: sums with their sign, words for directions, outcomes and currencies.

"¥1,234.50"            ->  Sum(Decimal("1234.50"))
"-345.67"              ->  Sum(Decimal("-345.67"), is_signed=True)
"131.77(已退款89.84)"    ->  Sum(Decimal("131.77"), refunded=Decimal("89.84"))
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from debts.finance.money import AmountProblem, AmountProblemCode, parse_amount
from debts.intake.bills.types import Direction, Outcome, ProblemCode

ZERO = Decimal(0)
LONGEST_AMOUNT = 64
BLANKS = frozenset({"", "-", "--", "---", "/", "—", "——", "_", "null", "none", "n/a", "无", "(空)"})
# What programs put around a figure so that a spreadsheet takes it for text.
WRAPPING = re.compile(r"""^=?\s*["'](.*?)["']?$|^'(.*)$""", re.DOTALL)

REFUNDED = re.compile(r"[(]?已(?:(?P<all>全额)退款|退款[(]?[¥]?(?P<part>[\d,.]+)[)]?)[)]?$")
COUNTRY = re.compile(r"[(][a-z]{2,3}[)]$")
MARK = re.compile(r"^(?:人民币|rmb|[a-z]{3}(?=[\s\d.+/-])/?|hk[$]|nt[$]|us[$]|[¥$])\s*")
MARK_BEHIND = re.compile(r"\s*/?(?P<mark>人民币|美元|港币|日元|欧元|英镑|元|rmb|cny|usd|hkd|twd|eur|jpy|gbp)$")
SIDE_BEHIND = re.compile(r"\s*[(]?(?P<side>cr|dr|贷|借|存入|收入|支取|支出)[)]?[.]?$")
SIDES_OUT = frozenset({"dr", "借", "支取", "支出"})
MINUS = "-−–—﹣"
FIGURE = re.compile(r"[\d,]*(?:\.\d*)?")

CURRENCIES = {
    "人民币": "CNY", "人民币元": "CNY", "cny": "CNY", "rmb": "CNY", "156": "CNY", "元": "CNY", "¥": "CNY",
    "港币": "HKD", "港元": "HKD", "hkd": "HKD", "hk$": "HKD", "344": "HKD",
    "新台币": "TWD", "台币": "TWD", "twd": "TWD", "nt$": "TWD", "澳门元": "MOP", "澳门币": "MOP", "mop": "MOP",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "840": "USD", "欧元": "EUR", "eur": "EUR",
    "日元": "JPY", "jpy": "JPY", "英镑": "GBP", "gbp": "GBP", "新加坡元": "SGD", "sgd": "SGD", "澳元": "AUD",
    "澳大利亚元": "AUD", "aud": "AUD", "加元": "CAD", "加拿大元": "CAD", "cad": "CAD",
}  # fmt: skip

# The first that fits counts: 不计收支 holds both 收 and 支.
DIRECTIONS: tuple[tuple[re.Pattern[str], Direction], ...] = (
    (re.compile(r"不计|中性|资金转移|^其[他它]$"), Direction.NEUTRAL),
    (re.compile(r"支|付|借|出账|转出|^出$|^dr|debit|^d$|^out$|withdraw"), Direction.OUT),
    (re.compile(r"收|贷|入账|转入|^入$|^进$|^cr|credit|^c$|^in$|deposit"), Direction.IN),
)
# The first that fits counts: 退款成功 is a refund, 退款失败 failed.
OUTCOMES: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile(r"失败|拒绝|撤销|冲正|未成功|已取消|作废|无效|fail|declin|revers"), Outcome.FAILED),
    (re.compile(r"已全额退款|已退款|部分退款|对方已退还|已退还"), Outcome.REFUNDED),
    (re.compile(r"退款成功|退款到账|退货|退票"), Outcome.REFUND),
    (re.compile(r"关闭|超时"), Outcome.CLOSED),
    (
        re.compile(r"处理中|待付|待支付|待还|等待(?!确认收货|收货)|进行中|还款中|扣款中|受理中|未入账|pending"),
        Outcome.PENDING,
    ),
)


class RefusedValue(ValueError):
    """A cell that cannot be taken; ``code`` says in which way."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as a cell writes it: below nothing where the cell says so.

    ``currency`` is empty where the cell names none. ``is_signed`` tells whether a sign stands before it at all,
    ``is_worded`` whether a word behind it, as in 50.00 CR or 50.00(存入), says which way the money went.
    """

    value: Decimal
    is_signed: bool = False
    currency: str = ""
    refunded: Decimal = ZERO
    is_worded: bool = False


def clean(cell: str) -> str:
    """A cell without the blanks, tabs and wrapping around its words; full-width figures and letters become narrow."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if text[:1] in ("=", "'", '"') and (hit := WRAPPING.match(text)):
        text = (hit[1] if hit[1] is not None else hit[2] or "").strip()
    return text


def words(cell: str) -> str:
    """The words of a cell in one line, nothing where it only says that there are none, as ``/`` does."""
    text = " ".join(clean(cell).split())
    return "" if is_blank(text) else text


def is_blank(text: str) -> bool:
    """Whether a clean cell stands for nothing."""
    return text.lower() in BLANKS or not text.strip("-—_ ")


def read_sum(cell: str) -> Sum:
    """The sum in a cell; raises RefusedValue for anything doubtful."""
    text = clean(cell).lower()
    if len(text) > LONGEST_AMOUNT:
        raise RefusedValue(ProblemCode.AMOUNT)
    text, refund = _split_refund(text)
    text, side = _without_side(COUNTRY.sub("", text))
    text, mark, sign = _without_marks(text)
    value, sign = _figure(text), side or sign
    return Sum(
        value=-value if sign < 0 else value,
        is_signed=sign != 0,
        currency=currency_of(mark) if mark else "",
        refunded=_refunded(refund, value),
        is_worded=side != 0,
    )


def _without_side(text: str) -> tuple[str, int]:
    """The sum without a word behind it that says which way the money went: -1 out, 1 in, 0 where there is none."""
    hit = SIDE_BEHIND.search(text)
    return (text[: hit.start()], -1 if hit["side"] in SIDES_OUT else 1) if hit else (text, 0)


def _split_refund(text: str) -> tuple[str, re.Match[str] | None]:
    hit = REFUNDED.search(text)
    return (text[: hit.start()].strip(), hit) if hit else (text, None)


def _refunded(hit: re.Match[str] | None, value: Decimal) -> Decimal:
    if hit is None:
        return ZERO
    return value if hit["all"] else min(_figure(hit["part"]), value)


def _without_marks(text: str) -> tuple[str, str, int]:
    """The bare figure, the currency's mark and the sign: -1, 1 where a plus is written, 0 for none."""
    sign, mark = 0, ""
    if text[:1] == "(" and text[-1:] == ")":
        text, sign = text[1:-1].strip(), -1
    if text[-1:] and text[-1] in MINUS:
        text, sign = text[:-1], -1
    for _ in range(2):
        if text[:1] and text[0] in MINUS + "+":
            text, sign = text[1:].strip(), 1 if text[0] == "+" else -1
        if hit := MARK.match(text):
            text, mark = text[hit.end() :], hit[0].strip()
    if hit := MARK_BEHIND.search(text):
        text, mark = text[: hit.start()], mark or hit["mark"]
    return text.strip(), mark, sign


def _figure(text: str) -> Decimal:
    """A figure in Arabic digits; zeros behind the second decimal are no decimals."""
    if not FIGURE.fullmatch(text) or not any(map(str.isdecimal, text)):
        raise RefusedValue(ProblemCode.AMOUNT)
    whole, dot, decimals = text.partition(".")
    try:
        return parse_amount(f"{whole or '0'}{dot}{decimals[:2]}{decimals[2:].rstrip('0')}".rstrip("."))
    except AmountProblem as problem:
        raise RefusedValue(_AMOUNT_PROBLEMS.get(problem.code, ProblemCode.AMOUNT)) from None


_AMOUNT_PROBLEMS = {
    AmountProblemCode.TOO_MANY_DECIMALS: ProblemCode.AMOUNT_DECIMALS,
    AmountProblemCode.TOO_LARGE: ProblemCode.AMOUNT_TOO_LARGE,
}


def currency_of(cell: str) -> str:
    """The three letters of a currency; nothing where the cell names one that is not known."""
    text = clean(cell).lower()
    return CURRENCIES.get(text) or CURRENCIES.get(re.sub(r"[(].*[)]|[^a-z]", "", text), "")


def direction_of(cell: str) -> Direction:
    """What a cell such as 收/支 or 借贷标志 says; ``/`` and an empty one are neutral, other words are unknown."""
    text = clean(cell).lower()
    if is_blank(text):
        return Direction.NEUTRAL
    return next((found for pattern, found in DIRECTIONS if pattern.search(text)), Direction.UNKNOWN)


def outcome_of(cell: str) -> Outcome:
    """What a cell with the state of a payment says; other words than these mean that it was done."""
    text = clean(cell).lower()
    return next((found for pattern, found in OUTCOMES if pattern.search(text)), Outcome.DONE)
