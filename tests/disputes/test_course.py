"""How far a dispute is and where to turn next, on both sides of each last day."""

from datetime import date, timedelta

import pytest

from debts.disputes.course import (
    Alarms,
    Fit,
    Stage,
    State,
    escalation,
    fitted,
    matter_of,
    offers,
    reached,
    takes,
)
from debts.disputes.types import Answered, Response, Sent
from debts.rulebook import LenderKind, Turn, load_rulebook
from debts.wording.disputes import FITS, STAGES_OF_DISPUTE, STATES, STEP_TITLES, VERIFICATIONS

BOOK = load_rulebook()
CALM = Alarms()
SENT_ON = date(2026, 3, 2)
CONSUMER, MICRO = LenderKind.CONSUMER_FINANCE.value, LenderKind.MICROLOAN.value


def matter(channel="lender", today=SENT_ON, *answers, kind=CONSUMER, sent_on=SENT_ON):
    sent = Sent("1", channel, sent_on)
    replies = [Answered("1", day, response) for day, response in answers]
    return matter_of(sent, replies, fitted(BOOK, BOOK.channel(channel), kind, sent_on).limits, today)


def fits(kind, *matters, alarms=CALM):
    return {offer.channel.id: offer.fit for offer in offers(BOOK, kind, matters, alarms)}


def next_channel(kind, *matters):
    found = escalation(BOOK, kind, matters)
    return found.id if found else None


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 17), State.WAITING),
        (date(2026, 3, 18), State.LATE),
        (date(2026, 5, 6), State.LATE),  # the sixtieth day is in the holidays of May
        (date(2026, 5, 7), State.OVERDUE),
    ],
)
def test_a_lender_is_late_from_the_day_after_the_last(today, state):
    assert matter("lender", today).state is state


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 2, 27), State.WAITING), (date(2026, 2, 28), State.WAITING), (date(2026, 3, 1), State.OVERDUE)],
)
def test_seven_working_days_across_spring_festival_end_on_the_worked_saturday(today, state):
    # 13 and 14 February are worked, then comes the holiday until the 23rd; the 28th is a Saturday that is worked.
    assert matter("nfra-12378", today, sent_on=date(2026, 2, 12)).state is state


@pytest.mark.parametrize(("today", "state"), [(date(2026, 2, 24), State.WAITING), (date(2026, 2, 25), State.LATE)])
def test_a_last_day_in_spring_festival_is_not_late_before_the_first_working_day_is_over(today, state):
    # Fifteen days after 3 February is the 18th, in the holiday; the 24th is the first working day.
    assert matter("lender", today, sent_on=date(2026, 2, 3)).state is state


def test_a_year_whose_holidays_are_not_announced_is_said_to_be_uncertain():
    far = matter("nfra-12378", date(2035, 1, 1), sent_on=date(2034, 12, 28))
    assert [one.due.is_certain for one in far.deadlines] == [False]


@pytest.mark.parametrize("response", [Response.GRANTED, Response.PARTLY, Response.EMPTY, Response.REFUSED])
def test_an_answer_stops_the_period_on_its_day(response):
    found = matter("lender", date(2026, 6, 1), (date(2026, 3, 10), response))
    assert found.deadlines == ()
    assert not found.is_open
    assert found.asks_for_more is (response is not Response.GRANTED)


def test_a_notice_of_receipt_stops_only_the_period_for_it():
    before = matter("nfra-12378", date(2026, 3, 5))
    after = matter("nfra-12378", date(2026, 3, 12), (date(2026, 3, 10), Response.ACKNOWLEDGED))
    assert [one.limit.id for one in before.deadlines] == ["forwarding"]
    assert {one.limit.id: one.due.day for one in after.deadlines} == {
        "decision": date(2026, 3, 25),
        "decision-complex": date(2026, 4, 9),
        "decision-special": date(2026, 5, 9),
    }


def test_an_acknowledgement_does_not_stop_the_periods_of_a_lender():
    assert matter("lender", date(2026, 3, 18), (date(2026, 3, 3), Response.ACKNOWLEDGED)).state is State.LATE


def test_the_police_have_their_time_from_the_acceptance_on():
    assert matter("police-110", date(2026, 9, 1)).state is State.NO_PERIOD
    accepted = matter("police-110", date(2026, 4, 3), (date(2026, 3, 3), Response.ACKNOWLEDGED))
    assert accepted.deadlines[0].due.day == date(2026, 4, 2)
    assert accepted.state is State.LATE


def test_an_answer_of_tomorrow_does_not_count_yet():
    assert matter("lender", date(2026, 3, 4), (date(2026, 3, 5), Response.GRANTED)).is_open


