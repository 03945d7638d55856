"""What was changed in a loan and when: the evidence log in words, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from debts.models import (
    Assignment,
    EvidenceEntry,
    Lender,
    Loan,
    Repayment,
    Settlement,
    SettlementProof,
    User,
)
from debts.web.fields import as_percent

SHOWN = 60

_RECORDS: dict[str, tuple[type[models.Model], Promise]] = {
    "loan": (Loan, gettext_lazy("借款")),
    "lender": (Lender, gettext_lazy("出借机构")),
    "repayment": (Repayment, gettext_lazy("还款")),
    "settlement": (Settlement, pgettext_lazy("record", "结清")),
    "settlementproof": (SettlementProof, gettext_lazy("证明")),
    "assignment": (Assignment, gettext_lazy("债权转让")),
}
_ACTIONS: dict[str, Promise] = {
    "recorded": pgettext_lazy("history", "记入"),
    "corrected": pgettext_lazy("history", "修改"),
    "taken_back": pgettext_lazy("history", "撤回"),
    "restored": pgettext_lazy("history", "恢复"),
}
_RATES = frozenset({"annual_rate", "daily_penalty_rate", "early_fee_rate"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the log in words."""

    at: datetime
    title: str
    changes: tuple[Change, ...] = ()


def history_of(owner: User, refs: Iterable[str]) -> list[Step]:
    """What happened to the facts called ``refs``, newest first."""
    names = list(refs)
    entries = EvidenceEntry.objects.filter(owner=owner, record_type__in=_RECORDS, record_ref__in=names)
    return [_step(owner, entry) for entry in entries.order_by("-sequence")[:SHOWN]]


def refs_of(loan: Loan) -> list[str]:
    """The names of a loan and of everything that was ever recorded about it, taken back or not."""
    first, *others = (
        part.objects.filter(loan=loan).order_by().values_list("ref", flat=True)
        for part in (Repayment, Settlement, SettlementProof, Assignment)
    )
    return [loan.ref, *first.union(*others)]


def _step(owner: User, entry: EvidenceEntry) -> Step:
    model, noun = _RECORDS[entry.record_type]
    action = _ACTIONS.get(entry.action, entry.action)
    before, after = entry.payload.get("before", {}), entry.payload.get("after", {})
    return Step(entry.at, f"{action} · {noun}", tuple(_changes(owner, model, before, after)))


def _changes(
    owner: User, model: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[Change]:
    for name in after:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        label = str(getattr(field, "verbose_name", name))
        yield Change(label, _shown(owner, field, before.get(name)), _shown(owner, field, after[name]))


def _shown(owner: User, field: Any, value: Any) -> str:
    """A plain value of the log as people read it; what cannot be read in its field's way stays as it is."""
    if value in (None, "", []):
        return _("（空）")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return _listed(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(field, models.ForeignKey):
        return _named(owner, field, str(value))
    return _figure_or_day(field, str(value))


def _listed(value: list[Any]) -> str:
    """Names one by one; the lines of a table by their number."""
    if any(isinstance(one, dict) for one in value):
        return ngettext("%(count)d 行", "%(count)d 行", len(value)) % {"count": len(value)}
    return _("、").join(map(str, value))


def _named(owner: User, field: Any, ref: str) -> str:
    found = field.related_model._default_manager.filter(owner=owner, ref=ref).first()
    return str(found) if found else ref


def _figure_or_day(field: Any, value: str) -> str:
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(value)):
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if isinstance(field, models.DateField) and (day := parse_date(value)):
        return formats.date_format(day, "DATE_FORMAT")
    if isinstance(field, models.DecimalField):
        return _figure(field.name, value)
    return value


def _figure(name: str, value: str) -> str:
    try:
        figure = Decimal(value)
    except InvalidOperation:
        return value
    return f"{as_percent(figure)}%" if name in _RATES else f"{figure:,.2f}"
