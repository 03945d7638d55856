"""Pages in traditional Chinese: who gets them, how they are left, and what on them stays in simplified characters."""

import re

import pytest
from django.urls import reverse
from opencc import OpenCC

from tests.web.ledgers import AFTER, introduce, page, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")
SAID = "一律用簡體中文"
PLAIN = ["overview", "check", "loan_new", "loan_old", "mailbox", "alerts", "imports", "bills", "forwarder_new", "help"]
IN_SIMPLIFIED = re.compile(r'<\w+[^>]* lang="zh-Hans"[^>]*>[^<]*')
OF_BOTH = set("台准干群里后面只系")  # characters that stand in either way of writing


@pytest.fixture
def browser(client_of, owner):
    client = client_of(owner)
    client.cookies["django_language"] = "zh-hant"
    return client


@pytest.fixture
def loan(owner):
    introduce(owner)
    loan = settled_loan(owner)
    receive(owner, AFTER)
    return loan


def simplified_in(text):
    traditional, simplified = OpenCC("s2t"), OpenCC("t2s")
    return {one for one in set(text) - OF_BOTH if simplified.convert(one) == one != traditional.convert(one)}


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("en-GB", "en"),
        ("fr", "zh-Hans"),
    ],
)
def test_the_browser_says_which_characters(client, db, accepted, tag):
    answer = client.get(reverse("account_login"), headers={"accept-language": accepted})
    assert f'<html lang="{tag}">' in answer.content.decode()


@pytest.mark.parametrize(
    ("now", "others"),
    [("zh-hans", ["zh-hant", "en"]), ("zh-hant", ["zh-hans", "en"]), ("en", ["zh-hans", "zh-hant"])],
)
def test_the_switch_offers_the_other_languages(client, db, now, others):
    client.cookies["django_language"] = now
    shown = page(client, "account_login")
    assert [code for code in ("zh-hans", "zh-hant", "en") if f'name="language" value="{code}"' in shown] == others


def test_the_choice_stays(client_of, owner):
    client = client_of(owner)
    client.post(reverse("set_language"), {"language": "zh-hant", "next": "/"})
    shown = page(client, "settings")
    assert "設定" in shown
    assert 'value="zh-hant" aria-pressed="true" lang="zh-Hant">繁體中文<' in shown


def test_a_message_is_judged_in_words_of_the_reader(browser, loan):
    answer = browser.post(reverse("check"), {"paste": AFTER, "just_came": "1"}).content.decode()
    assert "按您的帳本，這筆借款在訊息到達之前已經結清，您不欠這筆錢。" in answer
    assert "任性贷" in answer  # what was received stays as it was written


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_of_an_empty_ledger_has_no_simplified_character(browser, name):
    shown = IN_SIMPLIFIED.sub("", page(browser, name))
    assert 'lang="zh-Hant"' in shown
    assert simplified_in(shown) == set()


def test_laws_are_named_in_traditional_characters(browser, loan):
    shown = page(browser, "letters_of_loan", loan.pk)
    assert "中華人民共和國民法典" in shown
    assert "中华人民共和国民法典" not in shown


@pytest.mark.parametrize("name", ["letters_of_loan", "dispute_loan", "certificate_letter"])
def test_pages_of_papers_say_that_the_papers_are_in_simplified(browser, loan, name):
    assert SAID in page(browser, name, loan.pk)


def test_readers_of_simplified_chinese_need_no_such_line(browser, loan):
    browser.cookies["django_language"] = "zh-hans"
    assert "一律用简体中文" not in page(browser, "dispute_loan", loan.pk)


def test_the_summary_stands_on_the_page_as_it_is_handed_in(browser, loan):
    shown = page(browser, "dispute_loan", loan.pk)
    assert 'lang="zh-Hans" aria-labelledby="parties"' in shown
    assert "一、当事人" in shown
    assert "下載證據包" in shown


def test_the_certificate_letter_is_written_for_the_mainland(browser, loan):
    shown = page(browser, "certificate_letter", loan.pk)
    assert 'lang="zh-Hans"' in shown
    assert "请" in browser.get(reverse("certificate_letter", args=[loan.pk])).context["form"]["text"].value()


def test_the_manifest_names_the_language(browser):
    assert browser.get(reverse("manifest")).json()["lang"] == "zh-Hant"


def test_mails_can_be_in_traditional_chinese(browser, owner):
    browser.post(reverse("settings_reminders"), {"days": "3", "email": "a@example.org", "language": "zh-hant"})
    owner.profile.refresh_from_db()
    assert owner.profile.language == "zh-hant"
