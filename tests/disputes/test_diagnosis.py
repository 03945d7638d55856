"""What probably went wrong, told from the messages of a case together."""

from debts.disputes.diagnosis import GROUPS, Cause, Likely, Symptom, diagnose
from debts.reconciler.causes import CAUSES
from debts.reconciler.types import VerdictCode
from debts.wording import CAUSES as WORDS
from debts.wording.disputes import LIKELY_CAUSES, NEXT_STEPS

AFTER = VerdictCode.AFTER_SETTLEMENT.value


def test_no_message_points_at_nothing():
    assert diagnose([]) == ()
    assert diagnose([Symptom(AFTER), Symptom(AFTER, ("of_a_later_version",))]) == ()


def test_the_cause_that_most_messages_leave_open_comes_first():
    stale, either = Symptom(AFTER, ("record_not_updated",)), Symptom(AFTER, ("record_not_updated", "residual_fee"))
    assert diagnose([stale, either, stale]) == (Likely(Cause.NOT_SYNCHRONISED, 3), Likely(Cause.RESIDUAL, 1))


def test_a_cause_that_stands_alone_weighs_more_than_one_of_three():
    alone = Symptom(AFTER, ("payment_not_booked_yet",))
    mixed = Symptom(AFTER, ("record_not_updated", "residual_fee", "sold_by_mistake"))
    found = diagnose([alone, mixed, mixed])
    assert found[0] == Likely(Cause.NOT_BOOKED, 1)


def test_two_codes_of_one_cause_count_a_message_once():
    assert diagnose([Symptom(AFTER, ("system_lag", "collector_error"))]) == (Likely(Cause.NOT_SYNCHRONISED, 1),)


def test_one_sign_of_fraud_comes_before_many_stale_records():
    fraud = Symptom(VerdictCode.SUSPECTED_FRAUD.value)
    found = diagnose([*[Symptom(AFTER, ("record_not_updated",))] * 9, fraud])
    assert [one.cause for one in found] == [Cause.FRAUD, Cause.NOT_SYNCHRONISED]


def test_a_message_for_somebody_else_is_about_the_wrong_person_whatever_else_is_left_open():
    symptom = Symptom(VerdictCode.WRONG_PERSON.value, ("listed_as_contact", "loan_not_recorded"))
    assert diagnose([symptom]) == (Likely(Cause.WRONG_PERSON, 1),)


def test_the_order_of_the_messages_does_not_matter():
    symptoms = [Symptom(AFTER, ("residual_fee",)), Symptom(AFTER, ("record_not_updated",))]
    assert diagnose(symptoms) == diagnose(reversed(symptoms))


def test_every_cause_that_the_reconciler_names_belongs_to_one_of_the_case():
    assert {code for tests in CAUSES.values() for code, _ in tests} <= set(GROUPS)
    assert set(WORDS) == set(GROUPS)


def test_every_cause_has_words_and_a_next_step():
    assert set(LIKELY_CAUSES) == set(NEXT_STEPS) == set(Cause)
    assert all(NEXT_STEPS.values())
