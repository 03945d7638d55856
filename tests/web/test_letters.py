"""The page of the letter: shown, changed, taken along."""

import re

import pytest
from django.urls import reverse

from debts.actions import open_dispute
from debts.dossier.pdf import RenderingError
from debts.models import DisputeStep, Loan
from debts.web.letters import handing
from tests.web.ledgers import certificate, introduce, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def address(owner):
    return reverse("certificate_letter", args=[settled_loan(owner).pk])


def test_the_letter_stands_in_a_field_that_can_be_changed(browser, address):
    text = browser.get(address).content.decode()
    assert "关于出具结清证明的申请" in text
    assert "法律没有写明机构必须出具结清证明" in text


def test_the_page_says_how_long_the_letter_is(browser, address):
    text = browser.get(address).content.decode()
    assert re.search(r'<b data-count="id_text">[1-9]\d{2,3}</b>', text)


def test_what_is_missing_is_said_before_it_is_sent_with_the_way_there(browser, owner, address):
    text = browser.get(address).content.decode()
    assert "没有您的姓名" in text
    assert f'href="{reverse("settings")}"' in text
    introduce(owner)
    assert "没有您的姓名" not in browser.get(address).content.decode()


def test_the_text_goes_out_as_it_was_changed(browser, address):
    answer = browser.post(address, {"text": "改过的信\r\n第二行", "as": "txt"})
    assert b"".join(answer.streaming_content).decode().splitlines() == ["改过的信", "第二行"]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_pdf_goes_out_as_a_download(browser, address):
    answer = browser.post(address, {"text": "改过的信\n第二行", "as": "pdf"})
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_sheet_to_print_shows_text_and_never_markup(browser, address):
    text = browser.post(address, {"text": "改过的信<script>x</script>", "as": "print"}).content.decode()
    assert "改过的信&lt;script&gt;" in text


@pytest.mark.parametrize(("length", "is_kept"), [(20_000, True), (20_001, False)])
def test_a_letter_has_a_longest_length(browser, address, length, is_kept):
    answer = browser.post(address, {"text": "信" * length, "as": "txt"})
    assert (answer["Content-Type"] == "text/plain; charset=utf-8") is is_kept


def test_an_empty_letter_is_not_handed_out(browser, address):
    assert "信里没有内容" in browser.post(address, {"text": " ", "as": "pdf"}).content.decode()


def test_a_pdf_that_fails_loses_no_word(browser, address, monkeypatch):
    def fail(text, at):
        raise RenderingError("broken")

    monkeypatch.setattr(handing, "letter_as_pdf", fail)
    text = browser.post(address, {"text": "改过的信", "as": "pdf"}).content.decode()
    assert "PDF 没有做成" in text
    assert "改过的信" in text


SENT = {"as": "sent", "text": "申请\n\n改过的", "day": "2025-10-30", "reference": "A1"}


@pytest.fixture
def dispute(owner, address):
    loan = Loan.objects.get()
    return open_dispute(write(owner), loan.lender, loan=loan, title="一", things=[certificate(owner, loan)])


def test_a_letter_that_was_sent_becomes_a_step_of_the_dispute_about_the_loan(browser, dispute, address):
    answer = browser.post(address, SENT)
    assert answer["Location"] == reverse("dispute_answer", args=[dispute.pk])
    step = DisputeStep.objects.get()
    assert (step.kind, step.channel, step.letter) == ("sent", "certificate-request", "certificate")
    assert step.text == "申请\n\n改过的"


def test_what_is_awaited_is_a_yardstick_of_fifteen_working_days_and_no_legal_period(browser, dispute, address):
    browser.post(address, SENT)
    text = browser.get(reverse("dispute_answer", args=[dispute.pk])).content.decode()
    assert "结清证明申请" in text
    assert "2025-11-20" in text
    assert "法律只要求及时，没有规定天数" in text


def test_the_enclosures_bear_the_numbers_of_the_exhibits(browser, dispute, address):
    assert "JQ-08，争议证据1）" in browser.get(address).content.decode()


def test_a_closed_dispute_takes_no_letter_and_the_page_leads_to_a_new_one(browser, dispute, address):
    browser.post(reverse("dispute_close", args=[dispute.pk]), {"outcome": "granted"})
    text = browser.get(address).content.decode()
    assert 'value="sent"' not in text
    assert reverse("dispute_lender_new", args=[dispute.lender_id]) in text
    browser.post(address, SENT)
    assert not DisputeStep.objects.exists()


def test_the_dispute_leads_to_the_letter_under_its_channel(browser, dispute, address):
    text = browser.get(reverse("dispute_sent", args=[dispute.pk])).content.decode()
    assert "向机构申请结清证明" in text
    assert f'href="{address}"' in text
