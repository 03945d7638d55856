"""What the readers of bills give: rows of money moved, and what could not be read, each with its place.

A bill is an export of a payment app or a bank: 支付宝, 微信支付, 京东, 美团, statements of accounts and credit cards.
Amounts are above or equal to nothing and have a direction beside them, seen from the owner's purse.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Family(StrEnum):
    """What kind of export a table is, told by its header row."""

    ALIPAY_WEB = "alipay_web"
    ALIPAY_APP = "alipay_app"
    WECHAT = "wechat"
    JD = "jd"
    MEITUAN = "meituan"
    BANK_ACCOUNT = "bank_account"
    BANK_CARD = "bank_card"
    OTHER = "other"


class Role(StrEnum):
    """What a column of a bill holds."""

    WHEN = "when"
    CLOCK = "clock"
    AMOUNT = "amount"
    AMOUNT_IN = "amount_in"
    AMOUNT_OUT = "amount_out"
    DIRECTION = "direction"
    FUNDS = "funds"
    COUNTERPARTY = "counterparty"
    COUNTERPARTY_ACCOUNT = "counterparty_account"
    PAYER = "payer"
    PAYEE = "payee"
    DESCRIPTION = "description"
    CATEGORY = "category"
    METHOD = "method"
    STATUS = "status"
    ORDER = "order"
    MERCHANT_ORDER = "merchant_order"
    CURRENCY = "currency"
    CARD = "card"
    BALANCE = "balance"
    REFUNDED = "refunded"


class Direction(StrEnum):
    """Where the money went: out of the owner's purse, into it, neither by the bill's own word (不计收支), or unsaid."""

    OUT = "out"
    IN = "in"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of the payment, by the bill's own word. A bill without such a column lists what was done."""

    DONE = "done"
    PENDING = "pending"
    FAILED = "failed"
    CLOSED = "closed"
    REFUNDED = "refunded"
    REFUND = "refund"


class Sign(StrEnum):
    """What a minus before an amount means.

    In an account it is money that leaves; on a credit card's statement what is bought stands without a sign and what is
    paid back with one; where no sign is ever written it says nothing.
    """

    ACCOUNT = "account"
    CARD = "card"
    NONE = "none"


class DayOrder(StrEnum):
    """How a day such as 03/04/2024 is written."""

    YEAR_FIRST = "year_first"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the line of a text file, or the row of a sheet; the first is number 1."""

    line: int
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.line}" if self.sheet else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What all rows of one table share.

    ``title`` holds the lines above the header that name the source; ``bank`` is the bank that issued a statement, by
    the name of the directory of lenders, empty where none is told or it is no bank's; ``card_tail`` the last four
    figures of the account or card that the statement is about.
    """

    family: Family
    columns: tuple[str, ...] = ()
    title: str = ""
    bank: str = ""
    card_tail: str = ""


@dataclass(frozen=True, slots=True)
class BillRow:
    """One movement of money.

    ``at`` is aware, None where the bill tells the day alone. ``refunded`` is how much of the amount came back by the
    bill's word, in the same currency. ``currency`` is empty where the bill names one that is not known. ``cells`` are
    the raw cells in the order of ``statement.columns``.
    """

    place: Place
    day: date
    amount: Decimal
    direction: Direction
    at: datetime | None = None
    currency: str = "CNY"
    outcome: Outcome = Outcome.DONE
    counterparty: str = ""
    counterparty_account: str = ""
    description: str = ""
    category: str = ""
    method: str = ""
    status: str = ""
    order_number: str = ""
    merchant_number: str = ""
    card_tail: str = ""
    balance: str = ""
    refunded: Decimal = Decimal(0)
    cells: tuple[str, ...] = ()
    statement: Statement = field(default=Statement(Family.OTHER))


class ProblemCode(StrEnum):
    """Why a row cannot be read."""

    MISSING = "missing"
    DAY = "day"
    DAY_ORDER = "day_order"
    DAY_WITHOUT_YEAR = "day_without_year"
    CLOCK = "clock"
    AMOUNT = "amount"
    AMOUNT_DECIMALS = "amount_decimals"
    AMOUNT_TOO_LARGE = "amount_too_large"
    TWO_AMOUNTS = "two_amounts"
    CHARACTERS = "characters"
    CUT = "cut"
    LINE_TOO_LONG = "line_too_long"
    REST_UNREADABLE = "rest_unreadable"


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row of money that cannot be read: where, in which column, why, and what stands there.

    ``field`` is None where the whole row is meant.
    """

    place: Place
    code: ProblemCode
    field: Role | None = None
    detail: str = ""
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.place}: {self.field}" if self.field else str(self.place)
        return f"{where}: {self.code}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line below the header that is no row of money: a total, a page number, a remark."""

    place: Place
    cells: tuple[str, ...] = ()


BillItem = BillRow | UnreadableRow | PassedOver


class BillProblemCode(StrEnum):
    """Why nothing of a file can be read as a bill."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED_ZIP = "encrypted_zip"
    NOT_UNLOCKED = "not_unlocked"
    LOCKED_OTHERWISE = "locked_otherwise"
    BROKEN_ZIP = "broken_zip"
    CUT_ZIP = "cut_zip"
    NO_BILL_IN_ZIP = "no_bill_in_zip"
    MANY_IN_ZIP = "many_in_zip"
    ENCRYPTED_WORKBOOK = "encrypted_workbook"
    BROKEN_WORKBOOK = "broken_workbook"
    CUT_WORKBOOK = "cut_workbook"
    PDF = "pdf"
    NOT_A_TABLE = "not_a_table"
    NO_HEADER = "no_header"


class BillProblem(ValueError):
    """A file that cannot be read as a bill; ``code`` says why, so that the shell can say what to do."""

    def __init__(self, code: BillProblemCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns of a table hold, by their numbers from 0, as a person said or we guessed.

    ``header`` is the number of the header row (its line), 0 where the table has none: then every row counts. A column
    may be left out; of several columns of one role the first that is filled counts, those of a description are joined.
    """

    roles: tuple[tuple[int, Role], ...]
    header: int = 0
    sign: Sign = Sign.ACCOUNT
    day_order: DayOrder = DayOrder.YEAR_FIRST
    currency: str = "CNY"
    sheet: str = ""
