"""The next step, the most urgent first."""

import pytest

from debts.reconciler.advice import FIRST, advice_for
from debts.reconciler.types import Kind, NameMention, PhraseHit, Reading, Reason, Span, Verdict, VerdictCode

HERE = Span(0, 1)


def advice(code, *, reasons=(), **said):
    reading = Reading(**{"kind": Kind.COLLECTION, "is_claim": True, **said})
    return advice_for(Verdict(code, reasons=tuple(map(Reason, reasons))), reading)


@pytest.mark.parametrize("code", VerdictCode)
def test_every_verdict_has_its_first_steps(code):
    assert advice(code) == FIRST[code]


def test_a_calm_message_is_no_reason_for_warnings():
    link = (NameMention("http://a.cn", HERE),)
    assert advice(VerdictCode.SUPPORTING, links=link) == ("keep_as_proof",)
    assert advice(VerdictCode.NO_CLAIM, links=link) == ()
    assert advice(VerdictCode.NO_CLAIM, kind=Kind.LEGAL_THREAT, links=link) == ("check_court_papers", "do_not_click")


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        ({"kind": Kind.LEGAL_THREAT}, "check_court_papers"),
        ({"threats": frozenset({"legal"})}, "check_court_papers"),
        ({"demands": frozenset({"sign"})}, "do_not_sign"),
        ({"demands": frozenset({"reply"})}, "do_not_sign"),
        ({"demands": frozenset({"click"})}, "do_not_click"),
        ({"links": (NameMention("http://a.cn", HERE),)}, "do_not_click"),
        ({"kind": Kind.TRANSFER_NOTICE}, "ask_transfer_proof"),
        ({"demands": frozenset({"add_on_chat"})}, "stay_on_official_channel"),
        ({"demands": frozenset({"pay_privately"})}, "stay_on_official_channel"),
        ({"threats": frozenset({"safety"})}, "report_threats"),
        ({"threats": frozenset({"insult"})}, "report_threats"),
        ({"threats": frozenset({"publish"})}, "report_threats"),
    ],
)
def test_a_warning_stands_before_the_first_steps(said, warning):
    assert advice(VerdictCode.CONSISTENT, **said) == (warning, *FIRST[VerdictCode.CONSISTENT])
    assert warning not in advice(VerdictCode.CONSISTENT)


def test_the_credit_report_is_worth_a_look_where_the_debt_had_ended():
    assert "check_credit_report" in advice(VerdictCode.AFTER_SETTLEMENT, kind=Kind.CREDIT_THREAT)
    assert "check_credit_report" not in advice(VerdictCode.CONSISTENT, kind=Kind.CREDIT_THREAT)
    assert "check_credit_report" not in advice(VerdictCode.AFTER_SETTLEMENT)


@pytest.mark.parametrize(
    ("hit", "is_office"), [("authority.police", True), ("fraud.task_force", True), ("fraud.upfront", False)]
)
def test_an_office_that_asks_for_money_can_be_called(hit, is_office):
    steps = advice(VerdictCode.SUSPECTED_FRAUD, phrases=(PhraseHit(hit, HERE),))
    assert ("ask_12368_or_110" in steps) is is_office
    assert "ask_12368_or_110" not in advice(VerdictCode.CONSISTENT, phrases=(PhraseHit(hit, HERE),))


@pytest.mark.parametrize(
    ("reason", "steps"),
    [
        ("old_lender_claims", ("ask_transfer_proof", "ask_who_is_paid")),
        ("paid_after_notice", ("ask_transfer_proof", "ask_who_is_paid")),
        ("ended_after_notice", ("ask_transfer_proof", "ask_who_is_paid")),
        ("owner_guarantees", ("check_guarantee",)),
        ("payments_look_doubled", ("check_payments",)),
        ("paid_after_settlement", ("check_payments",)),
        ("guarantor_may_have_paid", ("ask_breakdown",)),
    ],
)
def test_what_the_facts_ask_for_stands_between_warnings_and_first_steps(reason, steps):
    found = advice(VerdictCode.CONSISTENT, reasons=[reason], demands=frozenset({"sign"}))
    assert found == ("do_not_sign", *steps, *FIRST[VerdictCode.CONSISTENT])


def test_nobody_is_told_to_pay_what_may_not_be_due():
    assert advice(VerdictCode.CONSISTENT, reasons=["no_schedule"]) == (
        "check_with_lender",
        "ask_breakdown",
        "talk_to_lender",
    )
    assert advice(VerdictCode.OVERSTATED, reasons=["no_schedule"]) == FIRST[VerdictCode.OVERSTATED]


def test_each_step_is_named_once():
    steps = advice(VerdictCode.OVERSTATED, reasons=["guarantor_may_have_paid"])
    assert steps == ("ask_breakdown", "keep_evidence")
