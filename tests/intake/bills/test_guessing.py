import io
from decimal import Decimal

import pytest

from debts.intake.bills import BillProblem, DayOrder, Role, Sign, guess_mapping
from tests.intake.bills.files import rows, unreadable

STRANGE = """我的小账本
入帐,事由,数目
2025/1/5,招联金融 还款,-916.80
2025/1/6,工资,"5,000.00"
"""


def guessed(text):
    return guess_mapping(io.BytesIO(text.encode()))


def test_an_unknown_table_is_guessed_by_what_stands_in_it():
    guess = guessed(STRANGE)
    assert dict(guess.mapping.roles) == {0: Role.WHEN, 1: Role.DESCRIPTION, 2: Role.AMOUNT}
    assert (guess.mapping.header, guess.mapping.sign, guess.is_complete) == (2, Sign.ACCOUNT, True)
    assert guess.names == ("入帐", "事由", "数目")


def test_the_first_rows_are_there_to_look_at():
    assert [row.cells[1] for row in guessed(STRANGE).rows] == ["招联金融 还款", "工资"]


def test_a_guess_can_be_read_with():
    out, paid_in = rows(STRANGE, mapping=guessed(STRANGE).mapping)
    assert (out.amount, str(out.direction)) == (Decimal("916.80"), "out")
    assert (paid_in.amount, str(paid_in.direction)) == (Decimal("5000.00"), "in")


def test_a_known_header_gives_the_same_rows_with_its_mapping():
    text = "交易日期,摘要,支出金额,收入金额,余额\n2025-03-05,代扣,5.00,,1.00\n"
    (plain,), (mapped,) = rows(text), rows(text, mapping=guessed(text).mapping)
    assert (plain.amount, plain.direction, plain.day) == (mapped.amount, mapped.direction, mapped.day)


def test_a_table_without_names_begins_with_its_first_row():
    guess = guessed("2025-03-05;代扣;-5.00\n2025-03-06;工资;9.00\n")
    assert (guess.mapping.header, guess.names) == (0, ())
    assert len(rows("2025-03-05;代扣;-5.00\n2025-03-06;工资;9.00\n", mapping=guess.mapping)) == 2


@pytest.mark.parametrize(
    ("days", "order"),
    [(("25/01/2025", "03/04/2025"), DayOrder.DAY_FIRST), (("01/25/2025", "03/04/2025"), DayOrder.MONTH_FIRST)],
)
def test_one_day_tells_the_order_of_all(days, order):
    text = "\n".join(["何时,何事,多少", *(f"{day},代扣,-5.00" for day in days)])
    assert guessed(text).mapping.day_order is order
    assert len(rows(text, mapping=guessed(text).mapping)) == 2


def test_an_order_that_nothing_tells_is_asked_for():
    text = "何时,何事,多少\n03/04/2025,代扣,-5.00\n"
    assert str(unreadable(text, mapping=guessed(text).mapping)[0]) == "line 2: when: day_order (03/04/2025)"


def test_sums_without_any_sign_tell_no_direction():
    text = "何时,何事,多少\n2025-03-05,代扣,5.00\n"
    (row,) = rows(text, mapping=guessed(text).mapping)
    assert str(row.direction) == "unknown"


def test_what_is_not_found_is_left_to_the_person():
    guess = guessed("甲,乙,丙\n一,二,三\n")
    assert not guess.is_complete


def test_a_mapping_without_a_sum_is_refused():
    with pytest.raises(BillProblem):
        rows("甲,乙,丙\n一,二,三\n", mapping=guessed("甲,乙,丙\n一,二,三\n").mapping)
