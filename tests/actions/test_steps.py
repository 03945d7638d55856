"""Deciding about several messages in one step, and taking back the whole step and nothing else."""

from datetime import timedelta

import pytest

from debts.actions import decide, decide_several, learn, undo_step
from debts.models import Decision, EvidenceEntry, Lesson, LessonKind, Verdict
from debts.models.messages import DecisionKind
from tests.web.ledgers import AFTER, NOW, lender_of, open_loan, receive, write

OTHER = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"
THIRD = "【近处小贷】您的借款已逾期，请还款900元。"
LATER = NOW + timedelta(minutes=1)
LATEST = NOW + timedelta(minutes=2)
NOT_MINE = DecisionKind.NOT_MINE


@pytest.fixture
def rows(owner):
    return receive(owner, AFTER, OTHER, THIRD)


def in_force(owner):
    return {(row.message_id, row.kind) for row in Decision.objects.of(owner)}


def codes(rows):
    known = dict(Verdict.objects.filter(message__in=rows).values_list("message_id", "code"))
    return [known[row.pk] for row in rows]


def test_one_decision_about_several_messages_judges_each_anew(owner, rows):
    decide_several(write(owner), rows[1:], NOT_MINE)
    assert in_force(owner) == {(row.pk, NOT_MINE) for row in rows[1:]}
    assert codes(rows[1:]) == ["wrong_person", "wrong_person"]


def test_the_whole_step_is_taken_back(owner, rows):
    before = codes(rows)
    decide_several(write(owner), rows, NOT_MINE)
    assert undo_step(write(owner, LATER), NOW) == 3
    assert not in_force(owner)
    assert codes(rows) == before


def test_what_another_step_decided_stays(owner, rows):
    decide(write(owner), rows[0], NOT_MINE)
    decide_several(write(owner, LATER), rows[1:], NOT_MINE)
    undo_step(write(owner, LATEST), LATER)
    assert in_force(owner) == {(rows[0].pk, NOT_MINE)}


def test_what_was_decided_again_since_then_stays(owner, rows):
    loan = open_loan(owner)
    decide_several(write(owner), rows, NOT_MINE)
    decide(write(owner, LATER), rows[0], DecisionKind.ABOUT_LOAN, loan=loan)
    assert undo_step(write(owner, LATEST), NOW) == 2
    assert in_force(owner) == {(rows[0].pk, DecisionKind.ABOUT_LOAN)}


def test_what_the_step_had_replaced_counts_again_with_what_it_taught(owner, rows):
    loan = open_loan(owner, lender=lender_of(owner))
    first = decide(write(owner), rows[1], DecisionKind.ABOUT_LOAN, loan=loan, reason="就是这笔")
    learn(write(owner), first, LessonKind.ALIASES, "远方小贷")
    decide_several(write(owner, LATER), rows[1:], NOT_MINE)
    undo_step(write(owner, LATEST), LATER)
    (again,) = Decision.objects.of(owner)
    assert (again.message_id, again.loan, again.reason) == (rows[1].pk, loan, "就是这笔")
    assert [lesson.value for lesson in Lesson.objects.of(owner)] == ["远方小贷"]


def test_nothing_is_written_where_nothing_was_decided(owner, rows):
    logged = EvidenceEntry.objects.count()
    assert undo_step(write(owner), LATER) == 0
    assert EvidenceEntry.objects.count() == logged


def test_a_step_of_somebody_else_is_not_touched(owner, rows, stranger):
    decide_several(write(owner), rows, NOT_MINE)
    assert undo_step(write(stranger, LATER), NOW) == 0
    assert len(in_force(owner)) == 3
