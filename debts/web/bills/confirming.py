"""From the ticks of the table to repayments: what is wrong with them is said beside each, and nothing is recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from debts.actions import NewRepayment, WriteContext, import_repayments
from debts.intake.bills import BillRow
from debts.intake.bills.drafts import reference_of, way_of
from debts.intake.bills.matching import moment_of, paid_by
from debts.intake.bills.proposals import Proposal, State
from debts.models import Attachment, ImportBatch, Loan
from debts.web.bills.asking import Asked, key_of
from debts.web.bills.reading import Reading, read
from debts.web.bills.table import OFFERED, Choices

LOAN = "loan-"
SURE = "sure"


class Refused(Exception):
    """Some of the ticked rows cannot be recorded as they are; nothing was."""

    def __init__(self, reading: Reading, choices: Choices) -> None:
        super().__init__(len(choices.errors))
        self.reading = reading
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: the batch, None where every ticked row was on record already, and how many are in it."""

    batch: ImportBatch | None
    count: int


def choices_of(form: QueryDict) -> Choices:
    """What is ticked and chosen in the form."""
    loans = {name.removeprefix(LOAN): str(form[name]) for name in form if name.startswith(LOAN)}
    return Choices(ticked=frozenset(form.getlist("take")), loans=loans, focus=form.get("add", ""))


def record(ctx: WriteContext, kept: Attachment, asked: Asked, form: QueryDict) -> Recorded:
    """Record the ticked rows as one batch, or all sure ones; raises Refused where a row cannot be taken as it is.

    The bill is read anew under the owner's lock: what somebody else has recorded meanwhile is not recorded twice.
    """
    found: list[NewRepayment] = []

    def find() -> Iterator[NewRepayment]:
        reading = read(ctx.owner, kept, asked)
        found.extend(_sure(reading) if form.get("record") == SURE else _ticked(reading, choices_of(form), ctx.now))
        return iter(found)

    batch = import_repayments(ctx, find, source=kept.original_name, sha256=kept.sha256)
    return Recorded(batch, len(found))


def _sure(reading: Reading) -> Iterator[NewRepayment]:
    for one in reading.plan.of(State.NEW):
        yield _draft(one, one.match.candidates[0].loan_id, reading)


def _ticked(reading: Reading, choices: Choices, now: datetime) -> list[NewRepayment]:
    loans = {str(loan.pk): loan for loan in reading.loans}
    ticked = [one for one in reading.plan.of(*OFFERED) if key_of(one.row.place) in choices.ticked]
    errors = {
        key_of(one.row.place): wrong for one in ticked if (wrong := _wrong(one.row, reading, choices, loans, now))
    }
    if errors:
        raise Refused(reading, replace(choices, errors=errors, focus=next(iter(errors))))
    return [_draft(one, loans[choices.loans[key_of(one.row.place)]].ref, reading) for one in ticked]


def _wrong(row: BillRow, reading: Reading, choices: Choices, loans: Mapping[str, Loan], now: datetime) -> str:
    """Why a ticked row cannot be recorded; nothing where it can."""
    loan = loans.get(choices.loans.get(key_of(row.place), ""))
    if loan is None or loan.currency != row.currency:
        return _("请先选这笔钱还的是哪笔借款。")
    if moment_of(row, reading.zone).date() > now.astimezone(reading.zone).date():
        return _("这一行的日期在将来。账本只记已经付出的钱，请核对账单。")
    return ""


def _draft(one: Proposal, loan: str, reading: Reading) -> NewRepayment:
    row = one.row
    at = moment_of(row, reading.zone)
    return NewRepayment(loan, at, paid_by(row), method=way_of(row), reference=reference_of(row))
