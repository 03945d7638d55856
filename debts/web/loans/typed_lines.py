"""Tables that are typed or pasted as lines of text: a plan copied from an app, statements of a card.

第1期  2024年2月5日  916.80  766.80  150.00
2,2024/3/5,"1,404.20"
->  two lines of a plan; of the second only day and total are known

A line that cannot be read is named with its number and what is wrong; the others are read all the same.
"""

import csv
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from debts.finance import GivenInstalment, Statement
from debts.web.fields import DayField, MoneyField, plain
from debts.wording.excerpts import shortened

MOST, NAMED = 600, 8
UNKNOWN = frozenset({"-", "—", "–", "－", "?", "？"})
_GAPS = re.compile(r"[\s;；|、]+")
_NUMBER = re.compile(r"第?\d{1,3}(?:期|/\d{1,3})?[.．、)）]?")
_SHOWN = 30

T = TypeVar("T")


class Numbered(NamedTuple):
    """A line with the number that it has in the text."""

    number: int
    words: list[str]


class LinesOf(forms.CharField, Generic[T]):
    """A text of lines; hands over a tuple of what they say. ``numbers`` are the lines that it was read from."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)
        self.numbers: tuple[int, ...] = ()

    def line(self, words: list[str]) -> T:
        """What the words of a line say; ValidationError where they do not."""
        raise NotImplementedError

    def shown(self, value: T) -> str:
        """A stored line as it would be typed."""
        raise NotImplementedError

    def clean(self, value: Any) -> tuple[T, ...]:
        """Read every line."""
        lines = numbered(str(value or ""))
        if len(lines) > MOST:
            raise ValidationError(_("行数太多了，最多 %(limit)d 行。") % {"limit": MOST})
        read, problems = [], []
        for one in lines:
            try:
                read.append(self.line(one.words))
            except ValidationError as error:
                problems.append(_in_line(one, error))
        if problems:
            raise ValidationError(_fewer(problems))
        self.numbers = tuple(one.number for one in lines)
        return tuple(read)

    def prepare_value(self, value: Any) -> Any:
        """Show stored lines as text."""
        return value if isinstance(value, str) else "\n".join(self.shown(one) for one in value or ())


class PlanField(LinesOf[GivenInstalment]):
    """A plan: day, total, and where they are known principal, interest and fee."""

    def line(self, words: list[str]) -> GivenInstalment:
        """Read one instalment."""
        day, total, principal, interest, fee = _cells(words, (_day, _sum, _sum, _sum, _sum), needed=2)
        if total is None:
            raise ValidationError(_("缺少这一期的应还金额。"))
        return GivenInstalment(day, total, principal, interest, fee or Decimal("0.00"))

    def shown(self, value: GivenInstalment) -> str:
        """Show one instalment."""
        return _joined(value.due_on, value.total, value.principal, value.interest, value.fee or None)


class StatementsField(LinesOf[Statement]):
    """Statements: their day, the due day, what is asked, and the least of it where it is known."""

    def line(self, words: list[str]) -> Statement:
        """Read one statement."""
        day, due_on, balance, minimum = _cells(words, (_day, _day, _sum, _sum), needed=3)
        if balance is None:
            raise ValidationError(_("缺少这期账单的应还金额。"))
        return Statement(day, due_on, balance, minimum)

    def shown(self, value: Statement) -> str:
        """Show one statement."""
        return _joined(value.day, value.due_on, value.balance, value.minimum)


def numbered(text: str) -> list[Numbered]:
    """The lines that say something, each in words; a number of an instalment at the front is left out."""
    lines = enumerate(text.replace("\x00", "").splitlines(), start=1)
    split = (Numbered(number, _words(plain(line))) for number, line in lines)
    return [one for one in split if one.words]


def _words(line: str) -> list[str]:
    """Commas part the cells of a table only where blanks do not: in 1,404.20 they group the figures."""
    words = next(csv.reader([line])) if '"' in line else _GAPS.split(line)
    if len(words) == 1:
        words = line.split(",")
    words = [word.strip(", ") for word in words if word.strip(", ")]
    return words[1:] if len(words) > 1 and _NUMBER.fullmatch(words[0]) else words


def _cells(words: Sequence[str], readers: Sequence[Callable[[str], Any]], *, needed: int) -> list[Any]:
    if len(words) < needed:
        raise ValidationError(_("这一行不完整，请照例子补上日期和金额，中间用空格隔开。"))
    if len(words) > len(readers):
        raise ValidationError(_("“%(text)s”后面多出了内容，请删去。") % {"text": words[len(readers) - 1]})
    read = [reader(word) for reader, word in zip(readers, words, strict=False)]
    return [*read, *[None] * (len(readers) - len(read))]


def _day(word: str) -> date:
    found: date = DayField().clean(word)
    return found


def _sum(word: str) -> Decimal | None:
    if word in UNKNOWN:
        return None
    found: Decimal | None = MoneyField(or_nothing=True).clean(word)
    return found


def _joined(*cells: date | Decimal | None) -> str:
    """The cells with a sign for those that are unknown, but for the last."""
    last = max(place for place, cell in enumerate(cells) if cell is not None)
    return " ".join("-" if cell is None else str(cell) for cell in cells[: last + 1])


def _in_line(line: Numbered, error: ValidationError) -> str:
    shown, problem = shortened(" ".join(line.words), _SHOWN), " ".join(error.messages)
    return _("第 %(row)d 行“%(text)s”：%(problem)s") % {"row": line.number, "text": shown, "problem": problem}


def _fewer(problems: list[str]) -> list[str]:
    """The first problems one by one, the others by their number."""
    if len(problems) <= NAMED:
        return problems
    return [*problems[:NAMED], _("另有 %(count)d 行也看不明白。") % {"count": len(problems) - NAMED}]
