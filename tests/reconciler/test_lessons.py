"""What a message can teach once the owner has said whose it is, and what is never offered."""

import pytest

from debts.reconciler import read
from debts.reconciler.lessons import Known, LessonKind, Neighbour, offers
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook import load_rulebook

BOOK = load_rulebook()
OWN = Known(
    "l1",
    own=frozenset({"飞鸟小贷", "飞鸟", "1069000101"}),
    others=frozenset({"白鹭信贷", "白鹭管家", "1069000202"}),
    private=frozenset({"许大江", "13800000000"}),
)
SIGNATURE, ALIAS = LessonKind.SIGNATURES, LessonKind.ALIASES
SENDER, COLLECTOR = LessonKind.SENDERS, LessonKind.COLLECTORS


def offered(text, sender="", neighbours=(), known=OWN, channel=Channel.SMS):
    message = IncomingMessage("m", text, sender=sender, channel=channel)
    reading = read(text, BOOK, channel=channel)
    return [(one.kind, one.value) for one in offers(message, reading, known, BOOK, neighbours)]


def test_an_unknown_signature_may_be_the_lenders_or_a_collectors():
    assert offered("【鸟小管】您的借款已逾期，请还款") == [(SIGNATURE, "鸟小管"), (COLLECTOR, "鸟小管")]


def test_outside_of_text_messages_it_is_a_name_and_no_signature():
    assert offered("【鸟小管】您的借款已逾期，请还款", channel=Channel.CHAT)[0] == (ALIAS, "鸟小管")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("【山海律师事务所】您的借款已逾期，请还款", "山海律师事务所"),
        ("【山海商务咨询有限公司】您的借款已逾期，请还款", "山海商务咨询有限公司"),
        ("【山海】我司受委托通知您，借款已逾期，请还款", "山海"),
    ],
)
def test_whoever_collects_for_others_is_no_signature_of_the_lender(text, name):
    assert offered(text) == [(COLLECTOR, name)]


def test_a_collector_that_the_text_names_is_offered():
    assert (COLLECTOR, "山海律师事务所") in offered("您的借款已逾期，现委托山海律师事务所处理，请还款")


@pytest.mark.parametrize("name", ["飞鸟", "飞鸟小贷"])
def test_what_is_known_already_is_not_offered(name):
    assert offered(f"【{name}】您的借款已逾期，请还款") == []


@pytest.mark.parametrize("name", ["白鹭管家", "白鹭", "白鹭信贷客服部"])
def test_a_name_of_another_lender_of_the_ledger_or_a_part_of_one_is_not_offered(name):
    assert offered(f"【{name}】您的借款已逾期，请还款") == []


@pytest.mark.parametrize("name", ["招联金融", "招商银行", "招商银行西安分行"])
def test_a_signature_that_names_a_lender_of_the_directory_is_not_offered(name):
    assert offered(f"【{name}】您的借款已逾期，请还款") == []


@pytest.mark.parametrize(
    "name", ["催收提醒", "客服中心", "还款通知", "法务部", "温馨提示", "贷后管理中心", "12", "卡", "杭州互联网法院"]
)
def test_a_signature_that_names_nobody_or_an_office_is_not_offered(name):
    assert offered(f"【{name}】您的借款已逾期，请还款") == []


def test_the_owners_own_name_is_not_offered():
    assert offered("【许大江】您的借款已逾期，请还款") == []


def test_a_text_without_signature_teaches_no_name():
    assert offered("您的借款已逾期，请还款") == []


@pytest.mark.parametrize("sender", ["1069000999", "95599", "4001234567", "02188886666"])
def test_a_port_or_hotline_is_offered_as_a_sender(sender):
    known = Known("l1", OWN.own | {"中国农业银行", "农业银行"}, OWN.others, OWN.private)
    assert (SENDER, sender) in offered("您的借款已逾期，请还款", sender, known=known)


@pytest.mark.parametrize("sender", ["13912345678", "+86 139-1234-5678"])
def test_a_private_mobile_is_a_collectors(sender):
    assert offered("您的借款已逾期，请还款", sender) == [(COLLECTOR, "13912345678")]


def test_the_number_of_a_collector_is_a_collectors():
    text = "【山海律师事务所】您的借款已逾期，请还款"
    assert offered(text, "1069000999") == [(COLLECTOR, "山海律师事务所"), (COLLECTOR, "1069000999")]


@pytest.mark.parametrize(
    "sender",
    [
        *("1069000101", "1069000202", "13800000000"),  # known, another lender's, the owner's own
        *("12368", "12378", "96110", "10086", "110"),  # authorities and telephone companies
        *("", "招联金融", "someone@example.com"),  # no number
        "95555",  # a hotline of another company in the directory
    ],
)
def test_a_number_that_is_taken_or_nobodys_is_not_offered(sender):
    assert offered("您的借款已逾期，请还款", sender) == []


@pytest.mark.parametrize("other", [Neighbour("白鹭管家", ()), Neighbour("", ("l2",)), Neighbour("菜鸟", ("l1",))])
def test_a_port_from_which_others_send_too_is_not_offered(other):
    assert offered("【飞鸟】您的借款已逾期，请还款", "1069000999", [other]) == []


@pytest.mark.parametrize("other", [Neighbour("飞鸟", ("l1",)), Neighbour("", ())])
def test_a_port_from_which_only_this_lender_sends_is_offered(other):
    assert offered("【飞鸟】您的借款已逾期，请还款", "1069000999", [other]) == [(SENDER, "1069000999")]


def test_an_offer_is_made_once():
    text = "【山海律师事务所】您的借款已逾期，山海律师事务所请您还款"
    assert offered(text).count((COLLECTOR, "山海律师事务所")) == 1
