"""Contacts of one day, counted as the rules count them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from debts.reconciler.contacts import EVENTS_KEPT, Contact, Tally, Way, day_of, tally, way_of
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook import MessageBurst
from tests.moments import at

BURST = MessageBurst(hours=3, count=5)
MORNING = at("2026-03-16T09:00")


def contacts(count, way=Way.SMS, *, start=MORNING, gap=timedelta(minutes=10), lender_id="l1", sender="1069", name="c"):
    channel = Channel.SMS if way is Way.SMS else Channel.CALL
    first = IncomingMessage(f"{name}0", "…", start, sender, channel)
    return [
        Contact(replace(first, id=f"{name}{place}", received_at=start + gap * place), way, lender_id)
        for place in range(count)
    ]


def places(found, part):
    return [getattr(one, part) for _, one in sorted(found.items())]


@pytest.mark.parametrize(
    ("text", "channel", "is_claim", "way"),
    [
        ("未接来电", Channel.CALL, False, Way.UNANSWERED),
        ("响铃一声", Channel.CALL, True, Way.UNANSWERED),
        ("接通，对方催款", Channel.CALL, True, Way.CONNECTED),
        ("接通，对方催款", Channel.CALL, False, None),
        ("我回拨过去，对方催款", Channel.CALL, True, None),
        ("还款", Channel.CALL, True, None),
        ("您的借款已逾期", Channel.SMS, True, Way.SMS),
        ("未接来电提醒", Channel.SMS, False, None),
        ("您的借款已逾期", Channel.CHAT, True, None),
    ],
)
def test_each_message_counts_in_its_way(text, channel, is_claim, way):
    assert way_of(IncomingMessage("m", text, MORNING, "1069", channel), is_claim=is_claim) is way


def test_a_day_is_one_in_china():
    late = IncomingMessage("m", "", datetime.fromisoformat("2026-03-15T16:00:00+00:00"))
    assert str(day_of(late)) == "2026-03-16"
    assert day_of(replace(late, received_at=None)) is None


def test_calls_are_counted_by_their_way():
    found = tally([*contacts(3, Way.CONNECTED), *contacts(2, Way.UNANSWERED, name="u")], BURST)
    assert places(found, "connected") == [1, 2, 3, 0, 0]
    assert places(found, "unanswered") == [0, 0, 0, 1, 2]
    assert places(found, "messages") == [0, 0, 0, 0, 0]
    assert found["c2"].ids == ("c0", "c1", "c2")
    assert found["u1"].ids == ("u0", "u1")


def test_the_order_in_which_contacts_are_given_changes_nothing():
    row = [*contacts(7), *contacts(5, Way.CONNECTED, name="d")]
    assert tally(row, BURST) == tally(row[::-1], BURST)


def test_of_two_at_one_instant_the_first_by_name_comes_first():
    found = tally(contacts(2, Way.CONNECTED, gap=timedelta(0))[::-1], BURST)
    assert (found["c0"].connected, found["c1"].connected) == (1, 2)


def test_texts_are_counted_with_those_of_the_hours_before():
    found = tally(contacts(5, gap=timedelta(hours=1)), BURST)
    assert places(found, "messages") == [1, 2, 3, 3, 3]
    assert found["c4"].ids == ("c2", "c3", "c4")


@pytest.mark.parametrize(("seconds", "count"), [(60, 1), (61, 2)])
def test_parts_of_a_long_text_are_one_message(seconds, count):
    assert tally(contacts(2, gap=timedelta(seconds=seconds)), BURST)["c1"].messages == count


def test_texts_of_two_senders_at_once_are_two():
    row = [*contacts(1), *contacts(1, sender="1070", name="d")]
    assert tally(row, BURST)["d0"].messages == 2


def test_days_and_sides_are_counted_apart():
    row = [
        *contacts(1),
        *contacts(1, start=MORNING + timedelta(days=1), name="d"),
        *contacts(1, lender_id="l2", name="e", sender="1070"),
    ]
    assert places(tally(row, BURST), "messages") == [1, 1, 1]


def test_the_number_stands_for_a_side_that_nobody_named():
    row = [*contacts(2, lender_id=None), *contacts(1, lender_id=None, sender="1070", name="d")]
    found = tally(row, BURST)
    assert [found[name].messages for name in ("c0", "c1", "d0")] == [1, 2, 1]


def test_a_number_that_named_its_lender_once_speaks_for_it_each_time():
    row = [*contacts(2, Way.CONNECTED), *contacts(1, Way.CONNECTED, lender_id=None, name="d", sender="+86 1069")]
    assert tally(row, BURST)["d0"].connected == 2


def test_a_number_of_two_lenders_speaks_for_neither():
    row = [
        *contacts(1, Way.CONNECTED),
        *contacts(1, Way.CONNECTED, lender_id="l2", name="d"),
        *contacts(1, Way.CONNECTED, lender_id=None, name="e", start=MORNING + timedelta(hours=1)),
    ]
    assert tally(row, BURST)["e0"].connected == 1


def test_who_is_neither_named_nor_has_a_number_is_counted_nowhere():
    assert tally(contacts(2, lender_id=None, sender=""), BURST) == {}
    assert list(tally(contacts(1, sender=""), BURST)) == ["c0"]


def test_a_contact_without_a_time_is_left_out():
    undated = [replace(one, message=replace(one.message, received_at=None)) for one in contacts(2)]
    assert tally(undated, BURST) == {}


def test_of_a_long_row_only_the_latest_are_kept():
    found = tally(contacts(30, Way.CONNECTED, gap=timedelta(minutes=1)), BURST)
    assert found["c29"].connected == 30
    assert found["c29"].ids == tuple(f"c{place}" for place in range(30 - EVENTS_KEPT, 30))
    texts = tally(contacts(30, gap=timedelta(minutes=2)), BURST)
    assert (texts["c29"].messages, len(texts["c29"].ids)) == (30, EVENTS_KEPT)


def test_a_long_row_costs_no_more_than_its_length():
    row = contacts(5000, gap=timedelta(seconds=10))
    kept = sum(len(one.ids) for one in tally(row, BURST).values())
    assert kept <= EVENTS_KEPT * len(row)


def test_nothing_counts_as_nothing():
    assert tally([], BURST) == {}
    assert Tally() == Tally(0, 0, 0, ())
