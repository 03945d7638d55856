"""Letters of a dispute: filled from its exhibits, story, requests and answers, and in brief where a form is small."""

import io
from datetime import date

import pytest

from debts.actions import correct, keep_file, open_dispute, record_assignment, record_lender, record_step
from debts.dossier.letters import Gap
from debts.dossier.letters.disputed import case_of_dispute
from debts.dossier.letters.letter import length_of, places_left
from debts.dossier.letters.writing import letters_for, shorten_letter, write_letter
from debts.models import Loan
from debts.queries import loans_of
from debts.rulebook.letters import load_letters
from tests.dossier.letter_cases import INSULT, SUED
from tests.dossier.test_letter_kinds import FORBIDDEN, SLOTS, own_words
from tests.web.ledgers import AFTER, NOW, at, certificate, introduce, receive, sent, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
STORY = "三月十日还清，当天截了图。\n五月起又收到催收。"


def finance(owner):
    """A consumer-finance company after settlement: a certificate, a photo, three messages, and a refusal."""
    introduce(owner)
    loan = settled_loan(owner, contract_number="HT-2024-0001")
    correct(write(owner), loan.lender, kind="consumer_finance")
    things = [*receive(owner, AFTER, SUED), certificate(owner, loan), photo(owner)]
    things += receive(owner, INSULT, received_at="2025-10-05 23:22")
    return begin(owner, loan.lender, things, lender_address="南京市玄武区某路1号")


def platform(owner):
    """A platform whose lender nobody knows, and nothing else known."""
    lender = record_lender(write(owner), name="信用飞", aliases=["信飞科技"], signatures=["信用飞"])
    settled_loan(owner, lender=lender, product="信用飞", drawn_on=None, card_tail="")
    demand = "【信用飞】您的借款已逾期30天，欠款1,234.56元，将上报征信，请立即还款。"
    return begin(owner, lender, receive(owner, demand, received_at="2025-10-05 10:22"))


def assigned(owner):
    """A claim that was assigned after the loan had ended."""
    introduce(owner)
    loan = settled_loan(owner, contract_number="HT-2024-0001")
    record_assignment(write(owner), loan=loan, assignee="远山资产管理有限公司", notified_on=date(2024, 5, 1))
    demand = "【远山资产】您在苏宁消金的任性贷债权已转让至我司，欠款1,234.56元已逾期，请尽快还款。"
    return begin(owner, loan.lender, receive(owner, demand, received_at="2025-10-05 10:22"), loan=loan)


CASES = [finance, platform, assigned]


def photo(owner):
    return keep_file(write(owner), io.BytesIO(b"\x89PNG photo"), "门上的纸条.png")


def begin(owner, lender, things, **fields):
    given = {"title": "结清后催收", "story": STORY, "requests": ["confirm", "stop"], "own_requests": ["请给我回电邮。"]}
    return open_dispute(write(owner), lender, things=things, **{**given, **fields})


def answered(owner, dispute, step, response="refused", day=date(2025, 10, 20), **fields):
    given = {"kind": "answered", "answers": step, "channel": step.channel}
    return record_step(write(owner), dispute, response=response, day=day, **given, **fields)


def case(dispute, now=NOW):
    return case_of_dispute(dispute.owner, dispute, now, list(loans_of(dispute.owner).filter(lender=dispute.lender)))


def letters(dispute, now=NOW):
    about = case(dispute, now)
    return {kind.id: write_letter(kind, about) for kind in letters_for(about)}


@pytest.mark.parametrize("made", CASES)
def test_no_letter_has_an_empty_slot_or_says_what_may_not_be_said(owner, made):
    dispute = made(owner)
    answered(owner, dispute, sent(owner, dispute, reference="A1"))
    for name, letter in letters(dispute).items():
        text = own_words(letter.text)
        assert SLOTS.search(text) is None, (name, SLOTS.search(text))
        assert FORBIDDEN.search(text) is None, (name, FORBIDDEN.search(text))


@pytest.mark.parametrize("made", CASES)
def test_story_and_own_requests_stand_in_the_complaint(owner, made):
    text = letters(made(owner))["lender_complaint"].text
    assert STORY in text
    assert "3. 请给我回电邮。" in text
    assert "停止为催收目的使用本人及本人联系人的电话号码" in text


def test_messages_keep_the_numbers_of_their_exhibits(owner):
    text = letters(finance(owner))["lender_complaint"].text
    assert "第1条　2024年5月5日 10:22" in text
    assert "第5条　2025年10月5日 23:22" in text
    assert "证据3：结清证明，2024年3月12日，编号JQ-08" in text
    assert "证据4：文件“门上的纸条.png”" in text
    assert "证据1、2、5：上列消息的原始记录，3条" in text


def test_the_address_stands_where_a_channel_asks_for_it(owner):
    written = letters(finance(owner))
    for name in ("pbc_12363", "credit_complaint", "lender_complaint"):
        assert "地址：南京市玄武区某路1号" in written[name].text
        assert Gap.ADDRESS not in written[name].gaps


def test_a_lender_without_an_address_leaves_a_place_and_is_named_as_missing(owner):
    letter = letters(assigned(owner))["credit_complaint"]
    assert Gap.ADDRESS in letter.gaps
    assert "地址：（请填写机构的注册地址或者办公地址）" in places_left(letter.text)


