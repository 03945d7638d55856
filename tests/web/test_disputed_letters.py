"""The letters of a dispute as pages: found from the path, shortened, recorded as sent, proposed when one is late."""

import hashlib
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from debts.actions import close_dispute, correct, open_dispute, record_step
from debts.dossier.verification import verify
from debts.models import Dispute, DisputeStep, EvidenceEntry, Message
from debts.models.disputes import Outcome
from tests.dossier.test_disputed_letters import finance
from tests.web.ledgers import AFTER, certificate, open_loan, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dispute(owner):
    return finance(owner)


def address(dispute, kind="lender_complaint"):
    return reverse("letter_of_dispute", args=[dispute.pk, kind])


def page(browser, url, **query):
    answer = browser.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(browser, dispute, kind="lender_complaint", **changes):
    given = {"as": "sent", "text": "投诉\n\n第一行\r\n第二行", "day": "2025-10-30", "reference": "A1"}
    return browser.post(address(dispute, kind), {**given, **changes})


def test_the_path_leads_to_the_letter_whose_turn_it_is(browser, dispute):
    text = page(browser, reverse("dispute_letter", args=[dispute.pk]))
    assert f'href="{address(dispute, "police_statement")}"' in text  # one of the messages threatens
    assert f'href="{reverse("letters_of_dispute", args=[dispute.pk])}"' in text


def test_without_a_threat_the_first_letter_goes_to_the_lender(browser, owner):
    loan = settled_loan(owner)
    calm = open_dispute(write(owner), loan.lender, title="一", things=receive(owner, AFTER))
    assert f'href="{address(calm)}"' in page(browser, reverse("dispute_letter", args=[calm.pk]))


def test_the_letter_is_filled_and_says_what_is_missing_and_how_long_it_is(browser, dispute):
    text = page(browser, address(dispute))
    assert "三月十日还清，当天截了图。" in text
    assert "证据清单" not in text
    assert 'data-count="id_text"' in text


def test_missing_words_of_the_dispute_are_asked_for_where_they_are_written(browser, owner):
    loan = settled_loan(owner)
    bare = open_dispute(write(owner), loan.lender, title="一")
    text = page(browser, address(bare))
    assert "还没有写事情的经过" in text
    assert f'href="{reverse("dispute_edit", args=[bare.pk])}"' in text
    assert f'href="{reverse("dispute_what", args=[bare.pk])}"' in text


def test_a_sent_letter_becomes_a_step_with_its_words_its_hash_and_its_sheet(browser, owner, dispute):
    answer = post(browser, dispute)
    assert answer["Location"] == reverse("dispute_answer", args=[dispute.pk])
    step = DisputeStep.objects.get()
    assert (step.kind, step.channel, step.letter, step.reference) == ("sent", "lender", "lender_complaint", "A1")
    assert step.text == "投诉\n\n第一行\n第二行"
    assert step.attachment.media_type == "application/pdf"
    text = page(browser, reverse("dispute_answer", args=[dispute.pk]))
    assert hashlib.sha256(step.text.encode()).hexdigest() in text
    assert step.attachment.sha256 in text
    assert verify(owner).problems == ()


def test_periods_run_from_the_day_of_the_letter(browser, dispute):
    post(browser, dispute)
    assert "2025-11-14" in page(browser, reverse("dispute_answer", args=[dispute.pk]))


