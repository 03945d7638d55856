"""The entries of a loan: drawing, payments by what they paid, waivers, refunds, and what was left at the end."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from debts.dossier.accounting.case import NOTHING, Case
from debts.dossier.accounting.names import CASH
from debts.dossier.accounting.types import Balance, Entry, Remark
from debts.finance import Allocation, Payment, PaymentKind, received, schedule, to_cents
from debts.models.settlements import SettlementBasis

LET_GO = {SettlementBasis.DISCOUNTED, SettlementBasis.WAIVED}


def entries(case: Case) -> Iterator[Entry]:
    """What moved the principal, and all that was paid with it."""
    yield _drawing(case)
    yield from (entry for one in case.course.allocations(case.at) if (entry := _booked(case, one)).postings)
    if case.is_over and (left := _principal_left(case)):
        yield _written_off(case, left)


def balances(case: Case) -> Iterator[Balance]:
    """The principal left and the sum overpaid, as the pages show them."""
    parts = () if case.is_over else case.course.open_parts(case.at)
    yield case.balance(case.names.loan, -sum((part.principal for part in parts), NOTHING))
    if any(one.overpaid for one in case.course.allocations(case.at)):
        yield case.balance(case.names.overpaid, case.position.overpaid)


def beside(case: Case) -> Iterator[Entry]:
    """What moved money and not the debt: costs of third parties, and payments that came back."""
    for one in case.course.payments:
        came_back = one.reversed_at is not None and one.paid_at < one.reversed_at <= case.at
        if one.paid_at > case.at or one.kind in {PaymentKind.FAILED, PaymentKind.WAIVER}:
            continue
        if came_back:
            yield from _there_and_back(case, one)
        elif one.kind is PaymentKind.THIRD_PARTY and one.reversed_at is None:
            moves = (case.names.third_party, one.amount), (CASH, -one.amount)
            yield case.entry(case.day(one.paid_at), text_of(one), *moves, ref=one.id)


def remarks(case: Case) -> Iterator[Remark]:
    """What is unknown, and what is on record without having moved anything."""
    if case.loan.drawn_on is None:
        yield _remark(case, _("借款日期不清楚，记在账本里最早的一天。"))
    if not case.is_card and not schedule(case.course.terms) and case.loan.annual_rate is None:
        yield _remark(case, _("利率不清楚：还的钱先都算作本金，其中的利息没有分出来。"))
    for one in case.course.payments:
        if why := _why_without_effect(case, one):
            text = _("%(what)s %(amount)s：%(why)s") % {"what": text_of(one), "amount": one.amount, "why": why}
            yield Remark(min(case.day(one.paid_at), case.at.date()), case.names.loan, text)
    if case.settlement:
        basis = case.settlement.get_basis_display()
        yield Remark(case.day(case.settlement.settled_at), case.names.loan, _("结清：%(basis)s") % {"basis": basis})


def _drawing(case: Case) -> Entry:
    principal, arrived = to_cents(case.course.terms.principal), received(case.course.terms)
    moves = (CASH, arrived), (case.names.fees, principal - arrived), (case.names.loan, -principal)
    return case.entry(case.first_day, _("借款到账"), *moves, ref=case.loan.ref)


def _booked(case: Case, one: Allocation) -> Entry:
    names, parts = case.names, one.parts
    debt = (
        (names.loan, parts.principal),
        (names.interest, parts.interest),
        (names.fees, parts.fee),
        (names.penalty, parts.penalty),
        (names.overpaid, one.overpaid),
    )
    against = {
        PaymentKind.PAYMENT: ((CASH, -one.payment.amount),),
        PaymentKind.WAIVER: ((names.waived, -parts.total),),
        PaymentKind.REFUND: ((CASH, one.payment.amount), (names.refunded, -one.returned)),
    }
    text = text_of(one.payment)
    if one.numbers and one.payment.kind is PaymentKind.PAYMENT:
        text = _("%(what)s（第 %(numbers)s 期）") % {"what": text, "numbers": _said(one.numbers)}
    return case.entry(case.day(one.payment.paid_at), text, *debt, *against[one.payment.kind], ref=one.payment.id)


def _said(numbers: tuple[int, ...]) -> str:
    """The numbers of instalments; of many in a row the first and the last."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and numbers == tuple(range(first, last + 1)):  # noqa: PLR2004  two are told one by one
        return f"{first}–{last}"
    return _("、").join(map(str, numbers))


def _principal_left(case: Case) -> Decimal:
    booked = (one.parts.principal for one in case.course.allocations(case.at))
    return to_cents(case.course.terms.principal) - sum(booked, NOTHING)


def _written_off(case: Case, left: Decimal) -> Entry:
    """The principal that the ledger no longer holds for owed, though no payment was counted on it."""
    names, settlement = case.names, case.settlement
    if settlement is None:
        day, text = case.day(case.position.covered_at or case.at), _("机构没有再要的零头")
        return case.entry(day, text, (names.loan, left), (names.rounding, -left))
    day, spared = case.day(settlement.settled_at), _spared(case, settlement.settled_at, left)
    rest = left - spared
    account, text = names.unexplained, _("结清时没有还款记录的本金")
    if not rest:
        text = _("提前结清，先付了的利息改记本金")
    elif settlement.basis in LET_GO:
        account, text = names.waived, _("结清时减免的本金")
    return case.entry(day, text, (names.loan, left), (names.interest, -spared), (account, -rest))


def _spared(case: Case, settled_at: datetime, left: Decimal) -> Decimal:
    """Interest that was counted as paid ahead for a time after the settlement, and so was principal in truth."""
    return min(left, max(NOTHING, -case.course.payoff_at(settled_at).interest))


def _there_and_back(case: Case, one: Payment) -> Iterator[Entry]:
    """A payment that was undone later: the debt is as if it had never been made, the money went out and came back."""
    amount = -one.amount if one.kind is PaymentKind.REFUND else one.amount
    way = (case.names.on_the_way, amount), (CASH, -amount)
    yield case.entry(case.day(one.paid_at), text_of(one), *way, ref=one.id)
    back = tuple((account, -sum_) for account, sum_ in way)
    text = _("%(what)s被退回") % {"what": text_of(one)}
    yield case.entry(case.day(one.reversed_at or one.paid_at), text, *back, ref=one.id)


def _why_without_effect(case: Case, one: Payment) -> str:
    if one.kind is PaymentKind.FAILED:
        return _("没有扣成")
    if one.paid_at > case.at:
        return _("还没有到这一天")
    if one.is_undone_by(one.paid_at) or (one.kind is PaymentKind.WAIVER and one.is_undone_by(case.at)):
        return _("已经被撤回")
    return ""


def _remark(case: Case, text: str) -> Remark:
    return Remark(case.first_day, case.names.loan, text)


def text_of(one: Payment) -> str:
    """What an entry is, in a word."""
    words = {
        PaymentKind.PAYMENT: pgettext("entry", "还款"),
        PaymentKind.WAIVER: pgettext("entry", "减免"),
        PaymentKind.REFUND: pgettext("entry", "退款"),
        PaymentKind.THIRD_PARTY: pgettext("entry", "付给第三方的费用"),
        PaymentKind.FAILED: pgettext("entry", "扣款失败"),
    }
    return words[one.kind]
