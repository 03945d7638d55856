"""One payment to a lender with several loans: as the borrower said, else by the order of the law."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance.several import Claimed, distribute, shared

MARCH, APRIL = date(2023, 3, 5), date(2023, 4, 5)


def claim(name, due, coming="0", since=MARCH, rate="0.18", *, secured=False):
    return Claimed(name, Decimal(due), Decimal(coming), since, None if rate is None else Decimal(rate), secured)


def spread(amount, *claims, named=()):
    done = distribute(Decimal(amount), claims, named)
    return dict(done.sums), done.overpaid


@pytest.mark.parametrize(
    ("claims", "sums"),
    [
        ([claim("a", "0", "900", rate="0.36"), claim("b", "700")], {"a": 300, "b": 700}),  # what is due first
        ([claim("a", "700", secured=True), claim("b", "700")], {"a": 300, "b": 700}),  # then the unsecured
        ([claim("a", "700", rate="0.1"), claim("b", "700")], {"a": 300, "b": 700}),  # then the heavier
        ([claim("a", "700", rate=None), claim("b", "700")], {"a": 300, "b": 700}),
        ([claim("a", "700", since=APRIL), claim("b", "700")], {"a": 300, "b": 700}),  # then the earlier
        ([claim("a", "700"), claim("b", "700")], {"a": 500, "b": 500}),  # then by shares
        ([claim("a", "900"), claim("b", "300")], {"a": 750, "b": 250}),
    ],
)
def test_each_step_of_the_law_decides_in_its_turn(claims, sums):
    assert spread("1000", *claims) == (sums, 0)


def test_the_borrower_may_name_the_loan():
    assert spread("1000", claim("a", "900"), claim("b", "0", "700"), named=["b"]) == ({"a": 300, "b": 700}, 0)


def test_a_name_that_nobody_knows_changes_nothing():
    assert spread("100", claim("a", "900"), named=["x"]) == ({"a": 100}, 0)


def test_what_is_due_on_all_comes_before_what_is_to_come_on_one():
    assert spread("1000", claim("a", "100", "5000"), claim("b", "400", since=APRIL))[0] == {"a": 600, "b": 400}


def test_what_nothing_was_owed_for_is_left_over():
    assert spread("1000", claim("a", "300"), claim("b", "200")) == ({"a": 300, "b": 200}, 500)


def test_shares_are_rounded_without_losing_a_cent():
    assert shared(Decimal("1.00"), [Decimal(1), Decimal(1), Decimal(1)]) == [
        Decimal("0.34"), Decimal("0.33"), Decimal("0.33"),
    ]  # fmt: skip


sums = st.decimals(min_value=0, max_value=2000, places=2)
claims = st.lists(
    st.builds(
        Claimed,
        st.sampled_from("abcdefgh"),
        sums,
        sums,
        st.none() | st.sampled_from([MARCH, APRIL]),
        st.none() | st.sampled_from([Decimal("0.1"), Decimal("0.2")]),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.loan_id,
)


@given(sums, claims, st.lists(st.sampled_from("abcdefghx"), max_size=3))
def test_every_cent_is_given_once_and_no_loan_gets_more_than_it_asks(amount, asked, named):
    done = distribute(amount, asked, named)
    given_ = dict(done.sums)
    assert sum(given_.values(), Decimal(0)) + done.overpaid == amount
    assert all(0 <= given_[one.loan_id] <= one.due + one.coming for one in asked)
    assert done.overpaid == max(Decimal(0), amount - sum((one.due + one.coming for one in asked), Decimal(0)))


@given(sums, claims, st.randoms())
def test_the_order_in_which_loans_are_listed_does_not_matter(amount, asked, random):
    mixed = list(asked)
    random.shuffle(mixed)
    assert dict(distribute(amount, asked).sums) == dict(distribute(amount, mixed).sums)
