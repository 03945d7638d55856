"""The words that decided are numbered in the message's own text, each number with what was read there."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.dossier.marks import MarkGroup, marks_of, numbers_at
from debts.reconciler.types import Span
from debts.web.marking import numbered
from tests.dossier.explained import SKETCH, judged, marks, message
from tests.scenarios.ledgers import all_cases, ledger_from

DEMAND = "【招联金融】张三，您的好期贷已逾期15天，欠款916.80元，请于3月12日前还清。"


def said(text):
    return {mark.text: (mark.group, mark.meanings) for mark in marks(text)}


def test_marks_are_numbered_in_the_order_of_the_text():
    found = marks(DEMAND)
    assert [mark.number for mark in found] == list(range(1, len(found) + 1))
    assert [mark.text for mark in found][:4] == ["招联金融", "张三", "好期贷", "已逾期15天"]


def test_each_mark_says_what_was_read_there():
    found = said(DEMAND)
    assert found["招联金融"] == (MarkGroup.LENDER, ("署名", "机构或产品的名字"))
    assert found["张三"] == (MarkGroup.PERSON, ("称呼的人",))
    assert found["916.80元"] == (MarkGroup.AMOUNT, ("催要金额 ¥916.80",))
    assert found["已逾期15天"] == (MarkGroup.CLAIM, ("说已经逾期", "逾期起算日 2026年2月23日"))


def test_a_day_inside_a_demand_belongs_to_the_demand():
    assert said(DEMAND)["请于3月12日前还清"] == (MarkGroup.DEMAND, ("要求还款或处理", "期限 2026年3月12日"))


def test_a_day_beside_a_phrase_is_a_day():
    assert said("【招联金融】您的还款日：2026年3月20日。")["2026年3月20日"][0] is MarkGroup.DATE


def test_a_sum_in_the_middle_of_a_phrase_leaves_the_phrase_on_both_sides():
    text = "招联金融专员：先转800元到我个人账户，今天就能结清好期贷。"
    (around,) = [mark for mark in marks(text) if mark.group is MarkGroup.FRAUD and len(mark.places) == 2]
    assert [text[place.start : place.end] for place in around.places] == ["转", "到我个人账户"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("已逾*期", "已逾期"),
        ("已\u200b逾　期", "已逾期"),
        ("請立.即.還.款", "请立即还款"),
        ("玖佰壹拾陸元捌角", "玖佰壹拾陆元捌角"),
    ],
)
def test_words_in_disguise_are_marked_as_written_and_told_as_read(written, read):
    text = f"【招联金融】您的好期贷{written}，"
    assert [(mark.text, mark.read_as) for mark in marks(text) if mark.read_as] == [(written, read)]


def test_full_width_signs_are_no_disguise():
    assert not [mark for mark in marks("【招联金融】北京法院：您已逾期，欠款９１６.８０元") if mark.read_as]


def test_the_same_words_again_have_the_same_number():
    text = "【招联金融】您有欠款，欠款已逾期，请还欠款。"
    debts = [mark for mark in marks(text) if mark.text == "欠款"]
    assert len(debts) == 1
    assert len(debts[0].places) > 1


def test_a_court_that_speaks_of_itself_is_no_sign_of_fraud():
    found = said("【北京互联网法院】本院已立案受理您与招联金融的合同纠纷，请按时到庭。")
    assert MarkGroup.FRAUD not in {group for group, _ in found.values()}


def test_a_day_that_cannot_be_placed_says_so():
    text = "【招联金融】您的好期贷将于明天到期。"
    undated = marks_of(text, judged(ledger_from(SKETCH), message(text, received_at=None)))
    assert ("说快到还款日", "应还日，算不出是哪一天") in [mark.meanings for mark in undated]


@given(st.text(alphabet=st.sampled_from("【招联金融】您的好期贷逾*期还款916.80元3月明天\u200b，。\n 起訴將")))
def test_any_text_is_marked_without_loss(text):
    places = sorted((place.start, place.end) for mark in marks(text) for place in mark.places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert "".join(piece.text for piece in numbered(text, marks(text))) == text


def test_spans_lead_to_the_marks_that_they_touch():
    found = marks(DEMAND)
    start = DEMAND.index("916.80元")
    (number,) = numbers_at(found, [Span(start, start + len("916.80元"))])
    assert found[number - 1].text == "916.80元"
    assert numbers_at(found, [Span(0, 1)]) == ()


def test_marks_lie_inside_the_text_do_not_overlap_and_cover_what_decided(subtests):
    for case in all_cases():
        with subtests.test(case.name):
            check_marks(case.message.text, judged(case.ledger, case.message))


def check_marks(text, judgement):
    places = sorted((place.start, place.end) for mark in marks_of(text, judgement) for place in mark.places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))
    covered = {at for start, end in places for at in range(start, end)}
    reasons = [*judgement.verdict.reasons, *(reason for one in judgement.findings for reason in one.reasons)]
    assert all(set(range(span.start, span.end)) <= covered for reason in reasons for span in reason.spans)
