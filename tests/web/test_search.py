"""Search over everything that is kept: one field, grouped answers, nothing missed, nothing of anybody else."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.core.management import call_command
from django.urls import reverse

from debts import finding as searching
from debts.actions import open_dispute, record_repayment, record_step, take_back
from debts.actions.messages import receive_messages, restore
from debts.finding import find_numbers
from debts.models import Message
from debts.models.message_index import candidates, clear_index
from debts.reconciler.searching import holds, words_in
from debts.reconciler.types import IncomingMessage
from debts.web.search.views import MESSAGES_ON_A_PAGE
from debts.wording import say_amount
from tests.web.ledgers import AFTER, NOW, at, certificate, receive, settled_loan, write

OTHER = "【远方小貸】您尾號3321的借款已逾期，請還款2,300元。ＨＥＬＰ"
WORDS = tuple("借款 贷款 逾期 还款 小贷 平台 您的 信用 上门 律师 12345 尾号 立即 处理 ＡＢ 貸 款".split())  # noqa: SIM905


@pytest.fixture(params=["few", "many"])
def indexed(monkeypatch, request):
    """Let the index answer from the first message on, as in a large ledger; few messages are named, or very many."""
    monkeypatch.setattr(searching, "WALK", 1)
    monkeypatch.setattr(searching, "FEW", 0 if request.param == "many" else 1000)


def page(client, query, **more):
    return client.get(reverse("search"), {"q": query, **more}).content.decode()


def found(client, query):
    return [hit.message.text for hit in client.get(reverse("search"), {"q": query}).context["hits"]]


def groups(client, query):
    asked = client.get(reverse("search"), {"q": query}).context["groups"]
    return {group.key: ["".join(piece.text for piece in hit.title) for hit in group.hits] for group in asked}


@pytest.mark.parametrize(
    "query", ["贷", "远方", "小贷您尾"[:2], "借款已", "借款已逾期，", "help", "3321 请还款", "2,300"]
)
def test_a_message_is_found_by_words_of_any_length_and_writing(browser, owner, indexed, query):
    receive(owner, OTHER, "您的包裹已到。", "取件码 1108")
    assert found(browser, query) == [OTHER]


def test_words_are_marked_as_they_were_written(browser, owner):
    receive(owner, OTHER)
    assert "<mark>小貸</mark>" in page(browser, "小贷")


def test_of_a_long_message_the_place_with_the_word_is_shown(browser, owner):
    receive(owner, "无关的话。" * 100 + "您的任性贷已逾期")
    assert "…" in page(browser, "任性贷")
    assert "<mark>任性贷</mark>" in page(browser, "任性贷")


def test_the_number_that_wrote_is_found_too(browser, owner, indexed):
    receive(owner, "您的包裹已到。", "取件码 1108")
    assert len(found(browser, "069000000")) == 2


@pytest.mark.parametrize("query", ["", "   ", "没有的词", "<script>", "a\x00b", '" OR *', "':* | !", "%_"])
def test_a_query_that_finds_nothing_says_so(browser, owner, indexed, query):
    receive(owner, AFTER, OTHER)
    shown = page(browser, query)
    assert "<script>alert" not in shown
    assert ("没有找到" in shown) or not query.strip()


def test_loans_lenders_disputes_repayments_and_proofs_are_found(browser, owner):
    loan = settled_loan(owner, contract_number="RX2024-0105")
    certificate(owner, loan, issuer="苏宁消费金融有限公司")
    record_repayment(write(owner), loan=loan, paid_at=at("2024-02-06 09:00"), amount=Decimal(1), reference="SN-77")
    dispute = open_dispute(write(owner), loan.lender, loan=loan, title="结清之后还在催", story="", things=[])
    record_step(write(owner), dispute, kind="sent", channel="lender", day=NOW.date(), reference="单号8891")
    assert set(groups(browser, "苏宁消费")) == {"loans", "lenders", "disputes", "proofs"}
    assert groups(browser, "sn-77") == {"repayments": [f"2024-02-06 · {say_amount(Decimal(1), 'CNY')}"]}
    assert groups(browser, "单号8891") == {"disputes": ["结清之后还在催"]}
    assert groups(browser, "jq-08") == {"proofs": ["结清证明"]}


def test_nothing_of_a_stranger_is_found(browser, stranger, indexed):
    settled_loan(stranger)
    receive(stranger, AFTER, OTHER)
    assert found(browser, "任性贷") == []
    assert groups(browser, "任性贷") == {}


def test_what_was_taken_back_is_not_found_until_it_is_back(browser, owner, indexed):
    row, _ = receive(owner, AFTER, "取件码 1108")
    take_back(write(owner), row)
    assert found(browser, "任性贷") == []
    restore(write(owner), [row.pk])
    assert found(browser, "任性贷") == [AFTER]


def test_many_messages_go_on_where_the_page_ended(browser, owner, indexed):
    receive(owner, *[f"第{number}条逾期消息" for number in range(MESSAGES_ON_A_PAGE + 5)])
    first = browser.get(reverse("search"), {"q": "逾期"})
    rest = browser.get(reverse("search"), {"q": "逾期", "before": first.context["next_cursor"]})
    texts = {hit.message.text for answer in (first, rest) for hit in answer.context["hits"]}
    assert len(texts) == MESSAGES_ON_A_PAGE + 5
    assert rest.context["next_cursor"] == ""


def test_htmx_gets_what_was_found_alone(browser, owner):
    receive(owner, AFTER)
    answer = browser.get(reverse("search"), {"q": "逾期"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "<mark>逾期</mark>" in answer


def test_the_page_asks_the_database_few_times(browser, owner, indexed, django_assert_max_num_queries):
    settled_loan(owner)
    receive(owner, AFTER, OTHER, "取件码 1108")
    with django_assert_max_num_queries(12):
        page(browser, "逾期")


def test_the_inbox_finds_by_the_same_index(browser, owner, indexed):
    receive(owner, AFTER, OTHER)
    rows = browser.get(reverse("messages"), {"q": "小贷 请还"}).context["rows"]
    assert [row.text for row in rows] == [OTHER]


def made_up(count):
    """Texts of words and single characters, so that most pairs stand in some of them only."""
    chance = Random(7)  # noqa: S311  no secret
    for number in range(count):
        text = "".join(chance.choice([*WORDS, "，", " ", "\n"]) for _ in range(chance.randint(0, 14)))
        yield IncomingMessage("", text, NOW - timedelta(minutes=number * 7919 % 5000), f"1069{number:06}")


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_the_index_finds_all_that_a_plain_look_finds(owner, indexed, length):
    receive_messages(write(owner), made_up(400), source="paste")
    rows, chance = Message.objects.of(owner), Random(length)  # noqa: S311  no secret
    texts = [row.text.replace("\n", " ") for row in rows.order_by("pk") if len(row.text) >= length]
    for text in chance.sample(texts, 25):
        start = chance.randint(0, len(text) - length)
        words = words_in(text[start : start + length])
        plain = [row.pk for row in rows if words and holds(f"{row.text}\n{row.sender}", words)]
        assert find_numbers(owner, Message.objects.filter(removed_at=None), words, 1000) == plain
        assert len(words) == 0 or rows.filter(pk__in=candidates(words)).count() >= len(plain)


def test_the_index_can_be_made_anew(browser, owner, indexed, capsys):
    receive(owner, AFTER, "取件码 1108")
    clear_index()
    assert found(browser, "任性贷") == []
    call_command("index_messages")
    assert "2 messages" in capsys.readouterr().out
    assert found(browser, "任性贷") == [AFTER]
