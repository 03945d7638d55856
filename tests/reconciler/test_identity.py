from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.reconciler.identity import Kept, Known, New, Repeated, Sighting, number_of, tell_apart, words_of

AT = datetime(2025, 3, 5, 2, 22, 5, 457_000, UTC)
WORDS = words_of("sms", "self", "您的借款已逾期")


def seen(at=AT, sender="10690000", own_id=""):
    return Sighting(WORDS, sender, at, own_id)


def kept(pk=1, at=AT, sender="10690000", batch=7):
    return Kept(pk, WORDS, sender, at, batch)


@pytest.mark.parametrize(
    "sender",
    [
        "+8613900000000",
        "008613900000000",
        "8613900000000",
        "139 0000 0000",
        "139-0000-0000",
        "013900000000",
        "１３９００００００００",
    ],
)
def test_a_number_is_the_same_in_any_notation(sender):
    assert number_of(sender) == "13900000000"


def test_a_landline_is_the_same_with_the_country_code_and_without():
    assert number_of("010-12345678") == number_of("+86 10 1234 5678")


def test_numbers_and_names_that_differ_stay_different():
    assert len({number_of(sender) for sender in ("1069000", "1069001", "86139", "CMB", "")}) == 5


def test_blanks_and_the_ends_of_lines_are_no_words():
    assert words_of("sms", "self", "一  二\r\n三 ") == words_of("sms", "self", "一 二\n三")
    assert words_of("sms", "self", "一") != words_of("sms", "relative", "一") != words_of("call", "self", "一")


@pytest.mark.parametrize("seconds", [0, 5, 5.457, 5.9])
def test_a_time_cut_to_the_second_or_the_minute_is_the_same_time(seconds):
    at = AT.replace(second=0, microsecond=0) + timedelta(seconds=seconds)
    assert tell_apart([seen(at)], [kept()]) == [Known(1)]


def test_other_seconds_that_were_told_are_another_time_and_near():
    assert tell_apart([seen(AT + timedelta(seconds=1))], [kept()]) == [New(near=1)]


def test_two_minutes_later_it_is_said_again():
    assert tell_apart([seen(AT + timedelta(minutes=2))], [kept()]) == [New()]


def test_a_sender_whom_one_source_does_not_name_makes_it_near():
    assert tell_apart([seen(sender="")], [kept()]) == [New(copy=1, near=1)]


def test_another_sender_makes_it_another_message():
    assert tell_apart([seen(sender="10691111")], [kept()]) == [New(copy=1)]


def test_the_same_row_twice_is_one_and_rows_with_ids_of_their_own_are_two():
    assert tell_apart([seen(), seen()], []) == [New(), Repeated(0)]
    assert tell_apart([seen(own_id="a"), seen(own_id="b"), seen(own_id="a")], []) == [New(), New(copy=1), Repeated(0)]


def test_two_rows_that_a_source_tells_apart_meet_the_two_kept_ones_again():
    rows = [seen(own_id="a"), seen(own_id="b")]
    assert tell_apart(rows, [kept(1), kept(2)]) == [Known(1), Known(2)]


def test_one_kept_message_stands_for_one_sighting_only():
    rows = [seen(AT + timedelta(seconds=20)), seen(AT + timedelta(seconds=40))]
    full = kept(at=AT.replace(second=0, microsecond=0))
    assert tell_apart(rows, [full]) == [Known(1), New(near=None)]


def test_rows_of_the_same_batch_are_told_apart_by_every_difference():
    assert tell_apart([seen(AT + timedelta(microseconds=1))], [kept(batch=7)], batch=7) == [New()]
    assert tell_apart([seen()], [kept(batch=7)], batch=7) == [Known(1)]


def test_without_a_time_only_what_has_none_is_the_same():
    assert tell_apart([seen(None)], [kept(at=None)]) == [Known(1)]
    assert tell_apart([seen(None)], [kept()]) == [New()]


def test_the_surest_pair_is_made_first_whatever_the_order():
    rows = {"same": seen(AT), "minute": seen(AT.replace(second=0, microsecond=0))}
    for order in permutations(rows):
        answers = dict(zip(order, tell_apart([rows[name] for name in order], [kept()]), strict=True))
        assert answers == {"same": Known(1), "minute": New(near=None)}


moments = st.builds(lambda ms: AT + timedelta(milliseconds=ms), st.integers(0, 130_000))


@given(st.lists(st.builds(seen, moments, own_id=st.sampled_from(["", "a", "b"])), max_size=8))
def test_what_was_read_once_is_known_when_it_is_read_again(rows):
    new = [place for place, answer in enumerate(tell_apart(rows, [])) if isinstance(answer, New)]
    stored = [kept(place, rows[place].at) for place in new]
    again = tell_apart(rows, stored)
    assert not [answer for answer in again if isinstance(answer, New)]
    assert {answer.pk for answer in again if isinstance(answer, Known)} == set(new)
