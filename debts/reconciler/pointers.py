"""Words of a text that point at a loan: its contract number, card, telephone, product, day of drawing, its sums.

Each part says which loans of a lender agree, and which ones the text contradicts because it writes another value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from debts.finance.values import quickly_made
from debts.reconciler.dates import calendar_day
from debts.reconciler.loan_index import NOBODY, LoanGroup
from debts.reconciler.mentions import Mentioned
from debts.reconciler.numbers import shows_enough
from debts.reconciler.people import agrees
from debts.reconciler.reading import ReadText
from debts.reconciler.types import AmountMention, AmountRole, DateRole, FactRef, NameMention, Reason, Span
from debts.rulebook import plain_number

# 您于2023年3月5日申请的借款, 2021年借款: the day, month or year of drawing.
DRAWN = re.compile(
    r"(?<!截至)(?<!截止)(?<!截止至)(?<!截止到)"
    r"(?P<year>20\d\d)[年./-](?:(?P<month>\d{1,2})月?(?:[./-]?(?P<day>\d{1,2})[日号]?)?)?"
    r"(?:[^,。;!?\d]{0,12}?)(?:借款|贷款|借的|借了|借入|借出|申请|办理|签订|签署|发放|放款)(?!金额?应还|将|已结清)"
)
NOT_DRAWN = re.compile(r"应还|到期|逾期|还款|起|前|止|账单|结清")
# A whole day with a verb of borrowing and its loan leaves no doubt that the day is the one of drawing.
BORROWED = re.compile(
    r"(?<!截至)(?<!截止)(?P<year>20\d\d)[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?"
    r"(?:在|向|于|通过)?[^,。;!?\d]{0,10}?(?:申请|办理|借|借入|借出|发放)(?:了|的)?(?:一笔)?(?:\d[\d,.]*元的?)?(?:借款|贷款|现金贷|消费贷)"
)
# Applied for, signed and paid out lie some days apart.
NEAR_DRAWING = timedelta(days=31)
# 您担保的借款, 您作为张三的保证人: the owner answers for it; 将联系您的担保人 says nothing of the kind.
GUARANTEE = re.compile(
    r"(?:您|你)(?:作为|是|系|为)[^,。;!?]{0,12}(?:担保人|保证人)|(?:您|你)(?:所|为[^,。;!?]{1,12})?(?:提供)?担保的"
    r"|(?:您|你)[^,。;!?]{0,10}承担(?:连带)?(?:保证|担保|清偿)?责任"
)
POINTING_ROLES = frozenset(
    {AmountRole.CLAIMED, AmountRole.INSTALMENT, AmountRole.MINIMUM, AmountRole.PRINCIPAL, AmountRole.PAID}
)
CLAIMING_ROLES = POINTING_ROLES - {AmountRole.PAID}


@quickly_made
@dataclass(frozen=True, slots=True)
class Contradiction:
    """Loans that the text cannot mean, since it writes another value than theirs."""

    code: str
    params: Mapping[str, str]
    span: Span
    loan_ids: frozenset[str]

    def reason(self, loan_id: str) -> Reason:
        """What speaks against one of them."""
        return Reason(self.code, self.params, (self.span,), (FactRef("loan", loan_id),), speaks_for=False)


Found = Iterable[tuple[str, Reason]]


def contradicted(group: LoanGroup, text: ReadText, mentioned: Mentioned) -> Iterable[Contradiction]:
    """The loans of the group that a contract number, a card or a day of drawing excludes."""
    contracts, tails = mentioned.contracts, mentioned.cards
    told = [one for one in contracts if shows_enough(one.name)]
    if told and (others := group.contracts.loan_ids - _numbered(group, contracts)):
        yield Contradiction("vetoed_contract", {"number": told[0].name}, told[0].span, others)
    if tails and (others := _other_cards(group, tails)):
        yield Contradiction("vetoed_card", {"tail": tails[0].name}, tails[0].span, others)
    for hit in _with_year(BORROWED, text):
        day = calendar_day(int(hit["year"]), int(hit["month"]), int(hit["day"]))
        others = NOBODY.union(*(ids for own, ids in group.drawn.items() if day and abs(own - day) > NEAR_DRAWING))
        if day and others:
            span = text.normalised.span(*hit.span())
            yield Contradiction("vetoed_drawn", {"day": day.isoformat()}, span, others)
            return


def _with_year(pattern: re.Pattern[str], text: ReadText) -> Iterable[re.Match[str]]:
    """Where the text fits a pattern that holds a year; most texts hold none."""
    return pattern.finditer(text.normalised.text) if "20" in text.normalised.text else ()


def _numbered(group: LoanGroup, contracts: Sequence[NameMention]) -> frozenset[str]:
    return NOBODY.union(*(group.contracts.find(one.name) for one in contracts))


def _other_cards(group: LoanGroup, tails: Sequence[NameMention]) -> frozenset[str]:
    named = {one.name for one in tails}
    return NOBODY.union(*(ids for tail, ids in group.cards.items() if tail not in named))


def by_contract(group: LoanGroup, contracts: Sequence[NameMention]) -> Found:
    """The contract number agrees."""
    return _first_of(
        (loan_id, _about(loan_id, "matched_contract", {"number": one.name}, one.span))
        for one in contracts
        for loan_id in group.contracts.find(one.name)
    )


def by_card(group: LoanGroup, tails: Sequence[NameMention]) -> Found:
    """The end of the card agrees."""
    return _first_of(
        (loan_id, _about(loan_id, "matched_card", {"tail": one.name}, one.span))
        for one in tails
        for loan_id in group.cards.get(one.name, NOBODY)
    )


def by_phone(group: LoanGroup, text: ReadText) -> Found:
    """The number that the loan was taken with, whole or as 138****0000; another number is mostly one to call back."""
    return _first_of(
        (loan_id, _about(loan_id, "matched_phone", {"number": one.name}, one.span))
        for one in text.reading.phones
        for loan_id in group.phones.find(plain_number(one.name))
    )


def by_drawing(group: LoanGroup, text: ReadText) -> Found:
    """The text says when the loan was taken, as far as it says so: the day, the month or the year."""
    hits = [hit for hit in _with_year(DRAWN, text) if not NOT_DRAWN.search(hit[0])]
    if not hits:
        return ()
    return _first_of(
        (loan_id, _about(loan_id, "matched_drawn", {"day": day.isoformat()}, text.normalised.span(*hit.span())))
        for hit in hits
        for day, loan_ids in group.drawn.items()
        if _is_said(hit, day)
        for loan_id in loan_ids
    )


def _is_said(hit: re.Match[str], day: date) -> bool:
    said = [int(part) for part in hit.group("year", "month", "day") if part]
    return said == [day.year, day.month, day.day][: len(said)]


def by_borrower(group: LoanGroup, text: ReadText) -> Found:
    """The text names somebody who owes the loan beside the owner."""
    for course in group.shared:
        for one in (*text.debtors, *text.reading.addressees):
            if any(agrees(one.name, name) for name in course.loan.other_names):
                yield course.loan.id, _about(course.loan.id, "matched_borrower", {"name": one.name}, one.span)
                break


def by_role(group: LoanGroup, text: ReadText) -> Found:
    """The text speaks of a debt that the owner guarantees."""
    hit = GUARANTEE.search(text.normalised.text) if group.guaranteed else None
    if hit:
        span = text.normalised.span(*hit.span())
        yield from ((one, _about(one, "matched_role", {}, span)) for one in sorted(group.guaranteed))


def by_sum(group: LoanGroup, text: ReadText, at: datetime | None, day: date | None, excluded: frozenset[str]) -> Found:
    """A sum to the cent: of the loan's own plan, of what was open at that time, or of what was let go at its end.

    ``day`` is the one by which loans were drawn. The figures of that time are not worked out for loans that are
    ``excluded``.
    """
    amounts = [one for one in text.reading.amounts if one.role in POINTING_ROLES]
    planned = _first_of(
        (loan_id, _sum_of(group, loan_id, "matched_amount", one))
        for one in amounts
        for loan_id in group.sums.get(one.value, NOBODY)
    )
    claimed = [one for one in amounts if one.role in CLAIMING_ROLES]
    if at is None or day is None or not claimed:
        return planned
    named = excluded.union(loan_id for loan_id, _ in planned)
    return (*planned, *_first_of(_at_that_time(group, claimed, at, day, named)))


def _at_that_time(
    group: LoanGroup, claimed: Sequence[AmountMention], at: datetime, day: date, excluded: frozenset[str]
) -> Found:
    for one in claimed:
        for loan_id in group.waived.get(one.value, NOBODY) - excluded:
            if group.course(loan_id).ended_at(at) is not None:
                yield loan_id, _sum_of(group, loan_id, "matched_waived", one)
    for course in group.open_at(at):
        if course.loan.id not in excluded and course.is_drawn_by(day):
            sums = course.open_sums_at(at)
            yield from (
                (course.loan.id, _sum_of(group, course.loan.id, "matched_balance", one))
                for one in claimed
                if one.value in sums
            )


def by_due_day(group: LoanGroup, text: ReadText) -> Found:
    """A due day of the loan's own plan."""
    dues = [one for one in text.reading.dates if one.role is DateRole.DUE and one.value]
    return _first_of(
        (loan_id, _about(loan_id, "matched_due_date", {"day": str(one.value)}, one.span))
        for one in dues
        if one.value
        for loan_id in group.due_days.get(one.value, NOBODY)
    )


def _about(loan_id: str, code: str, params: Mapping[str, str], span: Span) -> Reason:
    return Reason(code, params, (span,), (FactRef("loan", loan_id),))


def _sum_of(group: LoanGroup, loan_id: str, code: str, one: AmountMention) -> Reason:
    params = {"amount": _figure(one.value), "currency": group.course(loan_id).loan.currency}
    return _about(loan_id, code, params, one.span)


def _first_of(found: Iterable[tuple[str, Reason]]) -> Sequence[tuple[str, Reason]]:
    """The first reason for each loan."""
    first: dict[str, Reason] = {}
    for loan_id, reason in found:
        first.setdefault(loan_id, reason)
    return tuple(first.items())


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"
