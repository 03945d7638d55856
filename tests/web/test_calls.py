"""Putting down what is no text, and files beside messages."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.dossier.verification import verify
from debts.models import Attachment, Lender, Message, MessageFile
from tests.conftest import NOW
from tests.web.ledgers import introduce, receive, settled_loan

pytestmark = pytest.mark.usefixtures("clock")
SOUND = b"ID3\x04\x00" + b"\x00" * 200
LAST_MINUTE = {"at_date": "2025-11-01", "at_time": "09:59"}


@pytest.fixture
def ledger(owner):
    introduce(owner)
    settled_loan(owner)
    return Lender.objects.get()


def form_of(kind):
    return f"{reverse('call_new')}?kind={kind}"


def put_down(browser, kind="call", **fields):
    required = {"call": {"answered": "yes"}, "others": {"recipient": "relative", "channel": "call"}}.get(kind, {})
    return browser.post(form_of(kind), {**LAST_MINUTE, **required, **fields}, follow=True).content.decode()


def recording(name="通话.mp3", content=SOUND):
    return SimpleUploadedFile(name, content)


def test_the_form_has_the_time_of_now(browser):
    answer = browser.get(reverse("call_new")).content.decode()
    assert re.search(r'name="at_date"[^>]*value="2025-11-01"', answer)
    assert re.search(r'name="at_time"[^>]*value="10:00', answer)


def test_one_tap_puts_down_a_missed_call(browser):
    browser.post(reverse("call_missed"))
    kept = Message.objects.get()
    assert (kept.text, kept.channel, kept.received_at) == ("未接来电", "call", NOW)


def test_two_taps_at_once_put_down_one_call(browser):
    assert {browser.post(reverse("call_missed")).status_code for _ in range(2)} == {302}
    assert Message.objects.count() == 1


def test_a_call_is_judged_like_a_message(browser, ledger):
    put_down(browser, lender=ledger.pk, sender="02988886666", minutes="3", words="任性贷逾期了，马上还1234.56元")
    kept = Message.objects.get()
    assert kept.text == ("来电接通，通话3分钟\n对方自称：苏宁消费金融有限公司\n对方说：任性贷逾期了，马上还1234.56元")
    assert (kept.sender, kept.verdict.code) == ("02988886666", "after_settlement")


def test_a_call_to_a_relative_is_one_to_a_relative(browser, ledger):
    put_down(browser, "others", lender=ledger.pk, recipient="relative", words="让许大江还任性贷，逾期90天了")
    kept = Message.objects.get()
    assert (kept.recipient, kept.channel) == ("relative", "call")
    assert "M3" in kept.verdict.findings.values_list("rule", flat=True)


@pytest.mark.parametrize(("kind", "text"), [("visit", "上门\n经过：来敲门"), ("letter", "收到信函\n内容：来敲门")])
def test_visits_and_letters_have_their_own_words(browser, kind, text):
    put_down(browser, kind, words="来敲门")
    assert (Message.objects.get().channel, Message.objects.get().text) == (kind, text)


def test_nothing_but_the_time_is_needed(browser):
    put_down(browser)
    assert Message.objects.get().text == "来电接通"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"at_date": "2025-11-02"}, "还没有到"),
        ({"at_date": ""}, "请补上日期"),
        ({"minutes": "三"}, "整数"),
        ({"minutes": "0"}, "不到一分钟"),
        ({"answered": "vielleicht"}, "vielleicht"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(browser, fields, complaint):
    answer = put_down(browser, words="说我逾期了", **fields)
    assert complaint in answer
    assert "说我逾期了" in answer
    assert not Message.objects.exists()


def test_the_moment_of_now_is_past_enough(browser):
    put_down(browser, at_date="2025-11-01", at_time="10:00:00")
    assert Message.objects.get().received_at == NOW
    assert "还没有到" in put_down(browser, at_date="2025-11-01", at_time="10:00:01")


def test_nobody_elses_lender_can_be_named(browser, client_of, stranger, ledger):
    assert Lender.objects.get().name not in client_of(stranger).get(reverse("call_new")).content.decode()
    client_of(stranger).post(form_of("call"), {**LAST_MINUTE, "answered": "yes", "lender": ledger.pk})
    assert not Message.objects.filter(owner=stranger).exists()


def test_an_unknown_kind_is_a_call(browser):
    assert browser.get(form_of("telepathie")).status_code == 200


def test_a_recording_lies_beside_the_call_to_the_byte(browser, owner):
    answer = put_down(browser, file=recording())
    exhibit = MessageFile.objects.get()
    assert exhibit.attachment.size == len(SOUND)
    assert reverse("attachment", args=[exhibit.attachment.pk]) in answer
    assert verify(owner).problems == ()


@pytest.mark.parametrize("content", [b"<html><script>", b"", b"MZ\x90\x00", b"\x00\x01\x02"])
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(browser, content):
    put_down(browser, file=recording(content=content))
    assert Message.objects.count() + Attachment.objects.count() == 0


def test_a_file_too_large_is_refused(browser, settings):
    settings.MAX_PROOF_MEGABYTES = 0
    assert "超过了 0 MB" in put_down(browser, file=recording())


def test_a_file_can_come_later_and_be_taken_back(browser, owner):
    (row,) = receive(owner, "请还款")
    browser.post(reverse("message_file_new", args=[row.pk]), {"file": recording(), "note": "通话录音"})
    exhibit = MessageFile.objects.get()
    address = reverse("exhibit_remove", args=[exhibit.pk])
    assert "通话.mp3" in browser.get(address).content.decode()
    browser.post(address)
    assert "通话.mp3" not in browser.get(reverse("message", args=[row.pk])).content.decode()
    assert Attachment.objects.of(owner).count() == 1


def test_a_file_is_asked_for(browser, owner):
    (row,) = receive(owner, "请还款")
    assert "请选一个文件" in browser.post(reverse("message_file_new", args=[row.pk]), {"note": ""}).content.decode()


def test_nothing_is_put_down_by_looking(browser):
    assert browser.get(reverse("call_missed")).status_code == 405


def test_a_call_of_yesterday_may_be_put_down_today(browser):
    put_down(browser, at_date="2025-10-31", at_time="")
    assert Message.objects.get().received_at.date() == (NOW - timedelta(days=1)).date()
