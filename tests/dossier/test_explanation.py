"""An answer is taken apart into what was read, weighed and concluded, and the parts add up."""

import json
from dataclasses import asdict, replace

from debts.dossier import weighing
from debts.dossier.explanation import explain
from debts.dossier.explanation_text import FACTS_SHOWN, compact, lines_of
from debts.dossier.known import Event, Known, events_of
from debts.dossier.weighing import Place
from debts.reconciler.types import DecisionFacts, DecisionKind, Finding, Reason
from tests.dossier.explained import ONE_LOAN, SKETCH, explained, judged, known_of, message
from tests.scenarios.ledgers import all_cases, ledger_from

DEMAND = "【招联金融】张三，您的好期贷已逾期15天，欠款916.80元，请于3月12日前还清。"
BY_CONTRACT = "【招联金融】张三，您合同号ZL20250610002的借款已逾期，请尽快还款。"
BARE = "【招联金融】您的借款已逾期，请尽快还款。"


def places(explanation):
    return [(one.label, one.place) for one in explanation.weighed]


def figures(explanation):
    return {figure.name: figure.value for account in explanation.accounts for figure in account.figures}


def test_the_parts_of_a_score_run_from_nothing_to_the_score():
    (taken, *_) = explained(DEMAND).weighed
    assert [(step.name, step.gives, step.start, step.end) for step in taken.steps] == [
        ("署名相符", "+20", 0, 20),
        ("产品相符", "+30", 20, 50),
        ("金额相符", "+15", 50, 65),
    ]
    assert (taken.score, taken.points) == (65, "65 分")


def test_a_loan_with_another_contract_number_is_ruled_out_and_said_to_be():
    taken, out = explained(BY_CONTRACT).weighed
    assert (taken.label, taken.place, out.label, out.place) == ("信用付", Place.TAKEN, "好期贷", Place.VETOED)
    assert [(step.gives, step.end, step.is_veto) for step in out.steps] == [("+20", 20, False), ("否决", 0, True)]
    assert out.points == ""


def test_beside_an_agreeing_contract_number_another_card_takes_nothing_off():
    text = "【招联金融】您合同号ZL20250105001、尾号9999银行卡的借款已逾期，请还款。"
    sketch = ONE_LOAN.replace("contract=", "tail=1234 contract=")
    (taken,) = explained(text, sketch).weighed
    assert [step.gives for step in taken.steps if not step.line.speaks_for] == ["–"]
    assert taken.steps[-1].end == taken.score == 120


def test_a_loan_without_a_product_on_record_may_still_be_meant():
    text = "【招联金融】您的信用付已逾期，请尽快还款。"
    sketch = SKETCH.replace("loan x1 l1 好期贷", "loan x1 l1 -")
    assert places(explained(text, sketch)) == [("信用付", Place.TAKEN), ("", Place.FITTING)]


def test_where_the_answers_differ_each_loan_may_be_the_one():
    sketch = SKETCH.replace("paid=5", "paid=12")
    explanation = explained(BARE, sketch, received_at="2025-12-20 10:00")
    assert explanation.code == "undecided"
    assert {place for _, place in places(explanation)} == {Place.POSSIBLE}
    assert len(explanation.accounts) == 2


def test_what_the_owner_decided_is_no_matter_of_points():
    decision = DecisionFacts("m1", DecisionKind.ABOUT_LOAN, "x2")
    (taken,) = explained(DEMAND, decisions=[decision]).weighed
    assert (taken.label, taken.place, taken.points, taken.adds_up) == ("信用付", Place.DECIDED, "", True)


def test_a_score_that_the_weights_of_today_do_not_give_is_shown_without_them(monkeypatch):
    monkeypatch.setattr(weighing, "weight_of", lambda _code: 7)
    (taken, *_) = explained(DEMAND).weighed
    assert {step.weight for step in taken.steps} == {None}
    assert "各项的分值后来改过" in taken.remark
    assert taken.points == "65 分"


