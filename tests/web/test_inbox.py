"""Kept messages: found by filters that live in the address, judged, decided about, taken back."""

import logging
import re
from functools import partial

import pytest
from django.urls import reverse

from debts.actions import TakenBack
from debts.models import Decision, Message
from debts.web.messages.views import LINES_ON_A_PAGE
from tests.web.ledgers import AFTER, age, open_loan, receive, settled_loan, with_another_verdict

ADVERT = "【苏宁消金】双十一专享额度已提升至50000元，拒收请回复R"
UNKNOWN = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def found(client, **asked):
    return [row.text for row in client.get(reverse("messages"), asked).context["rows"]]


def message_page(client, row):
    return client.get(reverse("message", args=[row.pk])).content.decode()


def decide(client, row, **given):
    return client.post(reverse("message_decide", args=[row.pk]), given)


def test_an_empty_inbox_says_how_to_begin(browser):
    assert "还没有存下消息" in browser.get(reverse("messages")).content.decode()


@pytest.mark.parametrize(
    ("group", "texts"), [("flagged", [AFTER]), ("ask", [UNKNOWN]), ("none", [ADVERT]), ("fine", [])]
)
def test_messages_are_filtered_by_their_answer(browser, owner, loan, group, texts):
    receive(owner, AFTER, ADVERT, UNKNOWN)
    assert found(browser, group=group) == texts


def test_messages_are_filtered_by_loan_and_lender(browser, owner, loan):
    receive(owner, AFTER, UNKNOWN)
    assert found(browser, loan=loan.pk) == [AFTER]
    assert found(browser, lender=loan.lender_id) == [AFTER]


def test_messages_are_found_by_their_words(browser, owner):
    receive(owner, AFTER, ADVERT)
    assert found(browser, q="双十一") == [ADVERT]
    assert found(browser, q="没有的词") == []


def test_messages_are_filtered_by_channel(browser, owner):
    receive(owner, AFTER)
    assert found(browser, channel="sms") == [AFTER]
    assert found(browser, channel="email") == []


@pytest.mark.parametrize("asked", [{"loan": "abc"}, {"channel": "taube"}, {"group": "nix"}, {"before": "zzz~9"}])
def test_a_filter_that_makes_no_sense_filters_nothing(browser, owner, asked):
    receive(owner, AFTER)
    assert found(browser, **asked) == [AFTER]


@pytest.mark.parametrize(
    "before", ["9999-99-99~1", "~1", "0001-01-01T00:00:00+08:00~1", "2024-01-01~1", "~" + "9" * 30]
)
def test_a_broken_place_in_the_inbox_is_no_error(browser, owner, before):
    receive(owner, AFTER)
    assert browser.get(reverse("messages"), {"before": before}).status_code == 200


def test_the_loan_of_another_owner_is_no_filter(browser, stranger):
    page = browser.get(reverse("messages"), {"loan": settled_loan(stranger).pk}).content.decode()
    assert "任性贷" not in page


def test_a_long_inbox_goes_on_where_the_page_ended(browser, owner):
    receive(owner, *[f"第{number}条消息" for number in range(LINES_ON_A_PAGE + 5)])
    first = browser.get(reverse("messages"))
    rest = found(browser, before=first.context["next_cursor"])
    assert len(first.context["rows"]) == LINES_ON_A_PAGE
    assert len({row.text for row in first.context["rows"]} | set(rest)) == LINES_ON_A_PAGE + 5


def test_the_last_page_has_no_next(browser, owner):
    receive(owner, *[f"第{number}条消息" for number in range(LINES_ON_A_PAGE)])
    assert browser.get(reverse("messages")).context["next_cursor"] == ""


