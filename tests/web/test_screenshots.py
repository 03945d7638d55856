"""Pictures of messages: read, looked through by their owner, judged like a paste, and kept with what was corrected."""

import io
from contextlib import nullcontext

import pytest
from django.urls import reverse

from debts.importing.pictures import path_of
from debts.models import Attachment, Message, MessageFile, PictureInHand, PictureText
from debts.web.screenshots import handing_in
from tests.intake.screenshots.pictures import WORDS, drawn, saved, warm

__all__ = ["warm"]

pytestmark = pytest.mark.django_db
PICTURE = saved(drawn(WORDS))


@pytest.fixture(autouse=True)
def kept_warm(monkeypatch, warm):
    """One reader for all tests: starting it takes longer than reading."""
    monkeypatch.setattr(handing_in, "Recogniser", lambda: nullcontext(warm))


def handed_in(client, data=PICTURE, name="Screenshot_20240305.png"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("pictures"), {"pictures": [file]})


def corrected(words, **more):
    return {"channel": "sms", "day": "2024-03-05", "p0-sender": "10690000123456", "p0-0-words": words} | {
        "p0-0-whose": "received",
        **more,
    }


def test_what_was_read_stands_beside_the_picture(browser):
    page = browser.get(handed_in(browser)["Location"]).content.decode()
    assert WORDS in page
    assert "10690000123456" in page
    assert 'value="2024-03-05"' in page  # from the name of the file


def test_nothing_is_evidence_before_it_is_kept(browser):
    answer = browser.post(handed_in(browser)["Location"], corrected(WORDS))
    assert "verdict" in answer.content.decode()
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_the_picture_is_kept_with_what_was_read_and_what_was_corrected(browser):
    address = handed_in(browser)["Location"]
    page = browser.post(address, corrected("【招联金融】您的借款已逾期3天，应还2,234.56元")).context
    data = {"paste": page["form"]["paste"].value(), "pictures": page["pictures"], "keep": "all", "channel": "sms"}
    browser.post(reverse("check_keep"), {**data, "recipient": "self"})
    message, text = Message.objects.get(), PictureText.objects.get()
    assert (message.sender, message.text) == ("10690000123456", "【招联金融】您的借款已逾期3天，应还2,234.56元")
    assert MessageFile.objects.get().message == message
    assert text.attachment.size == len(PICTURE)
    assert WORDS in text.read
    assert "2,234.56" in text.corrected
    shown = browser.get(reverse("message", args=[message.pk])).content.decode()
    assert text.attachment.sha256 in shown
    assert "1,234.56" in shown


def test_without_a_received_message_nothing_is_checked_and_all_that_was_typed_stays(browser):
    answer = browser.post(handed_in(browser)["Location"], corrected("已经还了", **{"p0-0-whose": "own"}))
    page = answer.content.decode()
    assert "没有要查的消息" in page
    assert "已经还了" in page


@pytest.mark.parametrize(("data", "said"), [(b"GIF89a" + b"\0" * 20, "GIF"), (b"<html>", "这不是图片")])
def test_what_cannot_be_read_is_said_with_what_to_do(browser, data, said):
    assert said in browser.get(handed_in(browser, data)["Location"]).content.decode()


def test_no_picture_and_too_many_are_said(browser):
    assert "请先选一张截图" in browser.post(reverse("pictures")).content.decode()
    many = [io.BytesIO(b"x") for _ in range(11)]
    assert "一次最多选 10 张" in browser.post(reverse("pictures"), {"pictures": many}).content.decode()


def test_a_picture_on_the_import_page_is_looked_through_first(browser):
    file = io.BytesIO(PICTURE)
    file.name = "a.png"
    answer = browser.post(reverse("imports"), {"file": file})
    assert "/pictures/" in answer["Location"]
    assert not Message.objects.exists()


def test_a_stranger_sees_neither_the_picture_nor_what_was_read(browser, client_of, stranger):
    address = handed_in(browser)["Location"]
    other = client_of(stranger)
    assert other.get(address).status_code == 404
    assert other.post(address, corrected(WORDS)).status_code == 404
    assert other.get(f"{address}0/").status_code == 404
    shown = browser.get(f"{address}0/")
    assert shown["Content-Type"] == "image/png"
    assert shown.getvalue() == PICTURE
    shown.close()


def test_pictures_that_nobody_kept_are_forgotten_after_a_day(browser, clock):
    handed_in(browser, b"GIF89a0")
    first = PictureInHand.objects.get()
    clock.shift(2 * 24 * 3600)
    handed_in(browser, b"GIF89a1")
    assert PictureInHand.objects.get() != first
    assert not path_of(first.file).exists()
