"""Help: what article 674 does not say, what to do when they call, what words mean, and nothing promised."""

import re

import pytest
from django.urls import reverse

from tests.web.ledgers import page, settled_loan

PAGES = ["help", "help_calls", "help_words", "help_limits"]
PROMISES = ("保证您", "一定能", "肯定会", "必然", "！")


def test_it_says_what_article_674_does_not_say(browser):
    answer = page(browser, "help")
    assert "第六百七十四条只讲利息在什么时候支付" in answer
    assert "第五百五十七条" in answer


def test_the_limits_are_told(browser):
    assert "不提供法律意见" in page(browser, "help_limits")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_promises_anything_and_each_leads_to_the_others(browser, name):
    answer = page(browser, name)
    assert not [word for word in PROMISES if word in answer]
    assert all(reverse(other) in answer for other in PAGES)


def test_each_rule_about_calls_stands_with_its_rank(browser):
    rules = browser.get(reverse("help_calls")).context["rules"]
    assert [rule.rank for rule in rules] == ["A", "A", "E", "E", "E", "F", "F"]
    assert "不是法律" in page(browser, "help_calls")


def test_a_call_can_be_put_down_from_the_page_about_calls(browser):
    assert reverse("call_new") in page(browser, "help_calls")
    assert reverse("help_calls") in page(browser, "call_new")


def test_each_word_can_be_pointed_at_and_no_two_share_an_anchor(browser):
    anchors = re.findall(r'<div id="([\w-]+)"><dt>', page(browser, "help_words"))
    assert len(anchors) == len(set(anchors)) > 15
    assert "certificate" in anchors


def test_whoever_has_no_proof_yet_finds_out_what_one_is(browser, owner):
    loan = settled_loan(owner)
    asked = browser.get(reverse("proof_new", args=[loan.pk])).content.decode()
    assert f"{reverse('help_words')}#certificate" in asked


def test_whoever_is_not_signed_in_is_asked_to(client, owner):
    assert client.get(reverse("help_calls"))["Location"].startswith(reverse("account_login"))