def test_htmx_gets_the_list_alone(browser, owner):
    receive(owner, AFTER)
    page = browser.get(reverse("messages"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert AFTER[:20] in page


def test_a_message_shows_answer_reasons_and_hashes(browser, owner, loan):
    (row,) = receive(owner, AFTER)
    page = message_page(browser, row)
    assert "结清后催收" in page
    assert "为什么这样判定" in page
    assert f"{reverse('loan', args=[loan.pk])}#ending" in page
    assert row.fingerprint in page


def test_the_words_that_decided_are_marked(browser, owner, loan):
    (row,) = receive(owner, AFTER)
    assert "<mark>1,234.56元</mark>" in message_page(browser, row)


def test_markup_in_a_message_is_only_text(browser, owner):
    (row,) = receive(owner, "<script>alert(1)</script>&lt;b&gt; #strong[x] 【苏宁消金】已逾期")
    page = message_page(browser, row)
    assert "<script>alert" not in page
    unmarked = re.sub(r"</?(?:mark|a|span)\b[^>]*>", "", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&amp;gt; #strong[x]" in unmarked


def test_saying_that_it_is_not_mine_changes_the_answer(browser, owner, loan):
    (row,) = receive(owner, AFTER)
    decide(browser, row, kind="not_mine", reason="我没有借过")
    page = message_page(browser, row)
    assert "非本人债务" in page
    assert "我没有借过" in page


def test_saying_which_loan_it_is_about_changes_the_answer(browser, owner, loan):
    (row,) = receive(owner, UNKNOWN)
    decide(browser, row, kind="about_loan", loan=loan.pk)
    assert Message.objects.get().verdict.loan == loan


def test_about_a_loan_needs_the_loan_and_keeps_the_reason(browser, owner, loan):
    (row,) = receive(owner, UNKNOWN)
    page = decide(browser, row, kind="about_loan", reason="看尾号").content.decode()
    assert "请选出是哪一笔借款。" in page
    assert "看尾号</textarea>" in page
    assert not Decision.objects.exists()


def test_the_loan_of_another_owner_cannot_be_chosen(browser, owner, stranger):
    (row,) = receive(owner, UNKNOWN)
    decide(browser, row, kind="about_loan", loan=open_loan(stranger).pk)
    assert not Decision.objects.exists()


def test_a_decision_can_be_taken_back_and_stays_on_record(browser, owner, loan):
    (row,) = receive(owner, AFTER)
    decide(browser, row, kind="not_mine")
    browser.post(reverse("message_undo", args=[row.pk]))
    page = message_page(browser, row)
    assert "结清后催收" in page
    assert "已撤回" in page


def test_taking_a_message_back_is_asked_first(browser, owner):
    (row,) = receive(owner, AFTER)
    assert "要撤回这条消息吗" in browser.get(reverse("message_remove", args=[row.pk])).content.decode()
    assert found(browser) == [AFTER]


def test_a_message_taken_back_leaves_the_inbox_and_stays_stored(browser, owner):
    (row,) = receive(owner, AFTER)
    browser.post(reverse("message_remove", args=[row.pk]))
    assert found(browser) == []
    assert browser.get(reverse("message", args=[row.pk])).status_code == 404
    assert Message.objects.filter(pk=row.pk).exists()


def test_a_message_asks_the_database_a_fixed_number_of_times(browser, owner, loan, django_assert_max_num_queries):
    (row,) = receive(owner, AFTER)
    for number in range(5):
        open_loan(owner, lender=loan.lender, product=f"第{number}笔")
    with django_assert_max_num_queries(12):
        message_page(browser, row)


@pytest.fixture
def aged(owner, loan):
    """A message whose stored answer speaks in codes of another version."""
    (row,) = receive(owner, AFTER)
    return partial(age, row)


def with_other_codes(verdict):
    verdict.detail["verdict"]["reasons"][0] |= {"code": "reason_of_old"}
    verdict.detail["verdict"]["advice"] = ["advice_of_old"]
    verdict.detail["findings"] = [
        {"id": "M99", "reasons": [], "spans": [], "citations": ["law_of_old"], "missing": ["question_of_old"]}
    ]


def test_codes_that_have_no_words_any_more_are_shown_as_they_are(browser, aged, caplog):
    page = message_page(browser, aged(with_other_codes))
    for code in ("reason_of_old", "advice_of_old", "M99", "law_of_old", "question_of_old"):
        assert code in page
        assert any(code in line for line in caplog.messages)
    assert AFTER not in caplog.text


@pytest.mark.parametrize("change", [with_another_verdict, lambda verdict: verdict.detail.pop("verdict")])
def test_a_message_opens_though_its_stored_answer_cannot_be_read(browser, aged, caplog, change):
    row = aged(change)
    page = message_page(browser, row)
    assert "以前的版本存下的" in page
    assert "任性贷已逾期3天" in page
    assert caplog.record_tuples[0][1] == logging.WARNING
    assert "任性贷" not in caplog.text


@pytest.mark.parametrize("page", ["messages", "overview", "disputes"])
def test_a_verdict_without_words_does_not_close_the_lists(browser, aged, page):
    aged(with_another_verdict)
    assert browser.get(reverse(page)).status_code == 200


def test_a_verdict_without_words_does_not_close_the_loan_that_it_is_about(browser, aged, loan):
    aged(with_another_verdict)
    assert "verdict_of_old" in browser.get(reverse("loan", args=[loan.pk])).content.decode()


def test_the_inbox_shows_the_code_of_a_verdict_without_words(browser, aged):
    aged(with_another_verdict)
    assert "verdict_of_old" in browser.get(reverse("messages")).content.decode()


def test_what_was_taken_back_meanwhile_is_not_there_any_more(browser, owner, loan, monkeypatch):
    def gone(*_args, **_given):
        raise TakenBack

    (row,) = receive(owner, AFTER)
    monkeypatch.setattr("debts.web.messages.views.take_back", gone)
    answer = browser.post(reverse("message_remove", args=[row.pk]))
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