def test_the_figures_are_those_of_the_day_of_the_message():
    before = figures(explained(BARE, ONE_LOAN, received_at="2025-04-06 10:00"))
    after = figures(explained(BARE, ONE_LOAN, received_at="2025-09-06 10:00"))
    assert (before["到那时累计已还"], "结清的时间" in before) == ("¥2,750.40", False)
    assert (after["到那时累计已还"], after["结清的时间"]) == ("¥5,500.80", "2025-08-01 10:00")


def test_what_the_message_asks_for_stands_beside_what_is_owed():
    found = figures(explained(DEMAND))
    assert (found["消息要的"], found["账本上与此对应的应还"], found["消息多要的"]) == ("¥916.80", "¥0.00", "¥916.80")


def test_a_message_without_a_time_has_no_figures_of_its_time():
    explanation = explained(BARE, ONE_LOAN, received_at=None)
    assert explanation.accounts == ()
    assert "时间不清楚" in explanation.came


def test_a_stranger_is_addressed_whichever_loan_it_is():
    explanation = explained("【招联金融】李四先生，您的好期贷已逾期，请还款。")
    assert (explanation.code, explanation.rests_on_the_ledger) == ("wrong_person", False)
    assert explanation.search.startswith("这个结论不取决于是哪一笔借款。")
    assert not [one for one in explanation.weighed if one.decides]


def test_reasons_that_only_found_the_loan_are_told_once():
    explanation = explained(DEMAND)
    told = {line.code for line in explanation.own_reasons}
    assert not [code for code in told if code.startswith("matched_")]
    assert {"settled_on", "claims_amount"} <= told


def test_each_line_knows_the_words_that_it_rests_on():
    explanation = explained(DEMAND)
    words = {mark.number: mark.text for mark in explanation.marks}
    (line,) = [line for line in explanation.reasons if line.code == "claims_amount"]
    assert [words[number] for number in line.numbers] == ["916.80元"]


def test_a_finding_names_the_messages_that_it_counts():
    counting = Finding("M1", reasons=(Reason("calls_connected", {"count": "4", "limit": "3"}),), events=("a", "b"))
    ledger = ledger_from(SKETCH)
    judgement = replace(judged(ledger, message(DEMAND)), findings=(counting,))
    explanation = explain(message(DEMAND), judgement, Known(events={"a": Event(7, "3月10日 电话")}))
    assert events_of(counting) == ("a", "b")
    assert [event.pk for event in explanation.findings[0].events] == [7]


def test_the_text_has_the_answer_the_words_the_score_and_the_version():
    lines = lines_of(explained(DEMAND))
    assert DEMAND in lines
    assert any("好期贷 · 招联消费金融股份有限公司：65 分，按这一笔判定" in line for line in lines)
    assert any("+20  署名相符" in line and "〔1 招联金融〕" in line for line in lines)
    assert lines[-1].startswith("规则版本 20")


def test_the_compact_form_is_three_lines_of_words_loan_and_facts():
    words, loan, facts = compact(explained(DEMAND))
    assert words.startswith("依据的词：“招联金融”")
    assert loan == "对应的借款：好期贷（署名相符、产品相符、金额相符）"
    assert "2025年8月1日结清" in facts
    assert facts.count("。") <= FACTS_SHOWN


def test_a_very_long_word_is_not_repeated_in_the_compact_form():
    text = f"招联金融专员：加我微信，转到我个人账户，https://zl.example.cn/{'a1' * 80}"
    assert all(len(line) < 200 for line in compact(explained(text)))


def test_every_judgement_can_be_taken_apart_and_its_scores_add_up(subtests):
    for case in all_cases():
        with subtests.test(case.name):
            check_parts(explain(case.message, judged(case.ledger, case.message), known_of(case.ledger)))


def check_parts(explanation):
    assert all(one.adds_up for one in explanation.weighed)
    assert all(step.end == one.score for one in explanation.weighed for step in one.steps[-1:] if one.points)
    assert explanation.answer in "\n".join(lines_of(explanation))
    assert len(compact(explanation)) <= 3
    assert json.dumps(asdict(explanation), ensure_ascii=False)
