"""Why a message was judged as it was: the page, the same part on the check page, and the command say one thing."""

import io
import re
from functools import partial
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from debts.actions import receive_messages
from debts.dossier.explanation import explain
from debts.dossier.explanation_text import lines_of
from debts.dossier.known import known_of
from debts.models import EvidenceEntry, Message
from debts.queries import as_incoming
from debts.reconciler.types import Channel, IncomingMessage
from debts.web.check.views import FEW_CARDS
from debts.web.why import LONG_LIST
from tests.web.ledgers import (
    AFTER,
    age,
    at,
    certificate,
    introduce,
    open_loan,
    receive,
    settled_loan,
    with_another_verdict,
    write,
)

DISGUISED = "【蘇寧消金】許大江，您的任性貸已逾*期3天，請立.即.還.款1,234.56元"


@pytest.fixture
def loan(owner):
    introduce(owner)
    return settled_loan(owner)


@pytest.fixture
def row(owner, loan):
    certificate(owner, loan)
    return receive(owner, AFTER)[0]


def page(client, row):
    answer = client.get(reverse("message_why", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def plain(html):
    """The text of a page without its tags and blanks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", html)))


def printed(owner, row, **options):
    out = io.StringIO()
    call_command("explain_message", str(row.pk), user=owner.username, stdout=out, **options)
    return out.getvalue()


def test_a_message_leads_to_its_explanation_and_back(browser, row):
    assert reverse("message_why", args=[row.pk]) in browser.get(reverse("message", args=[row.pk])).content.decode()
    assert reverse("message", args=[row.pk]) in page(browser, row)


def test_every_mark_leads_to_its_line_and_every_line_to_its_mark(browser, row):
    html = page(browser, row)
    ids, targets = set(re.findall(r'\bid="([mw]\d+)"', html)), set(re.findall(r'href="#([mw]\d+)"', html))
    assert targets == ids
    assert {f"{side}{number}" for side in "mw" for number in (1, 2, 3)} <= ids


def test_the_words_are_marked_where_the_message_says_them(browser, row):
    html = page(browser, row)
    for group, words in (
        ("lender", "任性贷"),
        ("person", "许大江"),
        ("claim", "已逾期3天"),
        ("amount", "[^<]{0,3}1,234.56元"),
    ):
        assert re.search(rf'<mark class="mark-{group}" id="m\d+">{words}<', html), words
    assert plain(AFTER) in plain(re.sub(r'<a class="ref".*?</a>', "", html))


def test_words_in_disguise_are_marked_as_they_were_written(browser, owner, loan):
    html = page(browser, receive(owner, DISGUISED)[0])
    for words, read in (("已逾*期3天", "已逾期3天"), ("請立.即.還.款", "请立即还款")):
        assert f">{words}<" in html
        assert f"（读作 {read}）" in html


def test_the_score_is_drawn_and_told_in_a_table(browser, row):
    html = page(browser, row)
    assert '<svg class="waterfall"' in html
    table = plain(html[html.index('<table class="parts"') : html.index("</table>")])
    for part in ("署名相符", "产品相符", "+20", "+30"):
        assert part in table


def test_each_fact_is_a_link(browser, row, loan):
    html = page(browser, row)
    url = reverse("loan", args=[loan.pk])
    assert f'href="{url}#ending">结清记录</a>' in html
    assert f'href="{url}#ending">结清证明</a>' in html
    assert f'href="{reverse("lender", args=[loan.lender_id])}">' in html


def test_the_lender_is_linked_though_none_of_its_loans_fits(browser, owner, loan):
    contract = "【苏宁消金】您合同号SN00000009的借款已逾期，请还款500元。"
    settled = open_loan(owner, lender=loan.lender, contract_number="SN00000001", product="升级贷")
    html = page(browser, receive(owner, contract)[0])
    assert "认出了机构" in html or "升级贷" in html
    assert reverse("lender", args=[settled.lender_id]) in html


def test_a_loan_ruled_out_is_shown_with_what_ruled_it_out(browser, owner):
    loan = settled_loan(owner, contract_number="SN00000001")
    open_loan(owner, lender=loan.lender, contract_number="SN00000002")
    html = page(browser, receive(owner, "【苏宁消金】您合同号SN00000001的借款已逾期3天，请还款。")[0])
    assert "也比过、没有采用的 1 笔" in html
    assert "排除：号码或产品不是这笔的" in html
    assert 'class="veto"' in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_command_prints_what_the_page_shows(browser, owner, row, language):
    browser.cookies["django_language"] = language
    html = plain(page(browser, row))
    with translation.override(language):
        judgement = row.verdict.judgement
        explanation = explain(as_incoming(row), judgement, known_of(owner, row, judgement))
        assert printed(owner, row) == "\n".join(lines_of(explanation)) + "\n"
    steps = [step for one in explanation.weighed for step in one.steps]
    lines = [
        *explanation.own_reasons,
        *(step.line for step in steps),
        *(x for f in explanation.findings for x in f.lines),
    ]
    texts = [
        *(line.text for line in lines), *(fact.label for line in lines for fact in line.facts),
        *(mark.text for mark in explanation.marks), *(text for mark in explanation.marks for text in mark.meanings),
        *(figure.value for account in explanation.accounts for figure in account.figures),
        *(step.name + step.line.text for step in steps), *explanation.causes, *explanation.advice, *explanation.summary,
        explanation.answer, explanation.verdict, explanation.search, explanation.rulebook_version,
    ]  # fmt: skip
    assert [text for text in texts if plain(text) not in html] == []


def test_the_command_prints_json_for_programs(owner, row):
    assert '"verdict": "结清后催收"' in printed(owner, row, json=True)


def test_what_the_owner_decided_is_linked_to_the_message(browser, owner, row, loan):
    browser.post(reverse("message_decide", args=[row.pk]), {"kind": "about_loan", "loan": loan.pk})
    html = page(browser, row)
    assert "您确认是这一笔" in html
    assert f'href="{reverse("message", args=[row.pk])}#decide"' in html


def with_other_codes(verdict):
    verdict.detail["verdict"]["reasons"][0]["code"] = "reason_of_old"
    verdict.detail["match"]["candidates"][0]["reasons"][0]["code"] = "matched_of_old"
    verdict.detail["reading"]["phrases"][0]["id"] = "concept_of_old.x"


@pytest.fixture
def aged(row):
    return partial(age, row)


@pytest.mark.parametrize("change", [with_another_verdict, lambda verdict: verdict.detail.pop("match")])
def test_an_answer_that_cannot_be_read_any_more_is_said_so(browser, owner, aged, change):
    row = aged(change)
    html = page(browser, row)
    assert "以前的版本存下的" in html
    assert "任性贷已逾期3天" in html
    with pytest.raises(CommandError, match="rejudge"):
        printed(owner, row)


def test_codes_of_another_version_are_shown_as_they_are(browser, owner, aged):
    row = aged(with_other_codes)
    html = page(browser, row)
    for code in ("reason_of_old", "matched_of_old", "concept_of_old"):
        assert code in html
        assert code in printed(owner, row)
    assert "各项的分值后来改过" in html


def test_an_answer_kept_before_loans_were_set_aside_can_be_read(browser, aged):
    assert "按这一笔判定" in page(browser, aged(lambda verdict: verdict.detail["match"].pop("set_aside", None)))


def test_a_stranger_finds_nothing(client_of, stranger, client, row):
    url = reverse("message_why", args=[row.pk])
    assert client_of(stranger).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_the_page_only_shows(browser, row):
    assert browser.post(reverse("message_why", args=[row.pk])).status_code == 405


def test_it_asks_the_database_a_fixed_number_of_times(browser, owner, row, loan, django_assert_max_num_queries):
    for number in range(5):
        open_loan(owner, lender=loan.lender, product=f"第{number}笔", contract_number=f"SN0000000{number}")
    with django_assert_max_num_queries(12):
        page(browser, row)


def test_a_burst_of_calls_lists_the_calls_within_the_same_number_of_queries(
    browser, owner, loan, django_assert_max_num_queries
):
    calls = [
        IncomingMessage(
            "",
            f"接通，{hour}分钟，苏宁消金催我还任性贷的欠款",
            at(f"2026-03-16 {hour}:10"),
            "02100000001",
            Channel.CALL,
        )
        for hour in (10, 11, 14, 16)
    ]
    rows = receive_messages(write(owner), calls, source="paste").new
    with django_assert_max_num_queries(12):
        html = page(browser, rows[-1])
    assert "一起算的消息" in html
    assert all(reverse("message", args=[row.pk]) in html for row in rows)


def test_nothing_in_it_needs_a_style_or_a_script_of_its_own(browser, row):
    main = page(browser, row).partition("<main")[2]
    assert " style=" not in main
    assert "<script" not in main
    assert " onclick" not in main


def test_markup_in_a_message_is_only_text(browser, owner, loan):
    html = page(browser, receive(owner, '【苏宁消金】您已<b onload="x">逾期</b><script>alert(1)</script>，欠款5元')[0])
    assert "<script>alert" not in html
    assert "&lt;b onload=" in html


def test_a_message_without_words_is_no_error(browser, owner, loan):
    assert "没有读出起作用的词" in page(browser, receive(owner, "。")[0])


def test_a_long_list_of_words_is_folded(browser, owner, loan):
    text = "【苏宁消金】" + "".join(f"第{number}期欠款{900 + number}.50元，" for number in range(LONG_LIST))
    html = page(browser, receive(owner, text)[0])
    assert re.search(r"标出的 \d\d 处各是什么", html)
    assert set(re.findall(r'href="#([mw]\d+)"', html)) == set(re.findall(r'\bid="([mw]\d+)"', html))


def test_the_check_page_takes_answers_apart_and_keeps_nothing(browser, loan):
    logged = EvidenceEntry.objects.count()
    paste = f"2024年5月5日 10:22\n{AFTER}\n\n2024年5月6日 10:22\n{AFTER}"
    html = browser.post(reverse("check"), {"paste": paste}).content.decode()
    assert html.count('<svg class="waterfall"') == 2
    anchors = re.findall(r'\bid="(\w+-[mw]\d+)"', html)
    assert set(re.findall(r'href="#(\w+-[mw]\d+)"', html)) == set(anchors)
    assert len(anchors) == len(set(anchors))
    assert not Message.objects.exists()
    assert EvidenceEntry.objects.count() == logged


def test_a_day_later_the_figures_are_those_of_the_message_and_not_of_today(browser, owner, loan):
    (early,) = receive(owner, AFTER, received_at="2024-02-20 10:00")
    assert "¥1,060.00" in page(browser, early)
    assert "结清的时间" not in page(browser, early)


def test_among_many_cards_the_one_that_was_asked_about_is_taken_apart(browser, loan):
    paste = "\n\n".join(f"2024年5月{day}日 10:22\n{AFTER}" for day in range(5, 5 + FEW_CARDS + 1))
    page = browser.post(reverse("check"), {"paste": paste})
    assert all(row.card.why is None for row in page.context["cards"])
    key = page.context["cards"][2].pasted.key
    assert f'name="why" value="{key}"' in page.content.decode()
    asked = browser.post(reverse("check"), {"paste": paste, "why": key})
    assert [row.pasted.key for row in asked.context["cards"] if row.card.why] == [key]
    assert '<details class="more taken-apart" open>' in asked.content.decode()


@pytest.mark.parametrize("key", ["", "nichts", "<b>"])
def test_asking_about_a_message_that_is_gone_shows_the_answers(browser, loan, key):
    html = browser.post(reverse("check"), {"paste": AFTER, "why": key}).content.decode()
    assert '<details class="more taken-apart">' in html
