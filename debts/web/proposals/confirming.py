"""From the ticks of the page to what is to be recorded; where something is wrong it is said, and nothing recorded."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from debts.actions.proposals import Confirmed, NewLoan, NewPart
from debts.finance.moments import at_end_of
from debts.models import ToldKind
from debts.reconciler import told
from debts.web.proposals.table import HouseCard, Line, LoanCard, Table


class Refused(Exception):
    """Something that was ticked cannot be recorded as it is; the table says what."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table


def confirmed_in(table: Table, now: datetime) -> Confirmed:
    """All that was ticked and refused; raises Refused where anything is missing or wrong."""
    if not table.is_valid or not _chosen_loans_are_there(table):
        raise Refused(table)
    found = Confirmed()
    for house in table.houses:
        found.loans += _loans(house, now)
        found.refused += _refused(house)
    return found


def _chosen_loans_are_there(table: Table) -> bool:
    """Whether each loan that was chosen for something is on record or ticked itself."""
    is_fine = True
    for house in table.houses:
        ticked = {loan.proposed.key for loan in house.loans if loan.form and loan.form.is_taken}
        for line in house.unclear:
            chosen = line.form.cleaned_data.get("loan", "")
            if line.form.is_taken and not chosen.startswith("own-") and chosen not in ticked:
                line.form.add_error("loan", _("您选的这笔借款还没有打勾。请先勾选那笔借款。"))
                is_fine = False
    return is_fine


def _loans(house: HouseCard, now: datetime) -> Iterator[NewLoan]:
    given: dict[str, NewLoan] = {}
    for card in house.loans:
        if card.form is None or card.form.is_taken:
            given[card.proposed.key] = _loan(card, house, now)
    for line in house.unclear:
        if line.form.is_taken:
            key = line.form.cleaned_data["loan"]
            if key not in given:  # of the ledger, and nothing else is proposed about it
                given[key] = NewLoan(house.proposed.house.key, known=key.removeprefix("own-"))
            given[key].parts.append(_part(line, now))
    return (one for one in given.values() if one.parts or not one.known)


def _loan(card: LoanCard, house: HouseCard, now: datetime) -> NewLoan:
    parts = [_part(line, now) for line in card.lines if line.form.is_taken]
    written = house.proposed.house.name
    name = house.form.cleaned_data["lender"] if house.form else written
    new = NewLoan(house.proposed.house.key, name, written, parts=parts)
    if card.form is None:
        new.known = card.proposed.known
        return new
    new.fields = _loan_fields(card)
    new.messages = card.proposed.granted.messages if card.proposed.granted else ()
    return new


def _loan_fields(card: LoanCard) -> Mapping[str, Any]:
    typed = card.form.cleaned_data
    granted = card.proposed.granted
    one = granted.told if granted else None
    terms = one.terms if one else told.NO_TERMS
    return {
        "principal": typed["principal"],
        "drawn_on": typed["day"],
        "product": typed["product"],
        "contract_number": typed["contract_number"],
        "currency": one.currency if one else "CNY",
        "card_tail": one.card_tail[:8] if one else "",
        "term_months": terms.months,
        "due_day": terms.due_day,
        "first_due_on": terms.first_due_on,
        "annual_rate": terms.annual_rate,
    }


def _part(line: Line, now: datetime) -> NewPart:
    one, typed = line.proposed.told, line.form.cleaned_data
    fields: dict[str, Any]
    if one.kind is told.ToldKind.REPAYMENT:
        fields = {"amount": typed["amount"], "paid_at": _moment(typed["day"], one.at, now), "method": ""}
    elif one.kind is told.ToldKind.SETTLEMENT:
        fields = {"settled_at": _moment(typed["day"], one.at, now), "basis": typed["basis"]}
    else:
        fields = {"assignee": typed["assignee"], "notified_on": typed["day"]}
    return NewPart(ToldKind(one.kind.value), line.proposed.messages, fields)


def _moment(day: date, at: datetime | None, now: datetime) -> datetime:
    """The moment of the message where it is of that day; else the end of the day, which claims least, or now."""
    if at and timezone.localdate(at) == day:
        return at
    return min(at_end_of(day, timezone.get_current_timezone()), now)


def _refused(house: HouseCard) -> Iterator[tuple[ToldKind, tuple[str, ...]]]:
    for card in house.loans:
        if card.form and card.form.is_refused:
            granted = [card.proposed.granted] if card.proposed.granted else card.proposed.parts
            yield from ((ToldKind(one.told.kind.value), one.messages) for one in granted)
        else:
            yield from _refused_lines(card.lines)
    yield from _refused_lines(house.unclear)


def _refused_lines(lines: tuple[Line, ...]) -> Iterator[tuple[ToldKind, tuple[str, ...]]]:
    return ((ToldKind(line.proposed.told.kind.value), line.proposed.messages) for line in lines if line.form.is_refused)
