"""The rows in which fees are typed: name, sum or share, when it is taken, and by whom.

担保费 | 50 | 每期收取 | 第三方     ->  Fee(EACH, amount=50.00, to_third_party=True, name="担保费")
砍头息 | 8% | 放款时一次扣除 | 机构  ->  Fee(START, rate=0.08, name="砍头息")
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.finance import Fee
from debts.finance import FeeTiming as Timing
from debts.models.terms import FeeTiming
from debts.web.fields import MoneyField, PercentField, as_percent, plain

SPARE, LEAST, MOST = 2, 3, 20
THIRD_PARTY = "third_party"
TAKERS = (("", gettext_lazy("出借机构")), (THIRD_PARTY, gettext_lazy("第三方")))
LONGEST_NAME = 60
PARTS = ("name", "sum", "timing", "taker")
_NAME = re.compile(r"^fees-(\d{1,3})-(?:name|sum|timing|taker)$")


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row as typed; ``number`` counts from 1 as people do."""

    number: int
    name: str = ""
    sum: str = ""
    timing: str = Timing.START.value
    taker: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; what is only chosen from a list does not count."""
        return not plain(self.name) and not plain(self.sum)

    @property
    def timings(self) -> list[tuple[str, Any]]:
        """When a fee can be taken."""
        return list(FeeTiming.choices)

    @property
    def takers(self) -> tuple[tuple[str, Any], ...]:
        """Who can take it."""
        return TAKERS


class FeesWidget(forms.Widget):
    """Reads the rows; the page draws them itself."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[FeeRow]:
        """The rows that were sent, in their order."""
        del files, name
        numbers = sorted({int(found[1]) for key in data if (found := _NAME.match(key))})[:MOST]
        return [_row(data, number, place) for place, number in enumerate(numbers, start=1)]

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the first row."""
        return f"{id_}-1-name" if id_ else id_


class FeesField(forms.Field):
    """Fees in rows; hands over a tuple of ``Fee``. A row whose sum is left out is a fee that nobody knows."""

    widget = FeesWidget

    def clean(self, value: Sequence[FeeRow] | None) -> tuple[Fee, ...]:
        """Read every row; each that cannot be read is named."""
        fees, problems = [], []
        for row in value or ():
            if row.is_empty:
                continue
            try:
                fees.append(_fee(row))
            except ValidationError as error:
                problems += [_("第 %(row)d 行：%(problem)s") % {"row": row.number, "problem": one} for one in error]
        if problems:
            raise ValidationError(problems)
        return tuple(fees)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the rows say something else than what is stored."""
        return bool(rows_of(initial) != data)


def rows_of(value: Any) -> list[FeeRow]:
    """Rows as typed, or stored fees as rows."""
    given = value or ()
    return [one if isinstance(one, FeeRow) else _shown(one, number) for number, one in enumerate(given, start=1)]


def with_spare(rows: Sequence[FeeRow]) -> list[FeeRow]:
    """The rows with something in them or between them, and a few to fill in."""
    last = max((row.number for row in rows if not row.is_empty), default=0)
    count = min(MOST, max(LEAST, last + SPARE))
    return [*rows[:last], *(FeeRow(number) for number in range(last + 1, count + 1))]


def row_numbers(rows: Sequence[FeeRow]) -> Iterator[int]:
    """The numbers of the rows that are fees, as the person sees them."""
    return (row.number for row in rows if not row.is_empty)


def _row(data: Mapping[str, Any], number: int, place: int) -> FeeRow:
    cells = {part: str(data.get(f"fees-{number}-{part}", "")).replace("\x00", "") for part in PARTS}
    return FeeRow(place, **cells)


def _shown(fee: Fee, number: int) -> FeeRow:
    figure = f"{fee.amount:.2f}" if fee.amount is not None else ""
    share = f"{as_percent(fee.rate)}%" if fee.rate is not None else ""
    return FeeRow(number, fee.name, figure or share, fee.timing.value, THIRD_PARTY if fee.to_third_party else "")


def _fee(row: FeeRow) -> Fee:
    name = plain(row.name)
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("名称太长了，最多 %(limit)d 个字。") % {"limit": LONGEST_NAME})
    if row.timing not in FeeTiming:
        raise ValidationError(_("请选择什么时候收取。"))
    amount, rate = _sum(row.sum)
    return Fee(Timing(row.timing), amount, rate, row.taker == THIRD_PARTY, name)


def _sum(typed: str) -> tuple[Decimal | None, Decimal | None]:
    """A share where a percent sign says so, else a sum; neither where nothing is known."""
    if plain(typed).endswith("%"):
        share: Decimal = PercentField(places=8, limit=Decimal(100)).clean(typed)
        return None, share.normalize()
    return MoneyField(or_nothing=True, required=False).clean(typed), None
