"""The book of a ledger: every entry comes to nothing, and the accounts hold what the pages show."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debts.dossier.accounting import as_hledger
from debts.finance import LoanTerms, Parts, PaymentKind, RepaymentMethod, Statement
from tests.dossier.books import TERMS, book, check_journal, checked, loan_of, moves, paid
from tests.finance.test_conservation import entries as made_entries
from tests.finance.test_conservation import loans as made_terms
from tests.moments import at


def held(found):
    """What each account holds after all entries."""
    sums = defaultdict(Decimal)
    for entry in found.entries:
        for posting in entry.postings:
            sums[posting.account] += posting.amount
    return sums


def test_a_drawing_with_a_sum_kept_back_shows_what_arrived():
    (drawing,) = book(loan_of(replace(TERMS, received=Decimal(9200)))).entries
    assert moves(drawing) == {"Assets:Cash": "9200.00", "Expenses:Fees": "800.00", "Liabilities:Loans": "-10000.00"}


def test_a_payment_is_split_as_the_pages_split_it():
    _, payment = book(loan_of(TERMS, paid("2023-02-05", "916.80"))).entries
    assert moves(payment) == {
        "Liabilities:Loans": "766.80",
        "Expenses:Interest": "150.00",
        "Assets:Cash": "-916.80",
    }
    assert payment.text == "还款（第 1 期）"


def test_a_penalty_and_a_fee_have_accounts_of_their_own():
    split = Parts(Decimal(20), Decimal(30), Decimal(150), Decimal("716.80"))
    _, payment = book(loan_of(TERMS, paid("2023-02-05", "916.80", agreed=split))).entries
    assert (moves(payment)["Expenses:Fees"], moves(payment)["Expenses:Penalty"]) == ("20.00", "30.00")


def test_a_waiver_is_income_and_moves_no_money():
    _, waiver = book(loan_of(TERMS, paid("2023-02-05", "100", kind=PaymentKind.WAIVER))).entries
    assert moves(waiver)["Income:Waived"] == "-100.00"
    assert "Assets:Cash" not in moves(waiver)


def test_what_is_overpaid_is_an_asset_until_it_comes_back():
    terms = LoanTerms(Decimal(1000), date(2023, 1, 5), Decimal(0), RepaymentMethod.EQUAL_INSTALMENT, 1)
    more, back = paid("2023-02-05", "1200"), paid("2023-03-01", "250", "r2", kind=PaymentKind.REFUND)
    _, payment, refund = book(loan_of(terms, more, back)).entries
    assert moves(payment)["Assets:Overpaid"] == "200.00"
    assert moves(refund) == {"Assets:Overpaid": "-200.00", "Assets:Cash": "250.00", "Income:Refunds": "-50.00"}


def test_what_a_third_party_took_is_a_cost_and_no_repayment():
    _, fee = book(loan_of(TERMS, paid("2023-02-05", "300", kind=PaymentKind.THIRD_PARTY))).entries
    assert moves(fee) == {"Expenses:Third-Party": "300.00", "Assets:Cash": "-300.00"}


def test_a_payment_that_came_back_leaves_the_debt_as_it_was():
    back = paid("2023-02-05", "916.80", reversed_at=at("2023-02-07 10:00"))
    found = book(loan_of(TERMS, back))
    assert [entry.day.isoformat() for entry in found.entries] == ["2023-01-05", "2023-02-05", "2023-02-07"]
    assert held(found)["Liabilities:Loans:M1-青禾消费金融:L1-青禾贷"] == -10000
    assert held(found)["Assets:Returned:M1-青禾消费金融:L1-青禾贷"] == 0


@pytest.mark.parametrize(("now", "entries"), [("2023-02-07 09:59", 2), ("2023-02-07 10:00", 3)])
def test_a_payment_counts_until_the_moment_when_it_came_back(now, entries):
    back = paid("2023-02-05", "916.80", reversed_at=at("2023-02-07 10:00"))
    assert len(book(loan_of(TERMS, back), now=at(now)).entries) == entries


@pytest.mark.parametrize(("basis", "account"), [("discounted", "Income:Waived"), ("court", "Equity:Unexplained")])
def test_a_settled_loan_owes_nothing_and_the_gap_is_named(basis, account):
    found = book(loan_of(TERMS, paid("2023-02-05", "916.80"), settled=at("2023-03-01 12:00"), basis=basis))
    assert moves(found.entries[-1]) == {"Liabilities:Loans": "9233.20", account: "-9233.20"}
    assert found.balances[0].amount == 0


def test_interest_that_an_early_end_spared_was_principal():
    payments = paid("2023-02-05", "916.80"), paid("2023-03-05", "9371.70", "r2")
    *_, end = book(loan_of(TERMS, *payments, settled=at("2023-03-05 09:00"), basis="early_payoff")).entries
    assert end.text == "提前结清，先付了的利息改记本金"
    assert set(moves(end)) == {"Liabilities:Loans", "Expenses:Interest"}


def test_a_card_is_brought_to_each_statement():
    bills = (
        Statement(date(2023, 5, 5), date(2023, 5, 25), Decimal(3000)),
        Statement(date(2023, 6, 5), date(2023, 6, 25), Decimal(2800)),
    )
    found = book(
        loan_of(LoanTerms(Decimal(5000), statements=bills), paid("2023-05-20", "500"), paid("2023-06-08", "800"))
    )
    assert [moves(entry).get("Expenses:Card") for entry in found.entries] == ["3000.00", None, "300.00", None]
    assert found.balances[0].amount == -2000


def test_what_is_unknown_or_had_no_effect_is_said():
    unknown = LoanTerms(Decimal(5000))
    failed = paid("2023-02-05", "100", kind=PaymentKind.FAILED)
    told = [remark.text for remark in book(loan_of(unknown, failed)).remarks]
    assert told == [
        "借款日期不清楚，记在账本里最早的一天。",
        "利率不清楚：还的钱先都算作本金，其中的利息没有分出来。",
        "扣款失败 100：没有扣成",
    ]


def test_a_guaranteed_loan_is_somebody_elses_debt_and_left_out():
    found = book(loan_of(TERMS), loan_of(TERMS, number=2, role="guarantor", product="朋友的车贷"))
    assert [entry.ref for entry in found.entries] == ["x1"]
    assert found.preface[-1] == "没有列入：朋友的车贷（您是担保人，不是借款人）。"


def test_currencies_stay_apart():
    found = book(loan_of(TERMS), loan_of(TERMS, number=2, currency="HKD"))
    assert found.currencies == ["CNY", "HKD"]
    checked(found)


@pytest.mark.parametrize(
    "name", ['好期贷 "Pro"', "a\nb; c", "（测试）:x", "=1+1", "'@#¥%……", "  ", "😀贷", "İstanbul ② Ⅷ", "{% x %}\\"]
)
def test_names_of_people_break_neither_format(name):
    found = book(loan_of(TERMS, paid("2023-02-05", "916.80"), product=name, lender=name))
    assert len(checked(found)) == 2
    assert check_journal("\n".join(as_hledger(found))) == 3


def test_an_empty_ledger_makes_an_empty_book():
    assert checked(book()) == []
    assert check_journal("\n".join(as_hledger(book()))) == 0


@st.composite
def ledgers(draw):
    """One to three loans of any kind and currency with any entries, settled or not."""
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        made = [replace(one, id=f"r{place}") for place, one in enumerate(draw(st.lists(made_entries(), max_size=8)))]
        settled = draw(st.none() | st.integers(0, 9000).map(lambda hours: at("2023-01-05") + timedelta(hours=hours)))
        basis = draw(st.sampled_from(["paid_in_full", "discounted"]))
        currency = draw(st.sampled_from(["CNY", "HKD"]))
        terms = draw(made_terms())
        if draw(st.booleans()) and number == 1:
            bills = draw(
                st.lists(st.tuples(st.integers(0, 300), st.decimals(0, 5000, places=2)), min_size=1, max_size=4)
            )
            days = [(date(2023, 1, 5) + timedelta(days=days), sum_) for days, sum_ in bills]
            terms = replace(
                terms, statements=tuple(Statement(day, day + timedelta(days=20), sum_) for day, sum_ in days)
            )
        found.append(loan_of(terms, *made, number=number, settled=settled, basis=basis, currency=currency))
    return found


moments = st.integers(0, 9500).map(lambda hours: at("2023-01-05") + timedelta(hours=hours))


@given(ledgers(), moments)
def test_every_entry_comes_to_nothing_and_the_accounts_hold_what_the_ledger_says(loans, now):
    found = book(*loans, now=now)
    for entry in found.entries:
        assert sum(posting.amount for posting in entry.postings) == 0
        assert len({posting.currency for posting in entry.postings}) == 1
        assert entry.day <= found.day
    sums = held(found)
    assert {one.account: one.amount for one in found.balances} == {
        one.account: sums[one.account] for one in found.balances
    }


@settings(max_examples=25)
@given(ledgers(), moments)
def test_other_programs_accept_what_is_written(loans, now):
    found = book(*loans, now=now)
    assert len(checked(found)) == len(found.entries)
    check_journal("\n".join(as_hledger(found)))