def test_the_time_of_a_complaint_binds_no_microloan_company():
    assert all(not one.limit.is_statutory for one in matter("lender", kind=MICRO).deadlines)
    assert matter("lender", date(2030, 1, 1), kind=MICRO).state is State.NO_PERIOD


def test_an_unknown_kind_of_lender_is_late_by_no_rule_for_some_kinds():
    assert matter("lender", date(2030, 1, 1), kind="").state is State.NO_PERIOD


def test_the_lender_comes_first_and_nothing_is_next_while_it_has_time():
    assert fits(CONSUMER)["lender"] is Fit.NOW
    waiting = matter("lender", date(2026, 3, 10))
    assert fits(CONSUMER, waiting)["nfra-12378"] is Fit.LATER
    assert next_channel(CONSUMER, waiting) is None


def test_a_late_lender_leads_to_the_channel_for_its_kind():
    late = matter("lender", date(2026, 3, 18))
    assert next_channel(CONSUMER, late) == "nfra-12378"
    refused = matter("lender", date(2026, 3, 18), (date(2026, 3, 10), Response.REFUSED), kind=MICRO)
    assert next_channel(MICRO, refused) == "local-12345"


def test_what_satisfies_leads_nowhere():
    assert next_channel(CONSUMER, matter("lender", date(2026, 6, 1), (date(2026, 3, 10), Response.GRANTED))) is None


def test_the_way_goes_on_to_mediation_and_court_and_then_ends():
    late = matter("lender", date(2026, 3, 18))
    done = [(date(2026, 3, 20), Response.EMPTY)]
    regulator = matter("nfra-12378", date(2026, 4, 1), *done)
    assert next_channel(CONSUMER, late, regulator) == "mediation"
    mediation = matter("mediation", date(2026, 4, 1), *done)
    assert next_channel(CONSUMER, late, regulator, mediation) == "court"
    assert next_channel(CONSUMER, late, regulator, mediation, matter("court", date(2026, 4, 1), *done)) is None


def test_while_the_next_channel_may_answer_nothing_further_is_proposed():
    late, asked = matter("lender", date(2026, 3, 18)), matter("nfra-12378", date(2026, 3, 4))
    assert next_channel(CONSUMER, late, asked) is None


def test_alarms_bring_their_channels_at_once():
    alarms = Alarms(danger=True, fraud=True, credit=True, court_notice=True)
    found = fits(CONSUMER, alarms=alarms)
    at_once = {name for name, fit in found.items() if fit is Fit.AT_ONCE}
    assert at_once == {"police-110", "anti-fraud-96110", "court-12368"}
    assert found["credit-objection"] is Fit.NOW
    assert fits(CONSUMER)["police-110"] is Fit.IF


def test_a_channel_that_needs_the_lender_first_waits_for_it_even_with_credit_at_stake():
    assert fits(CONSUMER, alarms=Alarms(credit=True))["pbc-12363"] is Fit.LATER
    late = matter("lender", date(2026, 3, 18))
    assert fits(CONSUMER, late, alarms=Alarms(credit=True))["pbc-12363"] is Fit.NOW


def test_somebody_without_a_licence_is_no_case_for_the_regulator_of_banks():
    assert not takes(BOOK.channel("nfra-12378"), "private")
    assert takes(BOOK.channel("local-12345"), "private")
    assert takes(BOOK.channel("nfra-12378"), "")


@pytest.mark.parametrize("kind", [*LenderKind, "private", ""])
def test_for_every_kind_there_is_a_way_that_begins_with_the_lender(kind):
    line = [one.channel for one in offers(BOOK, kind, (), Alarms()) if one.channel.turn in (Turn.FIRST, Turn.NEXT)]
    assert line[0].id == "lender"
    assert line[-1].id == "court"


@pytest.mark.parametrize(
    ("told", "matters", "closed", "stage"),
    [
        (False, (), False, Stage.WHAT),
        (True, (), False, Stage.CAUSE),
        (True, ("waiting",), False, Stage.ANSWER),
        (True, ("granted",), False, Stage.OUTCOME),
        (True, ("granted", "waiting"), False, Stage.ANSWER),
        (False, (), True, Stage.OUTCOME),
    ],
)
def test_the_path_knows_where_the_case_is(told, matters, closed, stage):
    made = {
        "waiting": matter("lender", SENT_ON + timedelta(days=1)),
        "granted": matter("lender", date(2026, 4, 1), (date(2026, 3, 10), Response.GRANTED)),
    }
    found = [made[name] for name in matters]
    assert reached(is_told=told, matters=found, is_closed=closed) is stage


def test_every_code_has_words():
    assert set(STATES) == set(State)
    assert set(FITS) == set(Fit)
    assert set(STAGES_OF_DISPUTE) == set(Stage)
    assert all(map(str, [*STEP_TITLES.values(), *VERIFICATIONS.values()]))
