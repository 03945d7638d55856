"""Whose debt a message speaks of: the owner's, another person's, or one that the owner answers for."""

from dataclasses import replace

import pytest

from debts.reconciler.types import Recipient, VerdictCode
from tests.reconciler.judged import OPEN, ledger, reason_of, told, verdict_of

OWN = ledger(OPEN)
GUARANTEED = ledger(f"{OPEN} role=guarantor others=李明")
SHARED = ledger(f"{OPEN} role=co_borrower others=李明")
NAMELESS = ledger(f"{OPEN} role=guarantor")
TO_LI = "【够花】李明先生，您的借款已逾期，请尽快还款。"
OF_LI = "您的朋友李明在够花的借款已逾期，请督促他还款。"
OF_WU = "您的朋友吴海涛在够花的借款已逾期，请督促他还款。"


def code_of(kept, text, **circumstances):
    return verdict_of(kept, text, **circumstances).code


def test_a_debt_of_somebody_else_is_not_the_owners():
    verdict = verdict_of(OWN, OF_LI)
    assert (verdict.code, verdict.loan_id) == (VerdictCode.WRONG_PERSON, None)
    assert reason_of(verdict, "about_other_person").params == {"name": "李明"}
    assert told(verdict_of(OWN, TO_LI)) == ["addressed_to_other"]


@pytest.mark.parametrize("kept", [GUARANTEED, SHARED, NAMELESS])
@pytest.mark.parametrize("text", [TO_LI, OF_LI])
def test_a_debt_that_the_owner_answers_for_is_judged_by_the_ledger(kept, text):
    assert code_of(kept, text) is VerdictCode.CONSISTENT


@pytest.mark.parametrize("kept", [GUARANTEED, SHARED])
def test_a_third_persons_debt_stays_anothers(kept):
    assert code_of(kept, OF_WU) is VerdictCode.WRONG_PERSON


def test_without_the_borrowers_name_nobody_can_say_that_it_is_another():
    assert code_of(NAMELESS, OF_WU) is VerdictCode.CONSISTENT


@pytest.mark.parametrize("name", ["张三先生", "张先生", "张*先生", "尊敬的张*"])
def test_the_owners_name_is_known_masked_too(name):
    assert code_of(OWN, f"【够花】{name}，您的借款已逾期，请尽快还款。") is VerdictCode.CONSISTENT


def test_a_text_that_also_names_the_owner_is_about_the_owner():
    assert code_of(OWN, "【够花】李明先生、张三先生，您的借款已逾期，请尽快还款。") is VerdictCode.CONSISTENT


CONTACT = "您好，您是他预留的紧急联系人，他在够花的借款已逾期，请转告。"


@pytest.mark.parametrize(("kept", "code"), [(OWN, VerdictCode.WRONG_PERSON), (GUARANTEED, VerdictCode.CONSISTENT)])
def test_a_contact_owes_nothing_unless_he_answers_for_it(kept, code):
    assert code_of(kept, CONTACT) is code
    assert code is VerdictCode.CONSISTENT or told(verdict_of(kept, CONTACT)) == ["addressed_as_contact"]


def test_a_message_to_a_relative_is_about_the_owner_unless_it_names_another():
    assert code_of(OWN, CONTACT, recipient=Recipient.RELATIVE) is VerdictCode.CONSISTENT
    assert code_of(OWN, TO_LI, recipient=Recipient.RELATIVE) is VerdictCode.CONSISTENT
    assert code_of(OWN, OF_LI, recipient=Recipient.RELATIVE) is VerdictCode.WRONG_PERSON


def test_a_contact_who_is_named_is_the_owner():
    assert code_of(OWN, f"张三先生，{CONTACT}") is VerdictCode.CONSISTENT


def test_an_owner_without_a_name_is_nobody_else():
    nameless = replace(OWN, profile=replace(OWN.profile, names=()))
    for text in (TO_LI, OF_LI, CONTACT):
        assert code_of(nameless, text) is VerdictCode.CONSISTENT


@pytest.mark.parametrize(
    "text",
    [
        "【够花】您已逾期，仍未处理，我司将联系您的同事。",
        "【够花】您已逾期，我司将联系您的家人和单位。",
        "【够花】您的借款已逾期，我们会与您单位和同事联系，请尽快还款。",
        "【够花】您的借款已逾期，再不处理将通知您的紧急联系人、同事、朋友。",
        "【够花】您的欠款拒不处理，我们会给您父母、老婆打电话，请他们督促您还款。",
        "【够花】您的借款严重逾期，将关系您的同事和家人。",
    ],
)
def test_who_is_threatened_with_calls_to_others_is_the_debtor(text):
    assert code_of(OWN, text) is VerdictCode.CONSISTENT


def test_relatives_who_shall_pass_a_demand_on_to_the_reader_do_not_owe():
    text = "【够花】您的借款已逾期，我们已联系您的家人，请他们转告您还款。"
    assert code_of(OWN, text) is VerdictCode.CONSISTENT
