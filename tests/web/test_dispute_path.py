"""A dispute as a guided path: each stage, what it says is missing, and how many questions it asks the database."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import add_items, correct, record_step
from debts.models import Dispute, DisputeItem, DisputeStep, ImportBatch, Message
from tests.web.ledgers import AFTER, certificate, introduce, open_loan, page, receive, settled_loan, write
from tests.web.ledgers import sent as send

pytestmark = pytest.mark.usefixtures("clock")
STAGES = ["what", "cause", "letter", "sent", "answer", "outcome"]


@pytest.fixture
def loan(owner):
    introduce(owner)
    loan = settled_loan(owner)
    correct(write(owner), loan.lender, kind="consumer_finance")
    receive(owner, AFTER)
    return loan


@pytest.fixture
def dispute(browser, loan):
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "结清后催收", "requests": ["confirm"]})
    return Dispute.objects.get()


def test_the_list_offers_to_open_a_dispute(browser, loan):
    answer = browser.get(reverse("disputes")).content.decode()
    assert reverse("dispute_lender_new", args=[loan.lender_id]) in answer


def test_opening_puts_the_flagged_messages_in_as_exhibits(dispute):
    assert [item.message.text for item in DisputeItem.objects.all()] == [AFTER]
    assert dispute.requests == ["confirm"]


def test_opening_puts_the_proofs_of_the_settlement_first(browser, owner, loan):
    proof = certificate(owner, loan)
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "结清后催收"})
    assert [item.proof or item.message.text for item in DisputeItem.objects.order_by("number")] == [proof, AFTER]


def test_a_message_without_a_dispute_leads_to_a_new_one_with_its_lender(browser, loan):
    text = page(browser, "dispute_message", Message.objects.get().pk)
    assert reverse("dispute_lender_new", args=[loan.lender_id]) in text


def test_a_title_that_is_missing_is_asked_for_and_the_story_stays(browser, loan):
    answer = browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "", "story": "三月还清"})
    assert "请写一个名字" in answer.content.decode()
    assert "三月还清" in answer.content.decode()
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_opens_with_nothing_in_the_dispute(browser, owner, stage):
    loan = open_loan(owner)
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "还没有消息"})
    text = page(browser, f"dispute_{stage}", Dispute.objects.get().pk)
    assert 'aria-current="step"' in text


def test_the_dispute_opens_where_it_stands(browser, owner, dispute):
    assert browser.get(reverse("dispute", args=[dispute.pk]))["Location"].endswith("/what/")
    correct(write(owner), dispute, story="三月还清，五月又被催。")
    assert browser.get(reverse("dispute", args=[dispute.pk]))["Location"].endswith("/cause/")
    send(owner, dispute)
    assert browser.get(reverse("dispute", args=[dispute.pk]))["Location"].endswith("/answer/")


def test_the_likely_cause_comes_with_its_next_step(browser, dispute):
    text = page(browser, "dispute_cause", dispute.pk)
    assert "对方的系统或催收名单没有更新" in text
    assert "不是结论" in text


def test_without_messages_the_page_says_that_nothing_can_be_guessed(browser, owner):
    loan = open_loan(owner)
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "还没有消息"})
    assert "还没有消息可以看" in page(browser, "dispute_cause", Dispute.objects.get().pk)


def test_what_is_missing_is_said_before_anything_is_sent(browser, dispute):
    text = page(browser, "dispute_letter", dispute.pk)
    assert "还没有写经过" in text
    assert "还没有结清的证明材料" in text
    assert "还没有写机构的地址" in text


def test_the_lender_comes_first_and_the_regulator_later(browser, dispute):
    text = page(browser, "dispute_sent", dispute.pk)
    assert text.index("现在可以递交") < text.index("向机构投诉") < text.index("以后再说") < text.index("12378")
    assert "第十八条" in text
    assert "（部门规章）" in text
    assert "不保证结果" in text


def test_threats_put_the_police_first(browser, owner, loan):
    receive(
        owner,
        "【苏宁消金】许大江，再不还钱就让你全家不得安宁，知道你家住哪，后果自负。",
        received_at="2024-06-01 10:00",
    )
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "威胁"})
    text = page(browser, "dispute_sent", Dispute.objects.get().pk)
    assert text.index("现在就联系") < text.index("公安机关") < text.index("现在可以递交")


def test_a_loan_of_hong_kong_gets_no_mainland_channel(browser, owner):
    loan = settled_loan(owner, region="HK")
    browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": "香港", "loan": loan.pk})
    text = page(browser, "dispute_sent", Dispute.objects.get().pk)
    assert "大陆以外" in text
    assert "12378" not in text


def test_an_unknown_kind_of_lender_is_said_to_leave_periods_open(browser, owner, dispute):
    correct(write(owner), dispute.lender, kind="")
    send(owner, dispute)
    assert "还不知道这家机构的类型" in page(browser, "dispute_answer", dispute.pk)


def test_what_was_sent_shows_until_when_an_answer_is_due(browser, owner, dispute):
    send(owner, dispute, day=date(2025, 10, 25), reference="TS-20251025")
    text = page(browser, "dispute_answer", dispute.pk)
    assert "等待答复" in text
    assert "2025-11-09" in text
    assert "还有 8 天" in text
    assert "TS-20251025" in text
    assert "可以往下一个渠道走了" not in text


def test_a_late_answer_leads_to_the_next_channel(browser, owner, dispute):
    send(owner, dispute, day=date(2025, 10, 1))
    text = page(browser, "dispute_answer", dispute.pk)
    assert "首个期限已过" in text
    assert text.index("可以往下一个渠道走了") < text.index("12378")


def test_an_answer_stops_the_period(browser, owner, dispute):
    sent = send(owner, dispute, day=date(2025, 10, 1))
    answer = {"answers": sent.pk, "day": "2025-10-10", "response": "granted"}
    browser.post(f"{reverse('dispute_step_new', args=[dispute.pk])}?kind=answered", answer)
    text = page(browser, "dispute_answer", dispute.pk)
    assert "已经答复" in text
    assert "已过" not in text
    assert browser.get(reverse("dispute", args=[dispute.pk]))["Location"].endswith("/outcome/")


def test_the_deadlines_can_be_taken_into_a_calendar(browser, owner, dispute):
    send(owner, dispute, day=date(2025, 10, 25))
    assert "把期限放进日历" in page(browser, "dispute_answer", dispute.pk)
    answer = browser.get(reverse("dispute_calendar", args=[dispute.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20251109" in answer.content.decode()


def test_the_bundle_of_a_dispute_is_a_download(browser, dispute):
    answer = browser.post(reverse("dispute_bundle", args=[dispute.pk]))
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_a_lender_that_has_a_dispute_cannot_be_taken_back(browser, dispute):
    answer = browser.post(reverse("lender_remove", args=[dispute.lender_id]), follow=True)
    assert "有争议的要留着" in answer.content.decode()


def test_an_empty_answer_leads_on_as_well(browser, owner, dispute):
    sent = send(owner, dispute, day=date(2025, 10, 25))
    fields = {"kind": "answered", "answers": sent, "response": "empty", "day": date(2025, 10, 28)}
    record_step(write(owner), dispute, **fields)
    assert "可以往下一个渠道走了" in page(browser, "dispute_answer", dispute.pk)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "2025-12-01"}, "日期在将来"),
        ({"day": "2025-09-01"}, "答复早于递交"),
        ({"response": ""}, "请选一项"),
        ({"day": "十月"}, "不像一个日期"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_the_reason(browser, owner, dispute, given, said):
    sent = send(owner, dispute)
    answer = {"answers": sent.pk, "day": "2025-10-10", "response": "refused", "text": "对方说没有记录", **given}
    text = browser.post(f"{reverse('dispute_step_new', args=[dispute.pk])}?kind=answered", answer).content.decode()
    assert said in text
    assert "对方说没有记录" in text
    assert DisputeStep.objects.count() == 1


def test_an_answer_without_anything_sent_is_told_what_comes_first(browser, dispute):
    assert "还没有记过递交" in page(browser, "dispute_step_new", dispute.pk, kind="answered")


@pytest.mark.parametrize("kind", ["sent", "called", "note", "nonsense"])
def test_every_kind_of_step_has_its_form(browser, dispute, kind):
    assert 'name="day"' in page(browser, "dispute_step_new", dispute.pk, kind=kind)


def test_a_file_becomes_an_exhibit_and_keeps_its_bytes(browser, dispute):
    file = SimpleUploadedFile("客服.png", b"\x89PNG\r\n\x1a\n rest")
    browser.post(reverse("dispute_file", args=[dispute.pk]), {"file": file, "note": "聊天截图"})
    assert "聊天截图" in page(browser, "dispute_what", dispute.pk)
    assert DisputeItem.objects.latest("number").attachment.original_name == "客服.png"


def test_a_file_that_is_no_evidence_is_refused(browser, dispute):
    file = SimpleUploadedFile("证明.pdf", b"<!doctype html><script>1</script>")
    text = browser.post(reverse("dispute_file", args=[dispute.pk]), {"file": file}).content.decode()
    assert "内容其实是网页" in text
    assert DisputeItem.objects.count() == 1


def test_chosen_proofs_and_messages_are_added_and_nothing_else(browser, owner, loan, dispute):
    proof = certificate(owner, loan)
    (later,) = receive(owner, f"{AFTER}速", received_at="2024-07-01 09:00")
    receive(owner, f"{AFTER}急", received_at="2024-07-02 09:00")
    browser.post(reverse("dispute_items", args=[dispute.pk]), {"proof": [proof.pk, "x"], "message": [later.pk]})
    assert [item.thing for item in DisputeItem.objects.all()][1:] == [later, proof]


def test_a_message_of_any_verdict_can_be_added_from_its_own_page(browser, owner, dispute):
    (harmless,) = receive(owner, "【苏宁消金】您的任性贷已全部结清，感谢您的支持。", received_at="2024-03-10 16:00")
    assert reverse("dispute_message", args=[harmless.pk]) in page(browser, "message", harmless.pk)
    assert "结清后催收" in page(browser, "dispute_message", harmless.pk)
    browser.post(reverse("dispute_message", args=[harmless.pk]), {"dispute": dispute.pk})
    assert DisputeItem.objects.latest("number").message == harmless


def test_without_an_open_dispute_the_page_says_where_to_open_one(browser, loan):
    assert "还没有正在处理的争议" in page(browser, "dispute_message", Message.objects.get().pk)


def test_nothing_chosen_is_said(browser, dispute):
    answer = browser.post(reverse("dispute_items", args=[dispute.pk]), follow=True)
    assert "还没有选" in answer.content.decode()


def test_a_message_that_is_an_exhibit_cannot_be_taken_back_and_the_page_says_why(browser, dispute):
    message = Message.objects.get()
    answer = browser.post(reverse("message_remove", args=[message.pk]), follow=True)
    assert "它是争议“结清后催收”的证据" in answer.content.decode()
    message.refresh_from_db()
    assert message.removed_at is None


def test_a_removed_exhibit_leaves_its_number_behind(browser, owner, dispute):
    item = DisputeItem.objects.get()
    browser.post(reverse("dispute_item_remove", args=[item.pk]))
    (again,) = add_items(write(owner), dispute, [Message.objects.get()])
    assert again.number == item.number + 1


def test_a_closed_dispute_only_shows_and_can_be_reopened(browser, owner, dispute):
    browser.post(reverse("dispute_close", args=[dispute.pk]), {"outcome": "granted", "note": "已发结清证明"})
    assert "已发结清证明" in page(browser, "dispute_outcome", dispute.pk)
    assert "已经结束" in page(browser, "dispute_what", dispute.pk)
    answer = browser.post(reverse("dispute_items", args=[dispute.pk]), {"all": "1"}, follow=True)
    assert "已经结束" in answer.content.decode()
    browser.post(reverse("dispute_reopen", args=[dispute.pk]))
    dispute.refresh_from_db()
    assert dispute.is_open


def test_closing_needs_an_outcome(browser, dispute):
    answer = browser.post(reverse("dispute_close", args=[dispute.pk]), {"note": "再看看"}).content.decode()
    assert "请选一项结果" in answer
    assert "再看看" in answer


def test_an_answered_step_is_not_taken_back_before_its_answer(browser, owner, dispute):
    sent = send(owner, dispute)
    record_step(write(owner), dispute, kind="answered", answers=sent, response="refused", day=date(2025, 10, 9))
    answer = browser.post(reverse("dispute_step_remove", args=[sent.pk]), follow=True)
    assert "请先撤回答复" in answer.content.decode()


def test_the_list_shows_how_a_dispute_stands(browser, owner, dispute):
    send(owner, dispute, day=date(2025, 10, 1))
    text = browser.get(reverse("disputes")).content.decode()
    assert "首个期限已过" in text
    assert reverse("dispute", args=[dispute.pk]) in text


def test_the_form_keeps_what_was_written_before(browser, dispute):
    browser.post(
        reverse("dispute_edit", args=[dispute.pk]),
        {"title": "新名字", "story": "三月十日还清", "requests": ["stop"], "own_requests": "删掉旧号码"},
    )
    text = page(browser, "dispute_edit", dispute.pk)
    assert "三月十日还清" in text
    assert "删掉旧号码" in text


@pytest.mark.parametrize("stage", STAGES)
def test_two_hundred_messages_ask_no_more_questions(browser, owner, dispute, stage, django_assert_max_num_queries):
    texts = [f"{AFTER}编号{number}" for number in range(200)]
    add_items(write(owner), dispute, receive(owner, *texts, received_at="2024-08-01 09:00"))
    certificate(owner, dispute.lender.loans.get())
    sent = send(owner, dispute)
    record_step(write(owner), dispute, kind="answered", answers=sent, response="refused", day=date(2025, 10, 9))
    browser.get(reverse("disputes"))
    with django_assert_max_num_queries(12):
        page(browser, f"dispute_{stage}", dispute.pk)


def test_the_list_of_many_disputes_asks_no_more_questions(browser, owner, loan, dispute, django_assert_max_num_queries):
    for number in range(20):
        browser.post(reverse("dispute_lender_new", args=[loan.lender_id]), {"title": f"争议{number}"})
    with django_assert_max_num_queries(12):
        browser.get(reverse("disputes"))


def test_many_exhibits_are_shown_page_by_page(browser, owner, dispute):
    texts = [f"{AFTER}第{number}条" for number in range(120)]
    add_items(write(owner), dispute, receive(owner, *texts, received_at="2024-08-01 09:00"))
    address = reverse("dispute_item_remove", args=[DisputeItem.objects.get(number=121).pk])
    assert address not in page(browser, "dispute_what", dispute.pk)
    assert address in page(browser, "dispute_what", dispute.pk, page="3")


def test_an_import_that_brought_evidence_is_not_undone_and_the_page_says_why(browser, dispute):
    batch = ImportBatch.objects.latest("pk")
    ImportBatch.objects.filter(pk=batch.pk).update(form="paste")
    answer = browser.post(reverse("import_undo", args=[batch.pk]), follow=True)
    assert "它是争议“结清后催收”的证据" in answer.content.decode()
    assert Message.objects.get().removed_at is None
