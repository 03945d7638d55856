"""A sketch that was drawn for other figures gives the same reading as one that is drawn for the text itself."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.reconciler import dates, identifiers, sketches
from debts.reconciler.normalise import normalise
from debts.reconciler.reading import OVERDUE_DAYS, Reader
from debts.rulebook import load_rulebook

BOOK = load_rulebook()
READER = Reader(BOOK)
AT = datetime(2024, 3, 5, 2, 22, tzinfo=UTC)
# Names, phrases, signatures and sums of which some hang on the very figures that stand in them.
TEXTS = (
    "【360借条】您的借款已逾期12天，应还1833.60元，请于3日内还款。",
    "【51信用卡】您尾号1234的账单剩余应还0.00元，已结清。",
    "您的账户余额5600.00元，本月欠款金额为0元。【招商银行】",
    "【1号店】全场满300减50，低至5折，拒收请回复0",
    "今天已是第4次联系您，欠款1200元，请明日18:30前处理。",
    "【中银消费】还剩0期，利率低至0.02%，回1确认同意",
    "编辑短信发送至10690，低息备用金20万元，10期免息",
    "您的ＨＴ20240101合同已逾期①天，还*款3000元",
    "账单日3月5日，请于12月03日18点前或5日内还款，最迟12/30前，2月已逾期12天，下月3日扣款",
    "卡尾号1234（合同尾号5678）逾期3天，见 hk.example.cn/a1?b=2 或致电95588、13800001234，due on 10 Sep 2025",
)
FIGURES = re.compile(r"[0-9]")


@st.composite
def with_other_figures(draw):
    return FIGURES.sub(lambda _: draw(st.sampled_from("0123459")), draw(st.sampled_from(TEXTS)))


def read_by_itself(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sketches, "LONGEST_KEPT", -1)
        return READER.read(text, received_at=AT)


@given(with_other_figures())
def test_a_text_is_read_alike_with_the_sketch_of_its_template_and_by_itself(text):
    assert READER.read(text, received_at=AT) == read_by_itself(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_hangs_on_a_figure_is_not_taken_from_a_text_with_another(text):
    READER.read(FIGURES.sub("7", text), received_at=AT)
    assert READER.read(text, received_at=AT) == read_by_itself(text)


@given(with_other_figures())
def test_days_are_the_same_whether_a_year_is_looked_for_or_not(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "YEAR", re.compile(""))
        plainly = dates.read_dates(normalise(text), AT)
    assert dates.read_dates(normalise(text), AT) == plainly


@pytest.mark.parametrize(
    "pattern", [identifiers.CARD_TAIL, identifiers.LINK, OVERDUE_DAYS], ids=["card", "link", "days"]
)
@given(with_other_figures())
def test_what_hangs_on_no_figure_stands_in_a_template_where_it_stands_in_its_texts(pattern, text):
    normalised = normalise(text)
    places = [[hit.span() for hit in pattern.finditer(one)] for one in (normalised.text, normalised.template)]
    assert places[0] == places[1]


@given(with_other_figures())
def test_no_telephone_number_is_missed_for_being_short(text):
    normalised = normalise(text)
    assert bool(identifiers.read_phones(normalised)) == bool(identifiers.PHONE.search(normalised.text))
