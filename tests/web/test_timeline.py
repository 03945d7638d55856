"""The life of a loan: events in order, long quiet runs folded, and a drawing that stays inside its frame."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from debts.actions import record_assignment, record_repayment
from debts.models import Message
from debts.queries import loans_of
from debts.web.loans.drawing import LEFT, RIGHT, draw
from debts.web.loans.standing import standing_of
from debts.web.loans.timeline import Event, EventKind, Tone, events_of, stretches
from tests.web.ledgers import AFTER, NOW, SHANGHAI, certificate, introduce, open_loan, receive, settled_loan, write


def life(owner, now=NOW):
    (row,) = loans_of(owner)
    messages = Message.objects.of(owner).select_related("verdict")
    return events_of(standing_of(row, now, SHANGHAI), messages, now, SHANGHAI)


def kinds(events):
    return [event.kind.value for event in events]


def quiet(number):
    return Event(NOW + timedelta(days=number), EventKind.PAID, "还款", tone=Tone.QUIET)


@pytest.mark.django_db
def test_everything_stands_in_the_order_of_time(owner):
    loan = settled_loan(owner)
    certificate(owner, loan)
    record_assignment(write(owner), loan=loan, assignee="远山资产管理有限公司", notified_on=date(2024, 4, 1))
    receive(owner, AFTER)
    expected = ["drawn", "due", "paid", "due", "paid", "settled", "proof", "assigned", "message"]
    assert kinds(life(owner)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "title", "kind"),
    [
        ({}, "还款 ¥100.00", "paid"),
        ({"kind": "waiver"}, "减免 ¥100.00", "entry"),
        ({"kind": "failed"}, "扣款失败 ¥100.00", "entry"),
        ({"reversed_at": NOW}, "还款 ¥100.00", "entry"),
    ],
)
def test_only_a_payment_that_stayed_is_drawn_as_one(owner, fields, title, kind):
    loan = open_loan(owner)
    record_repayment(write(owner), loan=loan, paid_at=NOW - timedelta(days=40), amount=Decimal(100), **fields)
    (found,) = [event for event in life(owner) if event.url.startswith("/repayments/")]
    assert (found.title, found.kind) == (title, kind)


def test_a_folded_run_of_other_entries_says_how_many():
    events = [Event(NOW + timedelta(days=day), EventKind.ENTRY, "减免", tone=Tone.QUIET) for day in range(6)]
    (stretch,) = stretches(events)
    assert stretch.summary == "6 条其他记录"


@pytest.mark.django_db
def test_due_days_after_the_settlement_are_no_part_of_it(owner):
    settled_loan(owner)
    assert [event.at.date() for event in life(owner) if event.kind is EventKind.DUE] == [
        date(2024, 2, 5),
        date(2024, 3, 5),
    ]


@pytest.mark.django_db
def test_of_the_days_ahead_only_the_next_is_shown(owner):
    open_loan(owner, drawn_on=date(2025, 9, 15), first_due_on=date(2025, 10, 15))
    due = [event for event in life(owner) if event.kind is EventKind.DUE]
    assert [(event.at.date(), event.is_future) for event in due] == [
        (date(2025, 10, 15), False),
        (date(2025, 11, 15), True),
    ]


@pytest.mark.django_db
def test_red_is_kept_for_the_seal_and_for_what_offends_against_it(owner):
    settled_loan(owner)
    receive(owner, AFTER)
    assert [event.kind.value for event in life(owner) if event.tone is Tone.SEAL] == ["settled", "message"]


@pytest.mark.django_db
def test_a_paper_that_does_not_count_is_not_shown_as_a_proof(owner, client_of, clock):
    loan = settled_loan(owner)
    introduce(owner)
    certificate(owner, loan, holder="李四")
    drawing = client_of(owner).get(reverse("loan", args=[loan.pk])).context["drawing"]
    (paper,) = (mark for mark in drawing.marks if mark.event.title == "结清证明")
    assert (paper.shape, paper.event.tone) == ("doubted", Tone.ASK)
    assert paper.event.detail.startswith("没有算作证明：")


def test_a_short_run_of_quiet_events_is_shown_and_a_long_one_folded():
    assert [stretch.is_folded for stretch in stretches([quiet(n) for n in range(4)])] == [False]
    (stretch,) = stretches([quiet(n) for n in range(5)])
    assert (stretch.is_folded, stretch.summary) == (True, "5 次还款")


def test_what_matters_is_never_folded_away():
    loud = Event(NOW, EventKind.MESSAGE, "短信", tone=Tone.SEAL)
    groups = stretches([*(quiet(n) for n in range(6)), loud, *(quiet(n) for n in range(6))])
    assert [(stretch.is_folded, len(stretch.events)) for stretch in groups] == [(True, 6), (False, 1), (True, 6)]


def test_without_a_stretch_of_time_nothing_is_drawn():
    assert draw([], NOW) is None
    assert draw([Event(NOW, EventKind.DRAWN, "借款")], NOW) is None


def test_the_flag_stands_where_the_loan_ended():
    events = [
        Event(NOW - timedelta(days=100), EventKind.DRAWN, "借款"),
        Event(NOW - timedelta(days=50), EventKind.SETTLED, "结清", tone=Tone.SEAL),
    ]
    drawing = draw(events, NOW)
    assert drawing.settled.x == drawing.paid_to == (LEFT + RIGHT) // 2
    assert drawing.now_x == RIGHT


@given(st.lists(st.tuples(st.integers(-20000, 20000), st.sampled_from(EventKind)), max_size=30))
def test_every_mark_stays_inside_the_frame(days):
    events = sorted((Event(NOW + timedelta(days=n), kind, "事") for n, kind in days), key=lambda event: event.at)
    drawing = draw(events, NOW)
    if drawing:
        places = [mark.x for mark in drawing.marks]
        assert all(LEFT <= x <= RIGHT for x in [*places, drawing.now_x, drawing.paid_to])


def test_labels_of_a_settlement_at_the_edge_stay_inside():
    now = datetime(2025, 11, 1, tzinfo=SHANGHAI)
    first = Event(now - timedelta(days=400), EventKind.SETTLED, "结清", tone=Tone.SEAL)
    drawing = draw([first], now)
    assert drawing.settled_anchor == "start"
    assert not drawing.shows_first_label


def test_messages_lie_on_top_of_the_payments_of_their_days():
    message = Event(NOW - timedelta(days=9), EventKind.MESSAGE, "短信")
    drawing = draw([message, quiet(-8), quiet(-2)], NOW)
    assert [mark.event.kind.value for mark in drawing.marks] == ["paid", "paid", "message"]
