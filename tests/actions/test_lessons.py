"""A choice teaches when the owner says so; what it taught goes with it, and everything is as it was before."""

from datetime import UTC, datetime

import pytest

from debts.actions import TakenBack, correct, decide, learn, receive_messages, settle, take_back, withdraw_decision
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, Lender, Lesson, LessonKind, Message, Verdict
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage, VerdictCode
from debts.web.messages.offers import offers_of

OCTOBER = datetime(2025, 10, 15, 6, 30, tzinfo=UTC)
TEXT = "【小海管家】您的借款已逾期65天，请还款{}元"
ABOUT = DecisionKind.ABOUT_LOAN


@pytest.fixture
def messages(ctx, loan):
    """Two demands under a signature that nobody knows, after the loan was settled."""
    settle(ctx, loan, settled_at=OCTOBER.replace(month=8), basis="paid_in_full")
    incoming = [IncomingMessage("", TEXT.format(sum_), OCTOBER, "1069000777") for sum_ in (100, 200)]
    return receive_messages(ctx, incoming, source="粘贴").new


def state(owner):
    """Every stored answer with all that hangs on it."""
    rows = Verdict.objects.filter(owner=owner).select_related("message").prefetch_related("findings", "grounds")
    return {
        row.message.ref: (
            row.code,
            row.loan_id,
            row.detail,
            sorted(one.rule for one in row.findings.all()),
            sorted(one.key for one in row.grounds.all()),
        )
        for row in rows
    }


def code(message):
    return Verdict.objects.get(message=message).code


@pytest.mark.parametrize("kind", DecisionKind)
def test_undoing_a_decision_restores_every_answer_exactly(ctx, loan, messages, kind):
    before = state(ctx.owner)
    decide(ctx, messages[0], kind, loan=loan if kind == ABOUT else None)
    assert state(ctx.owner) != before
    withdraw_decision(ctx, messages[0])
    assert state(ctx.owner) == before


def test_a_choice_by_itself_teaches_nothing(ctx, loan, lender, messages):
    decide(ctx, messages[0], ABOUT, loan=loan)
    assert code(messages[1]) == VerdictCode.UNKNOWN_DEBT
    assert not Lesson.objects.exists()


def test_what_is_learnt_judges_the_messages_like_it_again(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    assert code(messages[1]) == VerdictCode.AFTER_SETTLEMENT
    assert Lender.objects.get().signatures == ["够花", "小海管家"]


def test_taking_a_lesson_back_restores_every_answer_exactly(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    before = state(ctx.owner)
    take_back(ctx, learn(ctx, decision, LessonKind.SIGNATURES, "小海管家"))
    assert state(ctx.owner) == before
    assert Lender.objects.get().signatures == ["够花"]


def test_undoing_the_decision_takes_back_what_it_taught(ctx, loan, messages):
    before = state(ctx.owner)
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    learn(ctx, decision, LessonKind.COLLECTORS, "1069000777")
    withdraw_decision(ctx, messages[0])
    assert state(ctx.owner) == before
    assert (Lender.objects.get().signatures, Lender.objects.get().collectors) == (["够花"], [])


def test_deciding_again_for_the_same_lender_keeps_what_was_learnt(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    again = decide(ctx, messages[0], ABOUT, loan=loan, reason="又核对过")
    assert Lesson.objects.of(ctx.owner).get().decision == again
    assert Lender.objects.get().signatures == ["够花", "小海管家"]


def test_deciding_otherwise_forgets_it(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    decide(ctx, messages[0], DecisionKind.NOT_MINE)
    assert not Lesson.objects.of(ctx.owner).exists()
    assert Lender.objects.get().signatures == ["够花"]


def test_taking_the_message_back_forgets_it(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    take_back(ctx, messages[0])
    assert Lender.objects.get().signatures == ["够花"]


def test_what_the_owner_has_struck_out_by_hand_is_not_struck_out_twice(ctx, loan, lender, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    lesson = learn(ctx, decision, LessonKind.SIGNATURES, "小海管家")
    correct(ctx, Lender.objects.get(), signatures=["够花", "另一个"])
    take_back(ctx, lesson)
    assert Lender.objects.get().signatures == ["够花", "另一个"]


def test_learning_twice_learns_once(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    first = learn(ctx, decision, LessonKind.SENDERS, "1069000777")
    assert learn(ctx, decision, LessonKind.SENDERS, "1069000777") == first
    assert Lender.objects.get().senders == ["1069000777"]


def test_a_decision_that_is_gone_teaches_nothing(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    withdraw_decision(ctx, messages[0])
    with pytest.raises(TakenBack):
        learn(ctx, decision, LessonKind.SENDERS, "1069000777")


def test_a_decision_about_no_loan_teaches_nothing(ctx, messages):
    decision = decide(ctx, messages[0], DecisionKind.NOT_MINE)
    with pytest.raises(ValueError, match="no loan"):
        learn(ctx, decision, LessonKind.SENDERS, "1069000777")
    assert offers_of(decision) == ()


def test_every_step_is_in_the_evidence_log(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    take_back(ctx, learn(ctx, decision, LessonKind.SIGNATURES, "小海管家"))
    entries = EvidenceEntry.objects.filter(owner=ctx.owner, record_type__in=["lesson", "lender"]).order_by("sequence")
    steps = [(entry.action, entry.record_type) for entry in entries][1:]
    assert steps == [
        ("corrected", "lender"),
        ("recorded", "lesson"),
        ("taken_back", "lesson"),
        ("corrected", "lender"),
    ]
    assert verify(ctx.owner).problems == ()


def test_a_shared_port_is_known_by_the_other_messages_from_it(ctx, loan, messages):
    decision = decide(ctx, messages[0], ABOUT, loan=loan)
    assert "1069000777" in {offer.value for offer in offers_of(decision)}
    receive_messages(ctx, [IncomingMessage("", "【菜鸟】您的包裹已到", OCTOBER, "1069000777")], source="粘贴")
    assert "1069000777" not in {offer.value for offer in offers_of(decision)}
    take_back(ctx, Message.objects.get(text__contains="菜鸟"))
    assert "1069000777" in {offer.value for offer in offers_of(decision)}
