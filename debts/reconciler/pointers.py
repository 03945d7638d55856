"""Words of a text that point at one loan: its contract number, card or telephone, its day of drawing, its figures.

Each function gives the reasons that speak for the loan, or against it where an identifier is another one.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from debts.reconciler.lexicon import key_of
from debts.reconciler.reading import ReadText
from debts.reconciler.standing import Course
from debts.reconciler.types import AmountRole, DateRole, FactRef, LoanFacts, NameMention, Reason
from debts.rulebook import plain_number

SHORTEST_TAIL = 4
# Some people record only the end of a number; a shorter one could be the end of anything.
SHORTEST_RECORDED_END = 6
# 您于2023年3月5日申请的借款, 2021年借款: the day, month or year of drawing.
DRAWN = re.compile(
    r"(?<!截至)(?<!截止)(?<!截止至)(?<!截止到)"
    r"(?P<year>20\d\d)[年./-](?:(?P<month>\d{1,2})月?(?:[./-]?(?P<day>\d{1,2})[日号]?)?)?"
    r"(?:[^,。;!?\d]{0,12}?)(?:借款|贷款|借的|借了|借入|借出|申请|办理|签订|签署|发放|放款)(?!金额?应还|将|已结清)"
)
NOT_DRAWN = re.compile(r"应还|到期|逾期|还款|起|前|止|账单|结清")
CLAIMED_ROLES = (AmountRole.CLAIMED, AmountRole.INSTALMENT, AmountRole.MINIMUM, AmountRole.PRINCIPAL, AmountRole.PAID)


def plain_contract(number: str) -> str:
    """A contract number without the signs that are set between its parts; a mask is left."""
    return "".join(sign for sign in key_of(number) if sign.isalnum() or sign == "*")


def is_same_number(own: str, written: str) -> bool:
    """Equal but for signs, or what a masked number shows of it, or its end; fewer than four figures say nothing."""
    own, written = plain_contract(own), plain_contract(written)
    if not own or own == written:
        return bool(own)
    head, masked, tail = written.partition("*")
    tail = tail.rsplit("*", 1)[-1] if masked else head
    head = head if masked else ""
    shown = len(head) + len(tail)
    if shown >= SHORTEST_TAIL and len(own) >= shown and own.startswith(head) and own.endswith(tail):
        return True
    return len(own) >= SHORTEST_RECORDED_END and written.endswith(own)


def by_contract(loan: LoanFacts, numbers: Sequence[NameMention]) -> Iterable[Reason]:
    """The contract number agrees, or every number of the text is another one."""
    if not numbers or not loan.contract_number:
        return
    agreeing = [one for one in numbers if is_same_number(loan.contract_number, one.name)]
    shown = agreeing or numbers
    code = "matched_contract" if agreeing else "vetoed_contract"
    yield Reason(
        code, {"number": shown[0].name}, (shown[0].span,), (FactRef("loan", loan.id),), speaks_for=bool(agreeing)
    )


def by_card(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    """The end of the card agrees, or every card of the text is another one."""
    tails = text.reading.card_tails
    if not tails or not loan.card_tail:
        return
    agreeing = [one for one in tails if one.name == loan.card_tail]
    shown = agreeing or list(tails)
    code = "matched_card" if agreeing else "vetoed_card"
    yield Reason(
        code, {"tail": shown[0].name}, (shown[0].span,), (FactRef("loan", loan.id),), speaks_for=bool(agreeing)
    )


def by_phone(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    """The number that the loan was taken with, whole or as 138****0000; another number is mostly one to call back."""
    own = plain_number(loan.phone) if loan.phone else ""
    for one in text.reading.phones if own else ():
        if is_same_number(own, one.name):
            yield Reason("matched_phone", {"number": one.name}, (one.span,), (FactRef("loan", loan.id),))
            return


def by_drawing(loan: LoanFacts, text: ReadText) -> Iterable[Reason]:
    """The text says when the loan was taken, as far as it says so: the day, the month or the year."""
    drawn_on = loan.terms.drawn_on
    if drawn_on is None:
        return
    own = [drawn_on.year, drawn_on.month, drawn_on.day]
    for hit in DRAWN.finditer(text.normalised.text):
        said = [int(part) for part in hit.group("year", "month", "day") if part]
        if said == own[: len(said)] and not NOT_DRAWN.search(hit[0]):
            span = text.normalised.span(*hit.span())
            yield Reason("matched_drawn", {"day": drawn_on.isoformat()}, (span,), (FactRef("loan", loan.id),))
            return


def by_figures(course: Course, text: ReadText) -> Iterable[Reason]:
    """A sum or a due day of the loan's own plan."""
    loan = course.loan
    fact = (FactRef("loan", loan.id),)
    amount = next((one for one in text.reading.amounts if one.value in course.sums and one.role in CLAIMED_ROLES), None)
    if amount:
        yield Reason(
            "matched_amount", {"amount": _figure(amount.value), "currency": loan.currency}, (amount.span,), fact
        )
    dues = (one for one in text.reading.dates if one.role is DateRole.DUE)
    due = next((one for one in dues if one.value in course.due_days), None)
    if due and due.value:
        yield Reason("matched_due_date", {"day": due.value.isoformat()}, (due.span,), fact)


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"
