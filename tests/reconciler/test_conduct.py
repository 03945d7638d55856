from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from debts.reconciler import judge_messages
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Recipient
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ledger_from

LEDGER = ledger_from(
    "owner 张三\n"
    "lender l1 海尔消费金融有限公司 / 海尔消费金融, 够花 / 够花\n"
    "loan x1 l1 够花 12000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=3"
)
MORNING = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
CONNECTED = "接通，1分钟，够花催款，问我什么时候还钱。"
MISSED = "未接来电"


def calls(count: int, text: str, start: datetime = MORNING) -> list[IncomingMessage]:
    first = IncomingMessage("c0", text, start, "02160001234", Channel.CALL)
    return [replace(first, id=f"c{at}", received_at=start + timedelta(minutes=10 * at)) for at in range(count)]


def sms(text: str, **circumstances) -> IncomingMessage:
    return IncomingMessage("m", text, **{"received_at": MORNING, **circumstances})


def judge(messages, earlier=()) -> dict[str, Judgement]:
    return {one.message_id: one for one in judge_messages(LEDGER, messages, rulebook=load_rulebook(), earlier=earlier)}


def found(message: IncomingMessage) -> set[str]:
    return {finding.id for finding in judge([message])["m"].findings}


def with_finding(judged: dict[str, Judgement], rule: str) -> list[str]:
    return sorted(key for key, one in judged.items() if rule in {finding.id for finding in one.findings})


def test_three_connected_calls_a_day_are_the_limit_and_the_fourth_passes_it():
    assert with_finding(judge(calls(3, CONNECTED)), "M1") == []
    assert with_finding(judge(calls(4, CONNECTED)), "M1") == ["c3"]


def test_six_unanswered_calls_are_the_limit_and_the_seventh_passes_it():
    assert with_finding(judge(calls(6, MISSED)), "M1") == []
    assert with_finding(judge(calls(7, MISSED)), "M1") == ["c6"]


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


def test_calls_before_the_standard_are_not_counted():
    before = datetime(2025, 2, 27, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert with_finding(judge(calls(5, CONNECTED, before)), "M1") == []
    assert with_finding(judge(calls(5, CONNECTED, before + timedelta(days=1))), "M1") == ["c3", "c4"]


def test_the_guideline_on_private_phones_speaks_from_its_day_on():
    private = sms("够花专员：您的借款已逾期，请尽快还款", sender="13800001111")
    before = datetime(2026, 1, 29, 12, tzinfo=MORNING.tzinfo)
    assert "M10" not in found(replace(private, received_at=before))
    assert "M10" in found(replace(private, received_at=before + timedelta(days=1)))


def test_a_demand_to_a_relative_involves_a_third_party():
    text = "请转告张三，他在够花的借款已逾期"
    assert "M3" in found(sms(text, recipient=Recipient.RELATIVE))


def test_a_finding_cites_what_was_in_force_and_says_what_is_missing():
    (finding,) = (
        one
        for one in judge([sms("【够花】您的借款已逾期", received_at=MORNING.replace(hour=23))])["m"].findings
        if one.id == "M6"
    )
    assert "gbt-45251-quiet-hours" in finding.citations
    assert "agreed_hours" in finding.missing


def test_a_settlement_and_a_code_at_night_break_nothing():
    night = MORNING.replace(hour=23)
    assert found(sms("【够花】您的借款已全部结清", received_at=night)) == set()
    assert found(sms("【够花】验证码482913，请勿泄露", received_at=night)) == set()


def test_an_insult_without_a_debt_is_no_finding():
    assert found(sms("新闻：法院公布失信名单，打击老赖")) == set()
