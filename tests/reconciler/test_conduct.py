"""Conduct findings M1 to M11: what they rest on, when the rules spoke, and what nobody knows yet."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from debts.reconciler import judge_messages
from debts.reconciler.conduct_tests import TESTS
from debts.reconciler.observed import CIRCUMSTANCES
from debts.reconciler.types import Channel, Finding, IncomingMessage, Judgement, Recipient
from debts.rulebook import load_rulebook
from tests.moments import SHANGHAI as CHINA
from tests.moments import at
from tests.reconciler.judged import HAIER, OPEN, SETTLED, judgement_of, ledger

LEDGER = ledger("loan x1 l1 够花 12000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=3")
BOOK = load_rulebook()
MORNING = at("2026-03-16T09:00")
CONNECTED = "接通，1分钟，够花催款，问我什么时候还钱。"
MISSED = "未接来电"
DEMAND = "【够花】您的借款已逾期，请尽快还款"


def calls(count: int, text: str, start: datetime = MORNING) -> list[IncomingMessage]:
    first = IncomingMessage("c0", text, start, "02160001234", Channel.CALL)
    return [replace(first, id=f"c{place}", received_at=start + timedelta(minutes=10 * place)) for place in range(count)]


def texts(count: int, text: str = DEMAND, start: datetime = MORNING) -> list[IncomingMessage]:
    return [replace(one, text=text, channel=Channel.SMS, sender="1069") for one in calls(count, "", start)]


def judge(messages, earlier=(), kept=LEDGER) -> dict[str, Judgement]:
    return {one.message_id: one for one in judge_messages(kept, messages, rulebook=BOOK, earlier=earlier)}


def findings(text, kept=LEDGER, **circumstances) -> dict[str, Finding]:
    judged = judgement_of(kept, text, **{"received_at": MORNING, **circumstances})
    return {finding.id: finding for finding in judged.findings}


def with_finding(judged: dict[str, Judgement], rule: str) -> list[str]:
    return sorted(key for key, one in judged.items() if rule in {finding.id for finding in one.findings})


def finding_of(judged: Judgement, rule: str) -> Finding:
    (found,) = (finding for finding in judged.findings if finding.id == rule)
    return found


def codes(finding: Finding) -> list[str]:
    return [reason.code for reason in finding.reasons]


def test_every_sign_of_the_rulebook_is_known_to_the_code_and_all_code_is_used():
    signs = [sign for _, sign in BOOK.signs]
    assert {sign.test for sign in signs if sign.test} == set(TESTS)
    assert {name for sign in signs for name in sign.needs} == set(CIRCUMSTANCES)


# --- M1: how often ---------------------------------------------------------------------------------------------------


def test_three_connected_calls_a_day_are_the_limit_and_the_fourth_passes_it():
    assert with_finding(judge(calls(3, CONNECTED)), "M1") == []
    assert with_finding(judge(calls(4, CONNECTED)), "M1") == ["c3"]


def test_six_unanswered_calls_are_the_limit_and_the_seventh_passes_it():
    assert with_finding(judge(calls(6, MISSED)), "M1") == []
    assert with_finding(judge(calls(7, MISSED)), "M1") == ["c6"]


def test_a_count_names_its_events_its_limit_and_the_law():
    finding = finding_of(judge(calls(4, CONNECTED))["c3"], "M1")
    (reason,) = finding.reasons
    assert (reason.code, reason.params) == ("calls_connected", {"count": "4", "limit": "3"})
    assert finding.events == ("c0", "c1", "c2", "c3")
    assert [(fact.kind, fact.id) for fact in reason.facts][:1] == [("message", "c0")]
    assert "gbt-45251-calls" in finding.citations
    assert "cba-guideline-attempts" not in finding.citations
    assert finding.ranks == ("A", "E")
    assert finding.missing == ("call_connected", "same_lender", "agreed_frequency")


def test_unanswered_calls_cite_their_own_rule():
    finding = finding_of(judge(calls(7, MISSED))["c6"], "M1")
    assert codes(finding) == ["calls_unanswered"]
    assert finding.reasons[0].params == {"count": "7", "limit": "6"}
    assert "cba-guideline-attempts" in finding.citations
    assert "gbt-45251-calls" not in finding.citations
    assert finding.ranks == ("A", "F")


def test_stored_calls_count_and_are_not_judged():
    *earlier, last = calls(4, CONNECTED)
    judged = judge([last], earlier)
    assert list(judged) == ["c3"]
    assert with_finding(judged, "M1") == ["c3"]


def test_a_call_in_both_lists_counts_once():
    three = calls(3, CONNECTED)
    assert with_finding(judge(three, three), "M1") == []


def test_calls_of_two_days_are_counted_apart():
    spread = [
        *calls(2, CONNECTED),
        *(replace(one, id=f"n{one.id}") for one in calls(2, CONNECTED, MORNING + timedelta(days=1))),
    ]
    assert with_finding(judge(spread), "M1") == []
    assert with_finding(judge(spread[:2], spread[2:]), "M1") == []


def test_a_stored_call_about_another_lender_does_not_count():
    kept = ledger(
        *[OPEN, "lender l2 安逸花", "loan x3 l2 安逸花 8000 2025-01-05 0.18 equal_instalment 12 2025-02-05"],
        lender=HAIER,
    )
    *_, last = calls(4, CONNECTED)
    others = [
        replace(one, text=one.text.replace("够花", "安逸花"), sender="02160009999") for one in calls(3, CONNECTED)
    ]
    assert with_finding(judge([last], others, kept), "M1") == []


def test_calls_before_the_standard_are_not_counted():
    before = at("2025-02-27T09:00")
    assert with_finding(judge(calls(5, CONNECTED, before)), "M1") == []
    assert with_finding(judge(calls(5, CONNECTED, before + timedelta(days=1))), "M1") == ["c3", "c4"]


def test_unanswered_calls_before_the_guideline_are_not_counted():
    before = at("2026-01-29T09:00")
    assert with_finding(judge(calls(7, MISSED, before)), "M1") == []
    assert with_finding(judge(calls(7, MISSED, before + timedelta(days=1))), "M1") == ["c6"]


def test_a_row_of_texts_is_described_without_a_limit():
    judged = judge(texts(6))
    assert with_finding(judged, "M1") == ["c4", "c5"]
    finding = finding_of(judged["c5"], "M1")
    assert codes(finding) == ["messages_in_hours"]
    assert finding.reasons[0].params == {"count": "6", "hours": "3"}
    assert finding.events == tuple(f"c{place}" for place in range(6))
    assert not {"gbt-45251-calls", "cba-guideline-attempts"} & set(finding.citations)
    assert finding.ranks == ("A",)
    assert finding.missing == ("same_lender",)


def test_stored_texts_count_too_and_those_that_claim_nothing_do_not():
    *earlier, last = texts(5)
    assert with_finding(judge([last], earlier), "M1") == ["c4"]
    harmless = [replace(one, text="【够花】您的验证码是482913，请勿泄露") for one in earlier]
    assert with_finding(judge([last], harmless), "M1") == []


def test_a_text_that_announces_more_is_one_contact_and_a_finding():
    finding = findings("【够花】您的借款已逾期，我们会一直打到您处理为止")["M1"]
    assert codes(finding) == ["announces_more_contacts"]
    assert finding.spans
    assert finding.missing == ("sender_identity",)
    assert "M1" not in findings("【够花】您的借款已逾期，我们会一直打到您处理为止", received_at=at("2025-02-27T12:00"))


# --- M2 to M5 --------------------------------------------------------------------------------------------------------


def test_a_case_that_cannot_be_is_false_where_the_debt_had_ended():
    text = "【够花】您拖欠借款，案件今日已立案，不可撤销，请立即还款"
    assert "claims_case_without_debt" in codes(findings(text, ledger(SETTLED))["M2"])
    assert "claims_case_without_debt" not in [
        code for one in findings(text, ledger(OPEN)).values() for code in codes(one)
    ]


def test_lists_that_do_not_exist_are_false_at_any_time():
    assert codes(findings("【够花】您的借款已逾期，已列入全国黑名单")["M2"]) == ["claims_what_cannot_be"]
    assert "M2" not in findings("新闻：谨防已列入全国黑名单的骗局")


def test_a_tribunal_that_collects_is_a_pose():
    text = "【广州仲裁委员会】最后通知：张三欠款一案即将裁决，请立即还款。"
    assert "poses_as_tribunal" in codes(findings(text)["M2"])


def test_a_demand_to_a_relative_reaches_a_third_party():
    text = "请转告张三，他在够花的借款已逾期"
    finding = findings(text, recipient=Recipient.RELATIVE)["M3"]
    assert "reached_third_party" in codes(finding)
    assert finding.reasons[0].params == {"recipient": "relative"}
    assert "recipient_role" in finding.missing
    assert "M3" not in findings(DEMAND)


def test_a_demand_that_names_contacts_involves_them():
    assert codes(findings("【够花】您的借款逾期未还，我司已通知您的紧急联系人")["M3"]) == ["involves_third_party"]


def test_an_insult_needs_a_debt_beside_it():
    assert codes(findings("够花的钱你还想赖到什么时候？老赖不要脸")["M4"]) == ["insults_or_threatens"]
    assert findings("新闻：法院公布失信名单，打击老赖") == {}


def test_insults_are_held_against_the_law_of_their_day():
    text = "够花的钱你还想赖到什么时候？老赖不要脸"
    old = findings(text, received_at=at("2025-12-31T12:00"))["M4"].citations
    new = findings(text, received_at=at("2026-01-01T12:00"))["M4"].citations
    assert "public-order-2012-42-2" in set(old) - set(new)
    assert "public-order-50-1-2" in set(new) - set(old)


@pytest.mark.parametrize(
    ("text", "sender", "is_found"),
    [
        ("【人民法院】您的欠款案件已进入执行，请立即还款至指定账号，否则拘留。", "1069", True),
        ("这里是法院执行局，您在够花的借款已逾期", "13911112222", True),
        ("【北京互联网法院】您与海尔消费金融有限公司借款合同纠纷一案已立案，请到庭。", "12368", False),
        ("【北京互联网法院】您与海尔消费金融有限公司借款合同纠纷一案已立案，请到庭。", "13911112222", True),
        (DEMAND, "13911112222", False),
    ],
)
def test_the_name_of_an_office_counts_where_no_office_would_write_so(text, sender, is_found):
    assert ("M5" in findings(text, sender=sender)) is is_found


# --- M6: when --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "is_quiet"),
    [("21:59:59", False), ("22:00:00", True), ("00:00:00", True), ("07:59:59", True), ("08:00:00", False)],
)
def test_quiet_hours_are_those_of_the_rule(clock, is_quiet):
    found = findings(DEMAND, received_at=at(f"2026-03-16T{clock}"))
    assert ("M6" in found) is is_quiet


def test_the_zone_that_counts_is_told():
    (reason,) = findings(DEMAND, received_at=at("2026-03-16T23:05"))["M6"].reasons
    assert reason.params == {"time": "23:05", "zone": "Asia/Shanghai"}


@pytest.mark.parametrize(
    ("clock", "own", "is_quiet_too"), [("23:05", "11:05", False), ("07:30", "19:30", False), ("22:00", "10:00", False)]
)
def test_an_owner_abroad_is_told_both_clocks(clock, own, is_quiet_too):
    abroad = replace(LEDGER, profile=replace(LEDGER.profile, time_zone="America/New_York"))
    finding = findings(DEMAND, abroad, received_at=at(f"2026-03-16T{clock}"))["M6"]
    first, second = finding.reasons
    assert (first.params["time"], second.params) == (clock, {"time": own, "zone": "America/New_York"})
    assert second.speaks_for is is_quiet_too
    assert finding.missing == ("agreed_hours", "recipient_zone")


def test_another_zone_with_the_same_clock_is_not_worth_a_word():
    near = replace(LEDGER, profile=replace(LEDGER.profile, time_zone="Asia/Singapore"))
    finding = findings(DEMAND, near, received_at=at("2026-03-16T23:05"))["M6"]
    assert codes(finding) == ["in_quiet_hours"]
    assert finding.missing == ("agreed_hours",)


def test_night_on_the_owners_clock_alone_is_none_of_the_rule():
    abroad = replace(LEDGER, profile=replace(LEDGER.profile, time_zone="America/New_York"))
    assert "M6" not in findings(DEMAND, abroad, received_at=at("2026-03-16T12:00"))


def test_an_owner_abroad_for_whom_it_was_night_too():
    near = replace(LEDGER, profile=replace(LEDGER.profile, time_zone="Asia/Tokyo"))
    finding = findings(DEMAND, near, received_at=at("2026-03-16T23:05"))["M6"]
    assert finding.reasons[1].speaks_for


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.EMAIL])
def test_a_letter_wakes_nobody(channel):
    night = at("2026-03-16T23:05")
    assert "M6" not in findings(DEMAND, channel=channel, received_at=night)
    assert "M6" in findings(DEMAND, channel=Channel.PUSH, received_at=night)


def test_a_fraud_at_night_and_a_message_without_a_time_are_none():
    fraud = "招联金融专员：您的欠款可减免，先转500到我个人账户，备注还款。"
    assert "M6" not in findings(fraud, received_at=at("2026-03-16T23:05"))
    assert "M6" not in findings(DEMAND, received_at=None)


def test_quiet_hours_before_the_standard_are_none():
    assert "M6" not in findings(DEMAND, received_at=at("2025-02-27T23:00"))
    assert "M6" in findings(DEMAND, received_at=at("2025-02-28T23:00"))


def test_a_finding_cites_what_was_in_force_and_says_what_is_missing():
    finding = findings(DEMAND, received_at=at("2026-03-16T23:00"))["M6"]
    assert "gbt-45251-quiet-hours" in finding.citations
    assert finding.missing == ("agreed_hours",)
    assert finding.events == ("m",)


def test_a_settlement_and_a_code_at_night_break_nothing():
    night = at("2026-03-16T23:00")
    assert findings("【够花】您的借款已全部结清", received_at=night) == {}
    assert findings("【够花】验证码482913，请勿泄露", received_at=night) == {}


# --- M7 to M11 -------------------------------------------------------------------------------------------------------


def test_a_threat_to_publish_shows_private_data():
    assert codes(findings("够花借款再不处理，就把你的户籍信息公示，让全村通告")["M7"]) == ["shows_private_data"]


def test_a_demand_after_settlement_tells_the_days():
    finding = findings(DEMAND, ledger(SETTLED))["M8"]
    assert finding.reasons[0].params == {"days": "591"}
    assert "settlement_proof" in finding.missing
    assert "civil-code-557-1-1" in finding.citations
    assert "M8" not in findings(DEMAND)


def test_a_proof_on_record_is_not_asked_for_again():
    missing = findings(DEMAND, ledger(f"{SETTLED} proof=settlement_certificate"))["M8"].missing
    assert missing == ("lender_records", "other_debts")
    assert "settlement_proof" in findings(DEMAND, ledger(f"{SETTLED} proof=screenshot"))["M8"].missing


OFFER = "【够花】老客户专享：您的额度已提升至48000元，立即打开APP领取。"


def test_advertising_needs_a_way_to_refuse():
    assert codes(findings(OFFER)["M9"]) == ["no_way_to_refuse"]
    assert findings(OFFER)["M9"].spans
    assert "M9" not in findings(OFFER + "拒收请回复R")
    assert "M9" not in findings(OFFER, channel=Channel.PUSH)
    assert "M9" in findings(OFFER, channel=Channel.EMAIL)


def test_the_guideline_on_private_phones_speaks_from_its_day_on():
    text = "够花专员：您的借款已逾期，请尽快还款"
    before = at("2026-01-29T12:00")
    assert "M10" not in findings(text, sender="13800001111", received_at=before)
    assert "M10" in findings(text, sender="13800001111", received_at=before + timedelta(days=1))
    assert "M10" not in findings(text, sender="13800001111", received_at=None)


@pytest.mark.parametrize(
    ("sender", "is_private"),
    [
        ("13800001111", True),
        ("+86 138-0000-1111", True),
        ("12800001111", False),
        ("1380000111", False),
        ("138000011112", False),
        ("23800001111", False),
        ("1380000111x", False),
        ("19900001111", True),
        ("", False),
    ],
)
def test_a_private_number_has_eleven_figures_of_a_mobile(sender, is_private):
    found = findings("够花专员：您的借款已逾期，请尽快还款", sender=sender)
    assert ("M10" in found) is is_private
    assert not is_private or found["M10"].reasons[0].params == {"sender": sender}


@pytest.mark.parametrize("chat", ["加我微信发您还款方案", "加你是想说一下怎么还"])
def test_a_private_channel_is_one_that_the_text_leads_to_or_came_by(chat):
    text = f"你好，我是够花专员，你的借款逾期了，{chat}"
    assert "leads_to_private_channel" in codes(findings(text, channel=Channel.CHAT)["M10"])


def test_a_private_payee_is_a_sign_of_fraud():
    text = "够花专员：您的欠款可减免，先转500到我个人账户，备注还款。"
    assert codes(findings(text)["M11"]) == ["asks_private_payee"]


# --- where mainland rules do not apply -------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["region=HK", "region=TW", "currency=HKD", "currency=TWD"])
def test_abroad_only_the_demand_after_settlement_is_left_without_citation(mark):
    night = {"received_at": at("2026-03-16T23:00"), "sender": "13800001111"}
    (finding,) = findings(DEMAND, ledger(f"{SETTLED} {mark}"), **night).values()
    assert (finding.id, finding.citations, finding.ranks) == ("M8", (), ())
    assert findings(DEMAND, ledger(f"{OPEN} {mark}"), **night) == {}


def test_a_lender_abroad_whose_loans_do_not_fit_is_abroad_all_the_same():
    kept = ledger(f"{OPEN} region=HK contract=HT-2025-0002")
    text = "【够花】您合同号HT-2099-0009的借款已逾期，请尽快还款"
    assert findings(text, kept, received_at=at("2026-03-16T23:00")) == {}


@pytest.mark.parametrize(("money", "applies"), [("HK$5000", False), ("NT$5000", False), ("5000元", True)])
def test_a_claim_of_nobody_known_is_where_its_money_is(money, applies):
    text = f"您的网贷欠款{money}已逾期，请尽快还款"
    assert ("M6" in findings(text, received_at=at("2026-03-16T23:00"))) is applies


def test_where_nobody_knows_which_loan_is_meant_mainland_rules_apply_if_one_is_there():
    paid_up = OPEN.replace("paid=3", "paid=6")
    night = at("2026-03-16T23:00")
    assert "M6" in findings(DEMAND, ledger(f"{SETTLED} region=HK", paid_up), received_at=night)
    assert "M6" not in findings(DEMAND, ledger(f"{SETTLED} region=HK", f"{paid_up} region=TW"), received_at=night)


def test_the_kind_of_the_lender_adds_its_own_rules():
    text = "【{}】请转告张三，他的借款已逾期"
    bank = ledger(OPEN, lender="lender l1 招商银行股份有限公司 / 招商银行\n")
    cited = findings(text.format("招商银行"), bank, recipient=Recipient.RELATIVE)["M3"].citations
    assert "consumer-finance-companies-collection" not in cited
    own = findings(text.format("够花"), recipient=Recipient.RELATIVE)["M3"].citations
    assert "consumer-finance-companies-collection" in own


def test_without_a_day_nothing_is_cited():
    finding = findings("够花的钱你还想赖到什么时候？老赖不要脸", received_at=None)["M4"]
    assert (finding.citations, finding.ranks) == ((), ())


def test_the_day_of_a_rule_is_one_in_china():
    utc = datetime(2026, 1, 29, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert "M10" in findings("够花专员：您的借款已逾期，请尽快还款", sender="13800001111", received_at=utc)
    assert utc.astimezone(CHINA).day == 30
