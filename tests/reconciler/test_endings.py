"""Whether the entries agree with a settlement, and what would prove it better."""

from dataclasses import replace
from decimal import Decimal

import pytest

from debts.finance import Parts, Payment, PaymentKind
from debts.reconciler.endings import AgreementCode, Way, agreement_of, ways_up
from debts.reconciler.standing import Course
from debts.reconciler.types import ProofKind, ProofLevel, SettlementBasis, SettlementFacts
from tests.moments import SHANGHAI as CHINA
from tests.moments import at
from tests.reconciler.judged import ledger

# Twelve instalments, all paid; the last, of 916.81, on 5 January 2025.
(PAID,) = ledger("loan x1 l1 够花 10000 2024-01-05 0.18 equal_instalment 12 2024-02-05 paid=12").loans
LAST = PAID.repayments[-1]
END = SettlementFacts(at("2025-01-05T23:59:59"), SettlementBasis.PAID_IN_FULL, id="s1")


def agreement(*payments, loan=PAID, **changes):
    kept = payments or loan.repayments
    return agreement_of(Course(replace(loan, repayments=kept, settlement=replace(END, **changes)), CHINA))


def last_of(amount):
    return (*PAID.repayments[:-1], replace(LAST, amount=Decimal(amount)))


def test_a_loan_without_a_settlement_has_nothing_to_compare():
    assert agreement_of(Course(PAID, CHINA)) is None


def test_payments_that_cover_everything_agree():
    found = agreement()
    assert (found.code, found.missing, found.needs_a_look) == (AgreementCode.AGREES, Parts(), False)


@pytest.mark.parametrize(
    ("short_of", "code"), [("1.00", AgreementCode.AGREES), ("1.01", AgreementCode.SHORT), ("3.27", AgreementCode.SHORT)]
)
def test_a_shortfall_of_a_yuan_is_rounding_and_a_cent_more_is_not(short_of, code):
    found = agreement(*last_of(LAST.amount - Decimal(short_of)))
    assert found.code is code
    assert found.missing.total == (Decimal(short_of) if code is AgreementCode.SHORT else 0)


def test_what_is_missing_is_named_by_its_parts():
    found = agreement(*PAID.repayments[:-1])
    assert found.missing.principal + found.missing.interest == LAST.amount
    assert (found.missing.principal, found.missing.interest) == (Decimal("903.26"), Decimal("13.55"))


def test_interest_that_was_paid_ahead_is_taken_off_the_principal():
    early = (*PAID.repayments[:1], Payment(at("2024-02-06T09:00"), Decimal(9000), "r"))
    found = agreement(*early, settled_at=at("2024-02-06T23:59:59"))
    assert all(part >= 0 for part in found.missing)
    assert 0 < found.missing.total < 300


def test_what_was_let_go_is_not_missing():
    rest = Payment(END.settled_at, LAST.amount, "w", PaymentKind.WAIVER)
    found = agreement(*PAID.repayments[:-1], rest, basis=SettlementBasis.DISCOUNTED)
    assert (found.code, found.waived) == (AgreementCode.AGREES, LAST.amount)


def test_too_much_is_said():
    found = agreement(*last_of(LAST.amount + 100))
    assert (found.code, found.overpaid) == (AgreementCode.OVERPAID, Decimal(100))


@pytest.mark.parametrize(("moment", "is_later"), [("2025-01-05T23:59:59", False), ("2025-01-06T00:00:00", True)])
def test_a_payment_after_the_settlement_is_named(moment, is_later):
    found = agreement(*PAID.repayments, Payment(at(moment), Decimal(50), "late"))
    assert [one.id for one in found.later] == (["late"] if is_later else [])
    assert found.paid_later == (50 if is_later else 0)
    assert found.needs_a_look


def test_without_payments_nothing_is_claimed_to_be_missing():
    bare = replace(PAID, repayments=())
    found = agreement_of(Course(replace(bare, settlement=END), CHINA))
    assert (found.code, found.needs_a_look) == (AgreementCode.NO_PAYMENTS, False)


def test_without_terms_only_the_principal_is_compared():
    free = replace(PAID, terms=replace(PAID.terms, annual_rate=None, term_months=None, first_due_on=None))
    assert agreement(loan=free).knows_interest is False
    assert agreement().knows_interest is True


def ways(level, *held, basis=SettlementBasis.PAID_IN_FULL, is_mainland=True):
    return [step.way for step in ways_up(level, held, basis, is_mainland=is_mainland)]


def test_who_has_nothing_yet_is_told_every_way_the_strongest_last():
    found = ways(ProofLevel.CLAIMED)
    assert (found[0], found[-2:]) == (Way.REPAYMENTS, [Way.CERTIFICATE, Way.CREDIT_REPORT])


def test_who_has_a_certificate_needs_none_of_the_weaker_ones():
    assert ways(ProofLevel.CERTIFIED, ProofKind.SETTLEMENT_CERTIFICATE) == [Way.CREDIT_REPORT]
    assert ways(ProofLevel.CERTIFIED, ProofKind.COURT_PAPER) == [Way.CREDIT_REPORT]


def test_a_credit_report_alone_leaves_the_certificate_worth_asking_for():
    assert ways(ProofLevel.CREDIT_REPORT, ProofKind.CREDIT_REPORT) == [Way.CERTIFICATE]
    assert ways(ProofLevel.CREDIT_REPORT, ProofKind.CREDIT_REPORT, ProofKind.SETTLEMENT_CERTIFICATE) == []


def test_the_credit_report_of_the_mainland_is_no_way_elsewhere():
    assert Way.CREDIT_REPORT not in ways(ProofLevel.CLAIMED, is_mainland=False)


def test_a_discount_asks_for_its_agreement_until_something_is_kept_of_it():
    assert Way.AGREEMENT in ways(ProofLevel.PAID, basis=SettlementBasis.DISCOUNTED)
    assert Way.AGREEMENT not in ways(ProofLevel.PAID, ProofKind.OTHER, basis=SettlementBasis.DISCOUNTED)
    assert Way.AGREEMENT not in ways(ProofLevel.PAID)


def test_a_loan_that_is_only_paid_off_lacks_its_settlement():
    assert ways(ProofLevel.PAID, basis=None)[0] is Way.SETTLEMENT
