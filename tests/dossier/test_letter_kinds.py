"""Every letter about three matters: complete, in its time, and never more than may be said."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from debts.actions import correct, settle
from debts.dossier.letters import Gap
from debts.dossier.letters.gathering import case_of
from debts.dossier.letters.letter import TEXTS, fill, original, places_left
from debts.dossier.letters.listing import LONGEST_QUOTE, MOST_LISTED
from debts.dossier.letters.writing import letters_for, write_letter
from debts.models import Lender
from debts.reconciler.types import SettlementBasis
from debts.rulebook import load_rulebook
from debts.rulebook.letters import load_letters
from tests.dossier.letter_cases import assignee, consumer_finance, letters, platform
from tests.web.ledgers import AFTER, NOW, at, introduce, lender_of, open_loan, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
CASES = [consumer_finance, platform, assignee]

# What section 13 of the law sheet keeps out, and slips that would come from a rule applied to what it does not cover.
FORBIDDEN = re.compile(
    "六百七十四|银保监发|保证(?:停止|删除|退款)|一定会|必须出具|有义务出具|精神损[失害]|构成违法|已经违法|涉嫌犯罪|"
    "催收非法债务|删除全部|全部删除|征信修复|代理维权|24%|36%|LPR|四倍|合同法|否则|后果自负|限期"
)
# Where a fact was to stand and none did: a label without words, marks that meet, and what Python says of nothing.
SLOTS = re.compile(
    r"[{}]|None|nan|：\n(?!\n|1|（1|第|日期)|，，|。。|、、|，。|：。|（）|《》|「」|于结清|[，、]\n(?!\n)"
)
SIGNED = re.compile(r"(?:（签名）|日期)：\n")


def own_words(text):
    """A letter without the messages that it quotes and without the lines to sign on."""
    return SIGNED.sub("", re.sub('「[^」]*」|"[^"]*"', "「原文」", text) + "\n")


@pytest.mark.parametrize("made", CASES)
def test_no_letter_has_an_empty_slot(owner, made):
    for name, letter in letters(made(owner)).items():
        found = SLOTS.search(own_words(letter.text))
        assert found is None, (name, letter.text[max(0, found.start() - 30) : found.end() + 10])


@pytest.mark.parametrize("made", CASES)
def test_no_letter_says_what_may_not_be_said(owner, made):
    for name, letter in letters(made(owner)).items():
        found = FORBIDDEN.search(own_words(letter.text))
        assert found is None, (name, found)


@pytest.mark.parametrize("made", CASES)
def test_days_for_an_answer_stand_only_in_the_words_of_a_rule(owner, made):
    rules = [one.summary.zh for one in load_rulebook().citations]
    for letter in letters(made(owner)).values():
        with_days = re.findall(r"^.*(?:日内|工作日|\d天内).*$", own_words(letter.text), re.MULTILINE)
        assert not [line for line in with_days if not line.endswith(tuple(rules))]


@pytest.mark.parametrize("made", CASES)
def test_sections_are_numbered_without_a_hole(owner, made):
    for letter in letters(made(owner)).values():
        numbers = re.findall(r"^([一二三四五六七八九十]+)、", letter.text, re.MULTILINE)
        assert "".join(numbers) == "一二三四五六七八九十"[: len(numbers)]


@pytest.mark.parametrize("made", CASES)
def test_every_place_to_fill_is_closed_by_its_bracket(owner, made):
    for letter in letters(made(owner)).values():
        assert all(re.search("（请填写[^（）]*(?:（|）)", line) for line in places_left(letter.text))


def test_every_kind_has_its_text_and_its_needs_are_known():
    for kind in load_letters():
        assert (TEXTS / f"{kind.id}.txt").exists()
        assert {Gap(need) for need in kind.needs} <= set(Gap)


def test_the_complaint_has_all_that_such_a_letter_needs(owner):
    text = letters(consumer_finance(owner))["lender_complaint"].text
    asked = ("致：苏宁消费金融有限公司 消费者权益保护部门", "许大江", "HT-2024-0001", "人民币6,000.00元")
    shown = ("第3条　2025年10月5日 23:22　短信　发送方：1069000000", "SHA-256", "结清证明（2024年3月12日，编号JQ-08）")
    wanted = ("书面确认上列借款已经结清", "停止为催收目的使用", "更正", "来源", "致歉", "说明理由", "没有捏造")
    assert [part for part in (*asked, *shown, *wanted) if part not in text] == []


def test_a_known_matter_lacks_nothing_but_what_no_ledger_holds(owner):
    gaps = {gap for letter in letters(consumer_finance(owner)).values() for gap in letter.gaps}
    assert gaps == {Gap.COLLECTOR, Gap.CREDIT_REPORT, Gap.LENDER_ANSWER}


def test_what_is_missing_is_named_where_nobody_knows_who_lent(owner):
    letter = letters(platform(owner))["lender_complaint"]
    assert set(letter.gaps) == {Gap.OWNER_NAME, Gap.PHONE, Gap.FULL_NAME, Gap.CONTRACT, Gap.REAL_LENDER}
    assert "告知上述借款实际出借机构的全称" in letter.text
    assert "借款日期" not in letter.text


def test_messages_of_2025_are_held_to_the_rules_of_2025(owner):
    case = consumer_finance(owner)
    letter = letters(case)["lender_complaint"]
    assert "GB/T 45251" in letter.text
    assert "中国银行业协会" not in letter.text
    assert "第五十条第一款" not in letter.text


def test_every_citation_was_in_force_on_the_day_of_a_message_or_of_the_letter(owner):
    case = consumer_finance(owner)
    days = [one.received_at.date() for one in case.messages] + [case.day]
    text = "".join(letter.text for letter in letters(case).values())
    later = [one for one in load_rulebook().citations if not any(one.is_in_force(day) for day in days)]
    assert later
    assert not [one.id for one in later if f"{one.instrument}》" in text]


def test_what_rests_on_memory_is_told_to_the_owner_and_kept_out_of_the_text(owner):
    letter = letters(consumer_finance(owner))["police_statement"]
    left_out = [check.provision for check in letter.checks if not check.is_in_letter]
    assert any("治安管理处罚法（2012年修正）" in one for one in left_out)
    assert "治安管理处罚法" not in letter.text


def test_what_was_read_of_second_hand_is_marked_for_the_owner(owner):
    checks = letters(consumer_finance(owner))["nfra_12378"].checks
    assert [check.provision for check in checks if check.is_in_letter and "45251" in check.provision]


def test_only_channels_that_take_the_lender_are_offered(owner):
    names = set(letters(consumer_finance(owner)))
    assert {"nfra_12378", "pbc_12363"} <= names
    assert "local_finance" not in names


def test_a_platform_goes_to_the_local_bureau_and_not_to_the_banking_regulator(owner):
    names = set(letters(platform(owner)))
    assert "local_finance" in names
    assert not {"nfra_12378", "pbc_12363"} & names


def test_nobody_supervises_a_private_lender(owner):
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="private")
    names = set(letters(case_of(owner, loan=loan, now=NOW)))
    assert not {"nfra_12378", "pbc_12363", "nifa", "local_finance", "credit_objection"} & names
    assert {"police_statement", "civil_complaint"} <= names


def test_the_assignee_is_told_that_the_debt_had_ended_before(owner):
    letter = letters(assignee(owner))["assignee_notice"]
    assert "致：远山资产管理有限公司" in letter.text
    assert "收到通知之前，上列借款已经结清" in letter.text
    assert "不是对任何债务的确认" in letter.text
    assert "第五百四十八条" in letter.text


def test_without_a_transfer_there_is_no_letter_to_an_assignee(owner):
    assert "assignee_notice" not in letters(consumer_finance(owner))


def test_the_answer_to_the_collector_acknowledges_nothing_and_gives_nothing_away(owner):
    text = letters(consumer_finance(owner))["collector_reply"].text
    assert "已于2024年3月10日结清" in text
    assert "不是对任何债务的确认，也不表示同意还款" in text
    assert "不在电话里谈" in text
    assert not [secret for secret in ("许大江", "13900000000", "HT-2024-0001", "7731") if secret in text]


@pytest.mark.parametrize("made", [consumer_finance, assignee])
def test_the_public_version_has_no_personal_data(owner, made):
    text = letters(made(owner))["public_short"].text
    assert not [one for one in ("许大江", "13900000000", "HT-2024", "7731", "1,234", "6,000", "【") if one in text]
    assert "2024年3月结清" in text
    assert "3月10日" not in text


def test_the_statement_for_the_report_fits_its_hundred_characters(owner):
    kind = next(one for one in load_letters() if one.id == "credit_statement")
    assert len(write_letter(kind, consumer_finance(owner)).text.strip()) <= kind.longest == 100


def test_the_letters_about_a_credit_report_speak_of_nothing_else(owner):
    written = letters(consumer_finance(owner))
    for name in ("credit_objection", "credit_complaint", "pbc_12363"):
        assert "可能涉及的问题" not in written[name].text
        assert "征信业管理条例" in written[name].text


def test_the_letters_about_a_credit_report_enclose_no_messages_for_they_list_none(owner):
    written = letters(consumer_finance(owner))
    for kind in ("credit_objection", "credit_complaint", "pbc_12363"):
        assert "上列消息" not in written[kind].text
        assert "还款记录，2笔" in written[kind].text


def test_a_platform_is_named_as_one_where_it_may_not_be_the_lender(owner):
    written = letters(platform(owner))
    assert "被告：信用飞（借款平台；实际出借机构是谁，请先查清）" in written["civil_complaint"].text
    assert "被申请人：信用飞（借款平台；" in written["mediation"].text


def test_the_police_read_of_threats_and_not_of_data_quality(owner):
    text = letters(consumer_finance(owner))["police_statement"].text
    assert "可能含有侮辱、威胁的内容" in text
    assert "不能断定实际是谁" in text
    assert "第四十七条" not in text


def test_an_open_loan_that_nobody_wrote_about_is_not_named(owner):
    lender = lender_of(owner)
    settled_loan(owner, lender=lender, contract_number="HT-ENDED")
    open_loan(owner, lender=lender, contract_number="HT-OPEN")
    for letter in letters(case_of(owner, lender=lender, now=NOW)).values():
        assert "HT-OPEN" not in letter.text


def test_where_nothing_is_disputed_there_is_nothing_to_write(owner):
    lender = lender_of(owner)
    open_loan(owner, lender=lender)
    assert letters_for(case_of(owner, lender=lender, now=NOW)) == ()


def test_a_demand_too_high_for_an_open_loan_is_disputed_without_a_word_of_settlement(owner):
    introduce(owner)
    loan = open_loan(owner)
    receive(owner, "【苏宁消金】您的任性贷已逾期，应还99,234.56元，请立即还款。", received_at="2024-03-15 10:22")
    written = letters(case_of(owner, loan=loan, now=NOW))
    assert "所称的金额与本人的记录不符" in written["lender_complaint"].text
    assert "已经结清" not in written["lender_complaint"].text
    assert not {"civil_complaint", "credit_objection", "credit_statement"} & set(written)


def test_mainland_rules_and_offices_are_off_for_hong_kong(owner):
    loan = settled_loan(owner, currency="HKD")
    receive(owner, "【苏宁消金】您的任性贷已逾期3天，应还1,234.56元，请立即还款。")
    written = letters(case_of(owner, loan=loan, now=NOW))
    assert set(written) == {"collector_reply", "lender_complaint", "public_short", "english_summary"}
    assert "民法典" not in written["lender_complaint"].text
    assert "港币6,000.00元" in written["lender_complaint"].text


def test_a_debt_that_was_let_go_is_confirmed_as_let_go(owner):
    loan = settled_loan(owner)
    settle(write(owner), loan, settled_at=at("2024-03-10 15:20"), basis="waived")
    text = letters(case_of(owner, loan=loan, now=NOW))["lender_complaint"].text
    assert "确认已经免除、不再追索" in text
    assert "第五百五十七条第一款第（四）项" in text


def test_an_original_is_given_to_the_letter_or_not_at_all(owner):
    case = consumer_finance(owner)
    odd = replace(case.messages[0], text="  两行\n\n\n\n{{ lender }} 结尾  ")
    long = replace(case.messages[1], text="长" * (LONGEST_QUOTE + 1))
    kind = next(one for one in load_letters() if one.id == "spam_12321")
    text = write_letter(kind, replace(case, messages=(odd, long))).text
    assert f"「{odd.text}」" in text
    assert f"原文共{LONGEST_QUOTE + 1}字" in text
    assert "长长" not in text


def test_a_mark_for_an_original_in_what_somebody_typed_brings_no_text_in():
    assert "秘密" not in fill("certificate", {"lender": original(5)}, ["秘密"])


def test_many_messages_are_counted_and_the_latest_listed_with_their_numbers(owner):
    case = consumer_finance(owner)
    first = case.messages[0]
    many = [replace(first, number=n, received_at=first.received_at + timedelta(days=n)) for n in range(1, 201)]
    kind = next(one for one in load_letters() if one.id == "lender_complaint")
    text = write_letter(kind, replace(case, messages=tuple(many))).text
    assert f"共收到200条与本人记录不符的消息。下面列出最近的{MOST_LISTED}条，其余180条" in text
    assert text.count("第181条　") == 1
    assert "第1至200条：" in text
    assert len(text) < 20_000


def test_the_owners_own_words_stand_in_the_letter(owner):
    case = replace(
        consumer_finance(owner),
        story="我打过三次客服。",
        requests=("请给我回电邮。",),
        lender_answer="工单A1，未答复。",
    )
    written = letters(case)
    assert "我打过三次客服。" in written["lender_complaint"].text
    assert "10. 请给我回电邮。" in written["lender_complaint"].text
    assert "工单A1，未答复。" in written["nfra_12378"].text
    assert Gap.LENDER_ANSWER not in written["nfra_12378"].gaps


def test_the_english_summary_is_english_but_for_names_and_originals(owner):
    text = letters(consumer_finance(owner))["english_summary"].text
    assert "settled on 10 March 2024" in text
    assert "Possibly: " in text
    assert "not legal advice" in text


def test_a_case_is_about_one_thing(owner):
    loan = settled_loan(owner)
    with pytest.raises(ValueError, match="one loan or one lender"):
        case_of(owner, loan=loan, lender=Lender.objects.get(), now=NOW)


def test_loans_that_ended_on_two_days_are_told_apart(owner):
    lender = lender_of(owner)
    settled_loan(owner, lender=lender)
    settled_loan(owner, lender=lender, settled_at="2024-04-02 10:00")
    text = letters(case_of(owner, lender=lender, now=NOW))["collector_reply"].text
    assert "已分别于2024年3月10日、2024年4月2日结清" in text


FRAUD = "【苏宁消金】公安机关已立案，请将任性贷欠款1234元转入专员个人账户6222000011112222"


def test_what_may_be_a_fraud_is_no_reproach_to_the_lender(owner):
    settled_loan(owner)
    receive(owner, AFTER, FRAUD)
    written = letters(case_of(owner, lender=Lender.objects.get(), now=NOW))
    with_fraud = {name for name, letter in written.items() if "6222" in letter.text}
    assert with_fraud == {"lender_complaint", "spam_12321", "police_statement", "english_summary"}
    assert "收到1条" in written["public_short"].text
    assert "核实其中疑似诈骗的消息是否由贵司" in written["lender_complaint"].text
    assert "疑似诈骗" not in written["nfra_12378"].text


def test_the_kind_of_settlement_that_says_nothing_is_left_out(owner):
    case = consumer_finance(owner)
    loan = replace(case.loans[0], basis=SettlementBasis.OTHER)
    assert "结清方式" not in letters(replace(case, loans=(loan,)))["lender_complaint"].text


def test_an_unknown_kind_of_lender_may_try_every_channel(owner):
    case = consumer_finance(owner)
    unknown = replace(case, lender=replace(case.lender, kind=None))
    assert {"nfra_12378", "local_finance"} <= set(letters(unknown))
