"""What was typed is not lost where the sign-in had ended meanwhile, or the page had grown too old."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.ledgers import AFTER

pytestmark = pytest.mark.usefixtures("clock")
HERE, ELSEWHERE = "http://testserver", "https://evil.example"
LOAN = {"lender": "老王", "principal": "5000", "note": "第一行\n第二行", "csrfmiddlewaretoken": "old"}


@pytest.fixture
def careful(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    return client


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))


def test_whoever_was_signed_out_meanwhile_gets_back_what_was_typed(client, owner):
    page = client.post(reverse("loan_new"), LOAN)
    assert page.status_code == 403
    assert "请先在新标签页里登录" in page.content.decode()
    typed = hidden(page)
    assert (typed["lender"], typed["principal"], typed["note"]) == ("老王", "5000", "第一行\n第二行")
    assert f'action="{reverse("loan_new")}"' in page.content.decode()


def test_a_page_that_is_too_old_hands_back_what_was_typed_with_a_new_token(careful):
    page = careful.post(reverse("loan_new"), LOAN, headers={"origin": HERE})
    assert (page.status_code, hidden(page)["lender"]) == (403, "老王")
    again = careful.post(reverse("loan_new"), hidden(page), headers={"origin": HERE})
    assert again.status_code == 302


def test_nothing_that_another_site_has_sent_is_handed_back(careful):
    for headers in ({"origin": ELSEWHERE}, {"origin": "null"}, {}):
        page = careful.post(reverse("loan_new"), LOAN, headers=headers)
        assert (page.status_code, "老王" in page.content.decode()) == (403, False)


def test_the_answer_stays_in_no_cache_and_holds_no_password(client, owner):
    page = client.post(reverse("mailbox"), {"host": "imap.example.com", "password": "geheim"})
    assert "no-store" in page["Cache-Control"]
    assert "geheim" not in page.content.decode()
    assert "密码不在里面" in page.content.decode()


def test_a_file_is_said_to_be_chosen_anew(client, owner):
    file = SimpleUploadedFile("短信.xml", b"<smses/>")
    assert "选过的文件" in client.post(reverse("imports"), {"file": file}).content.decode()


def test_markup_that_was_typed_stays_text(client, owner):
    page = client.post(reverse("loan_new"), {"lender": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.content.decode()


def test_a_button_without_words_leads_to_the_sign_in_page(client, owner):
    answer = client.post(reverse("account_close"), {"csrfmiddlewaretoken": "old"})
    assert answer["Location"].startswith(reverse("account_login"))


def test_where_a_part_of_the_page_was_asked_for_the_whole_page_comes(client, owner):
    page = client.post(reverse("check"), {"paste": AFTER}, headers={"hx-request": "true"})
    assert (page.status_code, page["HX-Retarget"], page["HX-Reswap"]) == (200, "body", "innerHTML")
    assert hidden(page)["paste"] == AFTER
