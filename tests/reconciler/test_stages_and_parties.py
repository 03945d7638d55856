import pytest

from debts.reconciler import read
from debts.reconciler.types import Stage
from debts.rulebook import load_rulebook
from debts.rulebook.parties import PartyKind


def reading_of(text):
    return read(text, load_rulebook())


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("【招联金融】您的账单将于明日到期，请按时还款。", Stage.WARNING),
        ("【招联金融】您的借款已逾期3天，请尽快还款。", Stage.WARNING),
        ("【招联金融】您的借款已逾期4天，请尽快还款。", Stage.COLLECTION),
        ("【招联金融】逾期记录将上报征信，请速还款。", Stage.COLLECTION),
        ("受招联金融委托，请您尽快偿还逾期欠款。", Stage.TRANSFER),
        ("【广信资产】您的债权已依法转让给我司，请向我司还款。", Stage.TRANSFER),
        ("【明理律师事务所】您的借款逾期，拟向人民法院提起诉讼。", Stage.LITIGATION),
    ],
)
def test_a_demand_has_the_stage_that_its_words_show(text, stage):
    assert reading_of(text).stage is stage


@pytest.mark.parametrize("text", ["【招联金融】您的借款已结清。", "验证码482913，请勿泄露", "妈，我到家了"])
def test_a_text_that_claims_nothing_has_no_stage(text):
    assert reading_of(text).stage is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("受招联金融委托，北京明理律师事务所通知您尽快还款。", "北京明理律师事务所", PartyKind.LAW_FIRM),
        ("招联金融已将您的债权转让给广信资产管理有限公司，请向其还款。", "广信资产管理有限公司", PartyKind.ASSIGNEE),
        ("我是恒信信用管理有限公司，您的欠款请今天处理。", "恒信信用管理有限公司", PartyKind.COLLECTOR),
        ("【人保财险】我司已代偿您的贷款，请偿还追偿款。", "人保财险", PartyKind.GUARANTOR),
        ("城东金融纠纷调解中心：您的欠款案件将于明日调解。", "城东金融纠纷调解中心", PartyKind.MEDIATOR),
    ],
)
def test_who_presses_beside_the_lender_is_named_with_what_he_is(text, name, kind):
    (party,) = reading_of(text).parties
    assert (party.name, party.kind) == (name, kind)
    assert text[party.span.start : party.span.end] == name


@pytest.mark.parametrize(
    "text", ["拟查封您名下资产，请还款。", "资产管理部通知您还款。", "您的欠款已移交律师事务所。", "财险到期请还款"]
)
def test_an_ending_without_a_name_names_nobody(text):
    assert reading_of(text).parties == ()


def test_a_name_that_is_said_twice_is_one_party():
    text = "【广信资产】广信资产通知您：您的债权已转让给我司，请还款。"
    assert [one.name for one in reading_of(text).parties] == ["广信资产"]
