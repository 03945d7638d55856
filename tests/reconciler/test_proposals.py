"""From messages to what can be confirmed: lender by lender, loan by loan, never twice and never in silence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.reconciler.proposing import CODE, ENDED, GRANT, OFFER, PAID, SOLD, a_life, backup, kept, proposed

RECORDED = "loan x1 l1 好期贷 10000 2023-01-05 0.18 equal_instalment 12 2023-02-05"
SECOND = GRANT.replace("10,000", "6,000")
OTHERS = backup(("2023-03-01T10:00", OFFER), ("2023-03-01T10:01", CODE), ("2024-05-01T09:00", SOLD))
BANK = "【招商银行】您账户1234于02月05日快捷支付-招联消费金融，人民币916.80元"


def only(proposals):
    ((loan,),) = (house.loans for house in proposals.houses)
    return loan


def facts(proposals):
    """What is proposed, whatever the messages are called."""
    return [
        (house.house, loan.known, [(one.told.kind, one.told.amount, one.told.day) for one in loan.parts])
        for house in proposals.houses
        for loan in house.loans
    ]


def test_a_whole_life_of_a_loan_becomes_one_loan():
    loan = only(proposed(a_life()))
    assert (loan.granted.told.amount, loan.product) == (Decimal(10000), "好期贷")
    assert [one.told.amount for one in loan.repayments] == [Decimal("916.80")] * 3
    assert (loan.settlement.told.day, loan.settlement.messages) == (date(2023, 4, 8), ("m004",))
    assert loan.granted.is_sure


def test_what_came_after_a_loan_shows_that_there_was_one():
    loan = only(proposed(a_life()[1:]))
    assert (loan.granted, loan.known, len(loan.parts)) == (None, "", 4)


def test_what_the_ledger_has_is_not_proposed():
    paid = "loan x1 l1 好期贷 10000 2023-01-05 0.18 equal_instalment 12 2023-02-05 paid=1"
    first = backup(("2023-01-05T10:00", GRANT), ("2023-02-05T09:30", PAID))
    assert proposed(first, kept(paid)).houses == ()
    assert [one.told.day for one in only(proposed(a_life(), kept(paid))).repayments] == [
        date(2023, 3, 8),
        date(2023, 4, 8),
    ]


def test_a_loan_of_the_ledger_gets_what_is_missing():
    loan = only(proposed(a_life(), kept(RECORDED)))
    assert (loan.known, loan.granted, loan.settlement is not None) == ("x1", None, True)


def test_a_settlement_on_record_is_not_proposed_again():
    ended = kept(f"{RECORDED} settled=2023-06-01T10:00")
    assert proposed(backup(("2023-07-01T09:00", ENDED)), ended).houses == ()


def test_a_lender_that_is_not_kept_here_gets_no_proposals():
    book = kept()
    book = replace(book, lenders=tuple(replace(one, is_kept=False) for one in book.lenders))
    assert proposed(a_life(), book).houses == ()


def test_the_bank_and_the_lender_tell_of_the_same_payment():
    both = backup(("2023-02-05T09:00", BANK), ("2023-02-05T09:02", PAID))
    (paid,) = only(proposed(both)).repayments
    assert paid.messages == ("m000", "m001")
    assert "by_bank" not in paid.doubts
    assert "by_bank" in only(proposed(both[:1])).repayments[0].doubts


def test_with_two_loans_alive_a_person_says_which_one_was_paid():
    paid = asked(PAID.replace("916.80", "800.00"))
    assert (paid.choices, paid.loan, paid.is_sure) == (("loan-m000", "loan-m001"), "", False)
    assert "several_loans" in paid.doubts


def asked(text):
    """What is asked about a receipt where two loans are alive."""
    lines = (("2023-01-05T10:00", GRANT), ("2023-01-20T10:00", SECOND), ("2023-02-05T10:00", text))
    (house,) = proposed(backup(*lines)).houses
    (paid,) = house.unclear
    return paid


def test_of_two_loans_the_one_is_suggested_whose_instalment_is_that_sum():
    assert (asked(PAID).loan, asked(PAID.replace("916.80", "550.08")).loan) == ("loan-m000", "loan-m001")
    assert "by_sum" in asked(PAID).doubts
    assert not asked(PAID).is_sure


def test_a_loan_of_the_ledger_is_suggested_by_its_plan():
    other = RECORDED.replace("x1", "x2").replace("10000", "6000")
    (house,) = proposed(backup(("2023-02-05T10:00", PAID)), kept(RECORDED, other)).houses
    assert [(one.loan, one.choices) for one in house.unclear] == [("own-x1", ("own-x1", "own-x2"))]


def test_a_sum_that_two_loans_ask_for_suggests_neither():
    twice = kept(RECORDED, RECORDED.replace("x1", "x2"))
    (house,) = proposed(backup(("2023-02-05T10:00", PAID)), twice).houses
    assert [one.loan for one in house.unclear] == [""]


def test_the_number_of_a_contract_tells_loans_apart():
    numbered = [
        text.replace("您", f"您（合同号{number}）的", 1) for text, number in ((GRANT, "ZL202301"), (SECOND, "ZL202302"))
    ]
    ended = ENDED.replace("您", "您（合同号ZL202302）的", 1)
    (house,) = proposed(
        backup(("2023-01-05T10:00", numbered[0]), ("2023-01-06T10:00", numbered[1]), ("2023-08-05T10:00", ended))
    ).houses
    assert [loan.settlement is not None for loan in house.loans] == [False, True]


def test_a_second_notice_of_the_same_end_supports_the_first():
    loan = only(
        proposed([*a_life(), replace(a_life()[-1], id="z", received_at=a_life()[-1].received_at.replace(month=9))])
    )
    assert loan.settlement.messages == ("m004", "z")


def test_a_debt_handed_on_is_proposed_with_the_day_of_the_notice():
    (sold,) = only(proposed(backup(("2024-05-01T09:00", SOLD)), kept(RECORDED))).assignments
    assert (sold.told.assignee, sold.told.day) == ("远山资产管理有限公司", date(2024, 5, 1))


def test_what_was_refused_stays_refused_with_all_that_hangs_on_it():
    assert proposed(a_life(), answered={("m000", "loan"): ""}).houses == ()
    loan = only(proposed(a_life(), answered={("m002", "repayment"): ""}))
    assert [one.messages for one in loan.repayments] == [("m001",), ("m003",)]


def test_what_was_recorded_is_not_proposed_again_even_after_a_correction():
    corrected = RECORDED.replace("10000", "12000")
    answered = {("m000", "loan"): "x1", ("m001", "repayment"): "r"}
    loan = only(proposed(a_life(), kept(corrected), answered))
    assert (loan.known, [one.messages for one in loan.repayments]) == ("x1", [("m002",), ("m003",)])


def test_names_that_differ_keep_everything_from_being_sure():
    two = backup(
        ("2023-01-05T10:00", GRANT.replace("】您", "】尊敬的张三，您")),
        ("2023-01-07T10:00", "【安逸花】李四先生，您的借款5000元已放款成功"),
    )
    found = proposed(two)
    assert found.names == ("张三", "李四")
    assert not any(loan.granted.is_sure for house in found.houses for loan in house.loans)


def test_a_receipt_that_names_nobody_is_counted_apart():
    found = proposed(backup(("2023-02-05T10:00", "您已成功还款916.80元，感谢您的使用。")))
    assert (found.houses, found.unplaced) == ((), ("m000",))


BACKUPS = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from([GRANT, PAID, ENDED, SOLD, SECOND, BANK, OFFER, CODE])),
    max_size=14,
).map(lambda rows: backup(*((f"{date.fromordinal(738_000 + day)}T10:00", text) for day, text in rows)))


@given(BACKUPS, st.randoms(use_true_random=False))
def test_the_order_of_the_messages_changes_nothing(messages, chance):
    shuffled = messages[:]
    chance.shuffle(shuffled)
    assert proposed(shuffled) == proposed(messages)


@given(BACKUPS)
def test_the_same_messages_once_more_change_nothing(messages):
    again = [replace(one, id=f"z{one.id}") for one in messages]
    assert facts(proposed([*messages, *again])) == facts(proposed(messages))


@given(BACKUPS)
def test_every_message_supports_one_proposal_of_its_kind_at_most(messages):
    every = [
        (one.told.kind, message)
        for house in proposed(messages).houses
        for one in (*house.unclear, *(part for loan in house.loans for part in loan.parts))
        for message in one.messages
    ]
    assert len(every) == len(set(every))


@given(BACKUPS)
def test_offers_and_codes_are_in_no_proposal(messages):
    harmless = {one.id for one in messages if one.text in (OFFER, CODE)}
    for house in proposed(messages).houses:
        for loan in house.loans:
            assert harmless.isdisjoint(message for part in loan.parts for message in part.messages)
