"""Conduct rules, their figures and the days from which they speak."""

from datetime import date, time

import pytest

from debts.rulebook import LenderKind, load_rulebook

BOOK = load_rulebook()
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("rule", BOOK.conduct, ids=lambda rule: rule.id)
def test_every_rule_can_cite_something_today_and_says_what_is_missing(rule):
    assert BOOK.speaks(rule.id, TODAY)
    assert BOOK.in_force(rule.citations, TODAY)
    assert all(BOOK.missing_fact(code).text.zh for code in rule.missing)
    assert rule.missing


@pytest.mark.parametrize(
    ("rule_id", "first_day"),
    [("M1", date(2025, 2, 28)), ("M6", date(2025, 2, 28)), ("M8", date(2021, 1, 1)), ("M10", date(2026, 1, 30))],
)
def test_a_rule_speaks_from_the_day_its_instrument_is_in_force(rule_id, first_day):
    assert BOOK.speaks(rule_id, first_day)
    assert not BOOK.speaks(rule_id, date.fromordinal(first_day.toordinal() - 1))


def test_insults_are_cited_by_the_law_of_their_day():
    before = {one.id for one in BOOK.in_force(BOOK.rule("M4").citations, date(2025, 12, 31))}
    after = {one.id for one in BOOK.in_force(BOOK.rule("M4").citations, date(2026, 1, 1))}
    assert "public-order-2012-42-2" in before - after
    assert "public-order-50-1-2" in after - before


def test_the_kind_of_lender_adds_its_own_rules():
    bank = {one.id for one in BOOK.in_force(BOOK.rule("M5").citations, TODAY, LenderKind.BANK)}
    assert "bank-consumer-protection-41" in bank
    assert "bank-consumer-protection-41" not in {one.id for one in BOOK.in_force(BOOK.rule("M5").citations, TODAY)}


@pytest.mark.parametrize(
    ("clock", "is_quiet"),
    [
        (time(21, 59, 59), False),
        (time(22, 0), True),
        (time(0, 0), True),
        (time(7, 59, 59), True),
        (time(8, 0), False),
        (time(12, 0), False),
    ],
)
def test_quiet_hours_begin_at_ten_and_end_before_eight(clock, is_quiet):
    assert BOOK.limits.quiet_hours.covers(clock) is is_quiet


def test_calls_and_attempts_have_their_own_limits_and_texts_have_none():
    limits = BOOK.limits
    assert (limits.connected_calls.limit, limits.connected_calls.citation) == (3, "gbt-45251-calls")
    assert (limits.attempts.limit, limits.attempts.citation) == (6, "cba-guideline-attempts")


def test_grave_offences_are_no_normal_label():
    usual = {citation_id for rule in BOOK.conduct for citation_id in rule.citations}
    assert not [one for one in usual if one.startswith("criminal-law")]


def test_signs_take_over_from_their_rule_what_they_do_not_say():
    (calls, missed, texts, announced) = BOOK.rule("M1").signs
    assert (calls.decisive, missed.decisive) == (("gbt-45251-calls",), ("cba-guideline-attempts",))
    assert (texts.decisive, texts.missing) == (("civil-code-1033-1",), ("same_lender",))
    assert announced.decisive == BOOK.rule("M1").decisive
    assert announced.citations == BOOK.rule("M1").citations
    assert calls.missing == BOOK.rule("M1").missing


def test_every_sign_stands_with_its_rule():
    assert [rule_id for rule_id, _ in BOOK.signs] == [rule.id for rule in BOOK.conduct for _ in rule.signs]
    assert all(rule.signs for rule in BOOK.conduct)


def test_a_row_of_texts_has_no_law_that_counts_them():
    burst = BOOK.limits.message_burst
    assert (burst.hours, burst.count) == (3, 5)
    (texts,) = (sign for sign in BOOK.rule("M1").signs if sign.test == "message_burst")
    assert not [one for one in texts.citations if one.startswith(("gbt", "cba"))]
