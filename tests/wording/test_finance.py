from decimal import Decimal

import pytest

from debts.finance import EntryProblem, NoRateReason, Parts, Reason, TermProblem
from debts.wording.finance import NO_RATE, PARTS, PROBLEMS, say_entry_problem, say_term_problem


@pytest.mark.parametrize(("codes", "words"), [(Reason, PROBLEMS), (NoRateReason, NO_RATE), (Parts._fields, PARTS)])
def test_every_code_of_the_arithmetic_has_words(codes, words):
    assert set(codes) == set(words)


@pytest.mark.parametrize("row", [None, 3])
@pytest.mark.parametrize("reason", Reason)
def test_every_problem_is_said_whether_its_figure_is_known_or_not(reason, row):
    said = say_term_problem(TermProblem("fees", reason, row), "CNY")
    assert "%" not in said.replace("100%", "")
    assert said.startswith("第 3 行：") is (row is not None)


def test_the_row_that_the_person_sees_goes_before_the_one_that_was_counted():
    problem = TermProblem("given", Reason.SAME_DAY_TWICE, 2)
    assert say_term_problem(problem, "CNY", row=5).startswith("第 5 行：")


def test_a_difference_is_said_without_its_sign_and_in_the_loans_money():
    problem = EntryProblem("r1", "agreed", Reason.DOES_NOT_ADD_UP, Decimal("-16.80"))
    assert "HK$16.80" in say_entry_problem(problem, "HKD")
