"""The columns of an unknown table, named by the person: all of it stands in the address, and nothing is written."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from debts.intake.bills import (
    BillProblem,
    BillProblemCode,
    BillRow,
    ColumnMapping,
    DayOrder,
    Direction,
    Guess,
    Role,
    Sign,
    UnreadableRow,
    guess_mapping,
    look,
    read_bill,
)
from debts.intake.bills.columns import header_in
from debts.models import Attachment
from debts.models.loans import Currency
from debts.web.bills.asking import MOST_COLUMNS, mapping_in
from debts.web.bills.reading import opened
from debts.web.bills.words import say_sum, say_unreadable
from debts.web.context import own_or_404
from debts.web.pages import OwnRequest
from debts.wording import BILL_COLUMNS, say_bill_problem

SAMPLES = 3
LONGEST_SAMPLE = 40
PREVIEWED = 8
MONEY = frozenset({Role.AMOUNT, Role.AMOUNT_IN, Role.AMOUNT_OUT})

SIGNS: dict[Sign, Promise] = {
    Sign.ACCOUNT: gettext_lazy("负数是付出去的钱"),
    Sign.CARD: gettext_lazy("负数是还进来的钱（信用卡账单）"),
    Sign.NONE: gettext_lazy("正负号不表示什么，看别的栏"),
}
ORDERS: dict[DayOrder, Promise] = {
    DayOrder.YEAR_FIRST: gettext_lazy("年在前，如 2024-03-05"),
    DayOrder.DAY_FIRST: gettext_lazy("日在前，如 05/03/2024"),
    DayOrder.MONTH_FIRST: gettext_lazy("月在前，如 03/05/2024"),
}
DIRECTIONS: dict[Direction, Promise] = {
    Direction.OUT: gettext_lazy("付出"),
    Direction.IN: gettext_lazy("收到"),
    Direction.NEUTRAL: gettext_lazy("不计收支"),
    Direction.UNKNOWN: gettext_lazy("看不出方向"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A column with its name, some of its cells, and what it is said to hold."""

    index: int
    name: str
    cells: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Previewed:
    """A row as it would be read, or why it would not be."""

    when: str = ""
    sum: str = ""
    direction: str = ""
    words: str = ""
    problem: str = ""


@require_safe
def bill_columns(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask what the columns of a bill hold, and show how its first rows would be read."""
    kept = own_or_404(Attachment, request, pk)
    try:
        guess = _guess(kept, mapping_in(request.GET))
    except BillProblem as problem:
        if problem.code is BillProblemCode.ENCRYPTED_ZIP:
            return redirect("bill_unlock", pk)
        context = {"kept": kept, "said": say_bill_problem(problem.code), "detail": problem.detail}
        return render(request, "bills/unreadable.html", context)
    missing = list(_missing(guess))
    context = {
        "kept": kept,
        "mapping": guess.mapping,
        "samples": list(_samples(guess)),
        "roles": list(BILL_COLUMNS.items()),
        "signs": [(sign.value, words) for sign, words in SIGNS.items()],
        "orders": [(order.value, words) for order, words in ORDERS.items()],
        "currencies": Currency.choices,
        "missing": missing if "header" in request.GET else [],
        "is_known": header_in(guess.names) is not None,
        "preview": [] if missing else list(_preview(kept, guess.mapping)),
    }
    return render(request, "bills/columns.html", context)


def _guess(kept: Attachment, mapping: ColumnMapping | None) -> Guess:
    with opened(kept) as stream:
        return look(stream, mapping) if mapping else guess_mapping(stream)


def _samples(guess: Guess) -> Iterator[Sample]:
    roles = dict(guess.mapping.roles)
    width = max((len(guess.names), *(len(row.cells) for row in guess.rows)), default=0)
    for index in range(min(width, MOST_COLUMNS)):
        cells = (row.cells[index].strip() for row in guess.rows if index < len(row.cells))
        shown = tuple(dict.fromkeys(cell[:LONGEST_SAMPLE] for cell in cells if cell))[:SAMPLES]
        name = guess.names[index] if index < len(guess.names) else ""
        if name or shown:
            role = roles.get(index)
            yield Sample(
                index, name or _("第 %(number)d 列") % {"number": index + 1}, shown, role.value if role else ""
            )


def _missing(guess: Guess) -> Iterator[str]:
    """What has to be said before rows of money can be read."""
    found = {role for _index, role in guess.mapping.roles}
    if Role.WHEN not in found:
        yield _("还要指明哪一列是交易时间。")
    if not found & MONEY:
        yield _("还要指明哪一列是金额，或者收入金额、支出金额。")
    if guess.mapping.header and not guess.names:
        yield _("文件里没有第 %(line)d 行，请核对表头在第几行。") % {"line": guess.mapping.header}


def _preview(kept: Attachment, mapping: ColumnMapping) -> Iterator[Previewed]:
    with opened(kept) as stream, closing(read_bill(stream, mapping=mapping)) as items:
        rows = (item for item in items if isinstance(item, BillRow | UnreadableRow))
        for item in islice(rows, PREVIEWED):
            yield Previewed(problem=say_unreadable(item)) if isinstance(item, UnreadableRow) else _previewed(item)


def _previewed(row: BillRow) -> Previewed:
    words = filter(None, (row.counterparty, row.description, row.category, row.status))
    when = row.at.strftime("%Y-%m-%d %H:%M") if row.at else row.day.isoformat()
    return Previewed(when, say_sum(row), str(DIRECTIONS[row.direction]), " · ".join(words))
