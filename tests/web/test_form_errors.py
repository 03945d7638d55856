"""What stands above a form that was refused: which fields, what is still there and what has to be given again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import open_dispute
from tests.web.ledgers import lender_of, write

pytestmark = pytest.mark.usefixtures("clock")
STILL_HERE, FILE_AGAIN, PASSWORD_AGAIN = "您写的内容都还在", "请重新选择一次", "密码要重新输入"
OLD = {"lender": "招联金融", "principal": "1.2.3", "settled_on": "2024-01-10"}


@pytest.fixture
def browser(client, owner):
    client.force_login(owner)
    return client


def refused(client, name, *args, **data):
    return client.post(reverse(name, args=args), data).content.decode()


def test_a_long_form_leads_to_the_fields_that_need_a_change(browser):
    page = refused(browser, "loan_old", **OLD)
    assert STILL_HERE in page
    assert '<a href="#id_principal">借款金额</a>' in page
    assert 'id="id_principal"' in page


def test_a_file_is_asked_for_again_only_where_one_was_chosen(browser):
    assert FILE_AGAIN not in refused(browser, "loan_old", **OLD)
    file = SimpleUploadedFile("证明.jpg", b"\xff\xd8\xff\xe0")
    assert FILE_AGAIN in refused(browser, "loan_old", **OLD, file=file)


def test_what_was_typed_is_not_said_to_be_there_where_a_password_is_not(client, db):
    page = refused(client, "account_signup", username="a b", password1="kurz", password2="kurz")
    assert PASSWORD_AGAIN in page
    assert STILL_HERE not in page


def test_what_has_a_choice_from_the_start_does_not_ask_to_be_left_out(browser, owner):
    dispute = open_dispute(write(owner), lender_of(owner), title="结清后催收")
    page = browser.get(reverse("dispute_export", args=[dispute.pk])).content.decode()
    assert "<legend>文件用什么语言</legend>" in page
    assert '<legend>要遮盖什么 <span class="optional">可不填</span></legend>' in page
