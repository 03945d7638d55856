"""Form fields that hand over the ledger's own types, and say in plain words what is wrong with what was typed.

"１,２３４.5元"  ->  Decimal("1234.50")          "1,23.4"  ->  逗号的位置看不明白 …
"2024年1月10日", no time  ->  the end of that day in the owner's zone
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from debts.finance import AmountProblem, AmountProblemCode, parse_amount
from debts.finance.moments import END_OF_DAY
from debts.wording.excerpts import shortened

# Consumer credit on the mainland is younger, and an aware time of the year 1 cannot be turned into UTC.
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2099, 12, 31)
# With a last day the browser's field takes four digits for a year and goes on; without one it waits for two more.
_DAY_INPUT = {"type": "date", "max": LAST_DAY.isoformat()}

When = TypeVar("When", bound=date | None)

AMOUNT_MESSAGES: dict[AmountProblemCode, Any] = {
    AmountProblemCode.EMPTY: _("请填写金额。"),
    AmountProblemCode.NOT_A_NUMBER: _("“%(text)s”不像一个金额。请只写数字，例如 1234.56。"),
    AmountProblemCode.BAD_GROUPING: _("“%(text)s”里的逗号看不明白，可能读错一位。请去掉逗号再写，例如 1234.56。"),
    AmountProblemCode.NEGATIVE: _("“%(text)s”是负数。请写正数；钱的去向由所填的栏目表示。"),
    AmountProblemCode.TOO_MANY_DECIMALS: _("“%(text)s”的小数超过两位。请写到分，例如 1234.56。"),
    AmountProblemCode.TOO_LARGE: _("“%(text)s”太大了，可能多写了几位。请核对后重写。"),
}
_SHOWN = 40
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_DAY_TOGETHER = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})\s*[:时時点點]\s*(\d{1,2})\s*(?:[:分]\s*(\d{1,2}))?\s*[分秒]?(?:\.0+)?$")


def plain(text: Any) -> str:
    """What was typed, full-width signs made ordinary and blanks at the ends taken off."""
    return unicodedata.normalize("NFKC", str(text)).strip() if text is not None else ""


def initial_of(form: type[forms.Form], row: Any) -> dict[str, Any]:
    """A row as its form shows it; a file that is kept is not shown in a field."""
    return {
        name: getattr(row, name) for name, field in form.base_fields.items() if not isinstance(field, forms.FileField)
    }


def not_ahead(when: When, now: Any, words: Any) -> When:
    """What was typed, be it a moment or a day; refused with ``words`` where it is still to come."""
    if when and when > now:
        raise ValidationError(words)
    return when


def _quoted(text: Any) -> dict[str, str]:
    return {"text": shortened(str(text).strip(), _SHOWN)}


class TextField(forms.CharField):
    """One line or more of text without characters that no database can hold."""

    def to_python(self, value: Any) -> str | None:
        """Take NUL and lone surrogates out before anything else looks at the text."""
        text = str(value).encode("utf-8", "replace").decode("utf-8").replace("\x00", "") if value else value
        return super().to_python(text)


class MoneyField(forms.Field):
    """A sum above zero, read as people write it; hands over a Decimal to the cent, None where left empty.

    With ``or_nothing`` the sum may be zero: the interest on a receipt can be.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "64"})
    default_error_messages = {"required": AMOUNT_MESSAGES[AmountProblemCode.EMPTY]}

    def __init__(self, *, or_nothing: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.or_nothing = or_nothing

    def to_python(self, value: Any) -> Decimal | None:
        """Read the sum; every doubtful way of writing gets its own message."""
        if not plain(value):
            return None
        try:
            amount = parse_amount(str(value))
        except AmountProblem as problem:
            message = AMOUNT_MESSAGES[problem.code]
            raise ValidationError(message, code=problem.code, params=_quoted(value)) from problem
        if amount == 0 and not self.or_nothing:
            raise ValidationError(_("金额要大于零。"), code="zero")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show a stored sum without grouping, so that it reads back as it stands."""
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class PercentField(forms.Field):
    """A rate typed in percent and handed over as a fraction: 18 becomes 0.18."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "20"})

    def __init__(self, *, limit: Decimal = Decimal(1000), places: int = 6, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
        self.places = places

    def to_python(self, value: Any) -> Decimal | None:
        """Read the percentage; a rate above the limit is a slip of the finger."""
        text = plain(value).removesuffix("%").removeprefix("%").strip()
        if not text:
            return None
        if not re.fullmatch(r"\d{1,6}(\.\d{0,8})?|\.\d{1,8}", text, re.ASCII):
            raise ValidationError(_("“%(text)s”不像一个利率。请写百分数，例如 18 或 7.2。"), params=_quoted(value))
        percent = _decimal(text)
        if percent > self.limit:
            raise ValidationError(_("“%(text)s”高得不像利率。请写百分数，例如 18 表示 18%%。"), params=_quoted(value))
        return self._kept(percent, value)

    def _kept(self, percent: Decimal, value: Any) -> Decimal:
        """The fraction to as many decimals as are kept; one that has more would be changed in silence."""
        fraction = percent / 100
        kept = fraction.quantize(Decimal(1).scaleb(-self.places))
        if kept != fraction:
            params = {**_quoted(value), "places": self.places - 2}
            raise ValidationError(_("“%(text)s”的小数太多。这里的百分数最多写 %(places)d 位小数。"), params=params)
        return kept

    def prepare_value(self, value: Any) -> Any:
        """Show a stored fraction as percent, without zeros at its end."""
        return as_percent(value) if isinstance(value, Decimal) else value


def as_percent(fraction: Decimal) -> str:
    """A fraction as the figure before the percent sign: 0.180000 is 18."""
    text = f"{fraction * 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("“%(text)s”不是数字。"), params=_quoted(text)) from error


class DayField(forms.Field):
    """A day between 1980 and 2099, in any usual way of writing; hands over a date, None where left empty."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs=_DAY_INPUT)
    default_error_messages = {"required": _("请填写日期。")}

    def to_python(self, value: Any) -> date | None:
        """Read the day."""
        if isinstance(value, date):
            return value
        text = plain(value)
        if not text:
            return None
        found = _DAY.match(text) or _DAY_TOGETHER.match(text)
        if not found:
            raise ValidationError(_("“%(text)s”不像一个日期。请这样写：2024-01-10。"), params=_quoted(value))
        return self._day(value, *(int(part) for part in found.groups()))

    @staticmethod
    def _day(value: Any, year: int, month: int, day: int) -> date:
        try:
            found = date(year, month, day)
        except ValueError as error:
            raise ValidationError(_("日历上没有“%(text)s”这一天，请核对。"), params=_quoted(value)) from error
        if not FIRST_DAY <= found <= LAST_DAY:
            raise ValidationError(_("“%(text)s”的年份不对，请核对。"), params=_quoted(value))
        return found


class ClockInput(forms.TimeInput):
    """Shows the seconds that are stored, in every language, and none where there are none."""

    def format_value(self, value: Any) -> str | None:
        """The value as browsers take it; what was typed stays as it is."""
        if isinstance(value, time):
            return value.strftime("%H:%M:%S" if value.second else "%H:%M")
        return super().format_value(value)


class TimeOfDayField(forms.Field):
    """A time of day, 15:20 or 15:20:33; hands over a time, None where left empty."""

    widget = ClockInput(attrs={"type": "time", "step": "any", "aria-label": _("时间，可不填")})

    def to_python(self, value: Any) -> time | None:
        """Read the time."""
        if isinstance(value, time):
            return value
        text = plain(value)
        if not text:
            return None
        found = _TIME.match(text)
        try:
            hour, minute, second = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
            return time(hour, minute, second)
        except ValueError:
            return self._refuse(value)

    @staticmethod
    def _refuse(value: Any) -> time:
        raise ValidationError(_("“%(text)s”不像一个时间。请用 24 小时制，例如 15:20。"), params=_quoted(value))


class MomentWidget(forms.MultiWidget):
    """A date and, beside it, a time that may stay empty."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        day = forms.DateInput(format="%Y-%m-%d", attrs={**_DAY_INPUT, "aria-label": _("日期")})
        parts: dict[str, forms.Widget | type[forms.Widget]] = {"date": day, "time": TimeOfDayField.widget}
        super().__init__(parts, dict(attrs or {}))

    def decompress(self, value: Any) -> list[Any]:
        """Take a stored moment apart in the owner's zone; the end of a day shows as a day without a time."""
        if not isinstance(value, datetime):
            return [None, None]
        local = timezone.localtime(value)
        return [local.date(), None if local.time() == END_OF_DAY else local.time().replace(microsecond=0)]

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the date."""
        return f"{id_}_0" if id_ else id_


class MomentField(forms.MultiValueField):
    """A day with an optional time, as an aware moment of the owner's zone.

    Without a time the end of that day counts, and for today the moment ``now`` that the form was given: of what is not
    known the reading is taken that claims least.
    """

    widget = MomentWidget
    default_error_messages = {"required": _("请填写日期。"), "incomplete": _("只写了时间，请补上日期。")}

    def __init__(self, **options: Any) -> None:
        fields = (DayField(required=True), TimeOfDayField(required=False))
        super().__init__(fields=fields, require_all_fields=False, **options)
        self.now: datetime | None = None

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        """Put day and time together."""
        if not data_list or data_list[0] is None:
            return None
        day, clock = data_list
        moment = from_current_timezone(datetime.combine(day, clock or END_OF_DAY))
        if clock is None and self.now and timezone.localdate(self.now) == day:
            return self.now.replace(microsecond=0)
        return moment


class LinesField(forms.CharField):
    """A list with one entry on each line; hands over the entries in order, each once."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "too_many": _("最多写 %(limit)d 行。"),
        "too_long": _("“%(text)s”太长了，一行最多 %(limit)d 个字。"),
    }

    def __init__(self, *, most: int = 100, longest: int = 100, **options: Any) -> None:
        super().__init__(**options)
        self.most = most
        self.longest = longest

    def clean(self, value: Any) -> list[str]:
        """Split what was typed into lines."""
        text = str(value or "").encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
        entries = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if self.required and not entries:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(entries) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"limit": self.most})
        for entry in entries:
            if len(entry) > self.longest:
                params = {**_quoted(entry), "limit": self.longest}
                raise ValidationError(self.error_messages["too_long"], code="too_long", params=params)
        return entries

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list line by line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value