def test_what_the_lender_answered_stands_in_the_letter_to_the_regulator(owner):
    dispute = finance(owner)
    answered(owner, dispute, sent(owner, dispute, reference="A1"), text="系统显示未结清。")
    letter = letters(dispute)["nfra_12378"]
    assert "2025年10月1日，本人向机构递交了材料，受理号或单号A1。" in letter.text
    assert "2025年10月20日收到答复：对方不同意本人的请求，内容记录：系统显示未结清。" in letter.text
    assert Gap.LENDER_ANSWER not in letter.gaps


def test_no_answer_and_no_result_are_said_plainly(owner):
    dispute = finance(owner)
    step = sent(owner, dispute)
    assert "至今没有收到答复。" in letters(dispute)["nfra_12378"].text
    answered(owner, dispute, step, response="acknowledged")
    text = letters(dispute)["nfra_12378"].text
    assert "已受理或者已转办。至今没有收到处理结果。" in text


def test_an_objection_is_told_to_the_central_bank(owner):
    dispute = finance(owner)
    answered(owner, dispute, sent(owner, dispute, channel="credit-objection"), response="empty")
    letter = letters(dispute)["credit_complaint"]
    assert "本人向信息提供者或者征信机构递交了材料" in letter.text
    assert Gap.OBJECTION not in letter.gaps


def test_an_answer_that_is_long_is_left_out_and_not_cut(owner):
    dispute = finance(owner)
    answered(owner, dispute, sent(owner, dispute), text="很长。" * 300)
    assert "很长" not in letters(dispute)["nfra_12378"].text


def test_a_message_that_agrees_with_the_ledger_is_named_and_not_complained_of(owner):
    dispute = finance(owner)
    (receipt,) = receive(owner, "【苏宁消金】您的任性贷已全部结清，感谢您的支持。", received_at="2024-03-11 09:00")
    again = begin(owner, dispute.lender, [receipt, *receive(owner, AFTER + "1")])
    text = letters(again)["lender_complaint"].text
    assert "共收到1条与本人记录不符的消息" in text
    assert "证据1：短信（2024年3月11日 09:00）" in text
    assert "感谢您的支持" not in text


def test_a_dispute_about_one_loan_names_no_other(owner):
    dispute = assigned(owner)
    settled_loan(owner, lender=dispute.lender, contract_number="HT-OTHER")
    assert "HT-OTHER" not in letters(dispute)["lender_complaint"].text


def test_without_anything_chosen_the_usual_requests_stand(owner):
    dispute = finance(owner)
    correct(write(owner), dispute, requests=[], own_requests=[], story="")
    letter = letters(dispute)["lender_complaint"]
    assert "书面确认上列借款已经结清" in letter.text
    assert Gap.STORY in letter.gaps


def test_a_dispute_with_nothing_flagged_has_letters_without_messages(owner):
    introduce(owner)
    loan = settled_loan(owner)
    written = letters(begin(owner, loan.lender, []))
    assert "请填写收到的消息" in written["lender_complaint"].text
    assert Gap.MESSAGES in written["lender_complaint"].gaps


def test_rare_characters_and_pictures_stand_as_they_are(owner):
    dispute = finance(owner)
    correct(write(owner), dispute.lender, name="𠮷㛃消费金融有限公司")
    correct(write(owner), dispute, story="𠮷先生😀打来的。")
    text = letters(dispute)["lender_complaint"].text
    assert "致：𠮷㛃消费金融有限公司" in text
    assert "𠮷先生😀打来的。" in text


@pytest.mark.parametrize("longest", [1000, 500, 300, 200])
@pytest.mark.parametrize("made", CASES)
def test_a_shortened_letter_fits_and_keeps_a_request(owner, made, longest):
    dispute = made(owner)
    answered(owner, dispute, sent(owner, dispute))
    for kind in (one for one in load_letters() if one.can_be_brief):
        text = shorten_letter(kind, case(dispute), longest).text
        assert length_of(text) <= longest
        assert "请求：\n1. 书面确认" in text
        assert SLOTS.search(own_words(text)) is None


def test_where_no_text_fits_the_shortest_is_offered(owner):
    kind = next(one for one in load_letters() if one.can_be_brief)
    assert 50 < length_of(shorten_letter(kind, case(finance(owner)), 50).text) < 250


def test_a_lenders_days_run_across_spring_festival(owner):
    """Handed in on 12 February 2026; the 14th and 28th were worked, 15th to 23rd was holiday."""
    dispute = finance(owner)
    sent(owner, dispute, day=date(2026, 2, 12), reference="A1")
    text = letters(dispute, at("2026-03-02 10:00"))["nfra_12378"].text
    assert "2026年2月12日，本人向机构递交了材料，受理号或单号A1。至今没有收到答复。" in text
    assert "中国银行业协会" not in text  # of 30 January 2026, while every message is older


def test_one_loan_is_asked_for_once(owner, django_assert_max_num_queries):
    dispute = finance(owner)
    loans = list(loans_of(owner).filter(lender=dispute.lender))
    assert loans == list(Loan.objects.all())
    with django_assert_max_num_queries(8):
        case_of_dispute(owner, dispute, NOW, loans)