def test_a_letter_that_no_channel_takes_is_noted_and_starts_no_period(browser, dispute):
    post(browser, dispute, "collector_reply")
    assert DisputeStep.objects.get().kind == "note"
    text = page(browser, reverse("dispute_answer", args=[dispute.pk]))
    assert "给催收方的一次性答复" in text
    assert "还没有递交" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2025-11-02"}, "日期在将来"),
        ({"day": ""}, "请填写日期"),
        ({"day": "昨天"}, "不像一个日期"),
        ({"text": "电话：（请填写）"}, "还有 1 行没有填完"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(browser, dispute, changes, words):
    text = post(browser, dispute, **changes).content.decode()
    assert words in text
    assert "A1" in text
    assert not DisputeStep.objects.exists()


def test_a_closed_dispute_takes_no_letter(browser, owner, dispute):
    close_dispute(write(owner), dispute, Outcome.GRANTED)
    assert "已经寄出，记下来" not in page(browser, address(dispute))
    entries = EvidenceEntry.objects.count()
    assert post(browser, dispute)["Location"] == reverse("dispute_outcome", args=[dispute.pk])
    assert EvidenceEntry.objects.count() == entries


def test_a_letter_without_a_dispute_is_not_recorded(browser, dispute):
    url = reverse("letter_of_lender", args=[dispute.lender_id, "lender_complaint"])
    assert "已经寄出，记下来" not in page(browser, url)


def test_a_short_version_is_offered_for_the_field_of_a_form(browser, dispute):
    assert "改成短的" in page(browser, address(dispute, "nifa"))
    text = page(browser, address(dispute, "nifa"), longest="300")
    assert "最多 300 字" in text
    assert "民法典" not in text


def test_the_unaltered_originals_for_12321_are_never_shortened(browser, dispute):
    text = page(browser, address(dispute, "spam_12321"), longest="100")
    assert "改成短的" not in text
    assert AFTER in text


@pytest.mark.parametrize("longest", ["很多", "-5", "3", "99999999"])
def test_a_limit_that_is_none_is_said_and_the_letter_stays_whole(browser, dispute, longest):
    text = page(browser, address(dispute), longest=longest)
    assert "民法典" in text
    assert any(words in text for words in ("请写一个整数", "不能少于 50 字", "最多 20000 字"))


def test_what_is_too_long_for_the_form_is_not_handed_out(browser, dispute):
    answer = browser.post(f"{address(dispute)}?longest=100", {"as": "txt", "text": "字" * 101})
    assert "现在有 101 字，最多收 100 字" in answer.content.decode()


def test_a_letter_that_does_not_fit_leads_to_those_that_do(browser, dispute):
    answer = browser.get(address(dispute, "assignee_notice"))
    assert answer["Location"] == reverse("letters_of_dispute", args=[dispute.pk])
    assert browser.get(address(dispute, "nothing")).status_code == 404


def test_a_dispute_about_which_nothing_can_be_said_says_what_to_do(browser, owner):
    loan = open_loan(owner)
    empty = open_dispute(write(owner), loan.lender, title="一")
    text = page(browser, reverse("letters_of_dispute", args=[empty.pk]))
    assert "现在没有要写的信" in text
    assert reverse("dispute_what", args=[empty.pk]) in text


@pytest.mark.parametrize("response", ["empty", "refused", ""])
def test_the_next_channel_comes_with_its_letter_when_an_answer_is_late_or_empty(browser, owner, dispute, response):
    step = record_step(write(owner), dispute, kind="sent", channel="lender", day=date(2025, 8, 1))
    if response:
        given = {"kind": "answered", "answers": step, "day": date(2025, 8, 10)}
        record_step(write(owner), dispute, response=response, **given)
    text = page(browser, reverse("dispute_answer", args=[dispute.pk]))
    assert "可以往下一个渠道走了" in text
    assert f'href="{address(dispute, "nfra_12378")}"' in text


def test_the_advice_to_ask_for_a_certificate_leads_to_its_letter(browser, owner):
    loan = settled_loan(owner)
    (message,) = receive(owner, AFTER)
    letter = reverse("certificate_letter", args=[loan.pk])
    assert letter in page(browser, reverse("message", args=[message.pk]))
    certificate(owner, loan)
    assert f'href="{letter}"' not in page(browser, reverse("message", args=[Message.objects.get().pk]))


def test_the_list_of_letters_costs_no_more_for_more_messages(browser, owner, dispute, django_assert_max_num_queries):
    url = reverse("letters_of_dispute", args=[Dispute.objects.get().pk])
    with django_assert_max_num_queries(24):
        page(browser, url)


@pytest.fixture
def rare(owner, dispute):
    """Names and words with characters that few fonts have, and pictures."""
    correct(write(owner), dispute.lender, name="𠮷㛃消费金融有限公司")
    return correct(write(owner), dispute, title="𠮷😀争议", story="㛃先生😀打来的。")


@pytest.mark.parametrize("stage", ["what", "cause", "letter", "sent", "answer", "outcome", "shares"])
def test_rare_characters_stand_on_every_page(browser, rare, stage):
    assert "𠮷😀争议" in page(browser, reverse(f"dispute_{stage}", args=[rare.pk]))


def test_a_letter_with_rare_characters_is_sent_and_kept_to_the_letter(browser, rare):
    text = page(browser, address(rare))
    assert "致：𠮷㛃消费金融有限公司" in text
    post(browser, rare, text="投诉\n\n㛃先生😀打来的。")
    step = DisputeStep.objects.get()
    assert step.text == "投诉\n\n㛃先生😀打来的。"
    with default_storage.open(step.attachment.path) as file:
        assert file.read().startswith(b"%PDF")
