import io
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import decide, receive_messages
from debts.actions.imports import begin_import
from debts.importing import background
from debts.models import Attachment, BatchState, ImportBatch, Message, Twin
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage
from tests.importing.backups import FIRST, many
from tests.web.ledgers import AFTER, NOW, at, settled_loan, write

pytestmark = pytest.mark.usefixtures("uploads")


@pytest.fixture
def started(monkeypatch):
    """The batches for which a process would be started."""
    batches = []
    monkeypatch.setattr("debts.importing.handing_in.start", batches.append)
    monkeypatch.setattr("debts.web.imports.views.start", batches.append)
    monkeypatch.setattr("debts.importing.background.start", batches.append)
    return batches


def upload(client, content, name="sms.xml", **fields):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(reverse("imports"), {"file": file, **fields})


def jsonl(*texts):
    row = '{{"text": "{}", "received_at": "2024-05-05T10:22:0{}+08:00", "sender": "10690000"}}'
    return "\n".join(row.format(text, place) for place, text in enumerate(texts))


def page_of(client, batch=None):
    return client.get(reverse("import", args=[(batch or ImportBatch.objects.get()).pk])).content.decode()


def test_the_page_says_how_each_app_exports(browser):
    assert "请不要给导出文件加密" in browser.get(reverse("imports")).content.decode()
    page = browser.get(reverse("imports"), headers={"accept-language": "en"}).content.decode()
    assert "Please do not encrypt the export" in page


def test_a_small_file_is_imported_while_its_owner_waits(browser, owner, uploads, started, monkeypatch):
    monkeypatch.setattr("debts.importing.handing_in.PATIENCE", 60)  # the first in a process reads the rulebook as well
    settled_loan(owner)
    answer = upload(browser, jsonl(AFTER, "晚上吃什么"))
    batch = ImportBatch.objects.get(source="sms.xml")
    assert answer["Location"] == reverse("import", args=[batch.pk])
    assert (batch.state, batch.new, started, list(uploads.iterdir())) == (BatchState.DONE, 2, [], [])


def test_the_report_leads_to_the_messages_that_contradict_the_ledger(browser, owner, clock):
    settled_loan(owner)
    upload(browser, jsonl(AFTER, "晚上吃什么"))
    page = page_of(browser)
    assert "1 条与账本不符" in page
    inbox = browser.get(f"{reverse('messages')}?group=flagged&batch={ImportBatch.objects.get().pk}").content.decode()
    assert ("任性贷已逾期" in inbox, "晚上吃什么" in inbox) == (True, False)


def test_the_original_is_kept_only_where_its_owner_says_so(browser):
    upload(browser, jsonl("晚上吃什么"))
    assert not Attachment.objects.exists()
    upload(browser, jsonl("晚上吃什么"), keep="on")
    assert Attachment.objects.get().sha256 == ImportBatch.objects.get().sha256
    assert "原文件已存为证据" in page_of(browser)


def test_what_takes_longer_goes_on_beside_the_request(  # noqa: PLR0917 - fixtures
    browser, monkeypatch, started, tmp_path, uploads, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("debts.importing.handing_in.PATIENCE", 0)
    monkeypatch.setattr("debts.importing.running.chunks", _in_tens)
    with django_capture_on_commit_callbacks(execute=True):
        upload(browser, many(tmp_path / "a.xml", 50).read_bytes())
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.read, started) == (BatchState.READING, 10, [batch])
    page = page_of(browser)
    assert f'<a href="{reverse("import", args=[batch.pk])}">刷新</a>' in page
    assert "10 条" in page
    background.work_on(batch, NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.read, list(uploads.iterdir())) == (BatchState.DONE, 50, [])


def _in_tens(*arguments, **options):
    from debts.importing.chunks import chunks  # noqa: PLC0415 - the one that the name stood for

    return chunks(*arguments, **{**options, "size": 10})


def test_an_import_that_nobody_works_on_is_taken_up_by_the_next_visit_and_once_only(browser, owner, started, clock):
    batch = begin_import(write(owner), source="a", sha256="a", form="auto", upload="a")
    page_of(browser, batch)
    assert started == []
    clock.move_to(NOW + timedelta(minutes=1))
    page_of(browser, batch)
    browser.get(reverse("import_progress", args=[batch.pk]), headers={"HX-Request": "true"})
    assert started == [batch]


def test_the_progress_is_a_part_of_the_page_and_ends_by_showing_it_anew(browser, owner, started, clock):
    batch = begin_import(write(owner), source="a", sha256="a", form="auto", upload="a")
    ImportBatch.objects.update(read=500, report={"share": 0.25}, recorded_at=NOW - timedelta(minutes=1))
    address = reverse("import_progress", args=[batch.pk])
    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("读了 25%，500 条；还要大约 3 分钟" in part, "<html" in part) == (True, False)
    assert browser.get(address)["Location"] == reverse("import", args=[batch.pk])
    ImportBatch.objects.update(state=BatchState.DONE)
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x7fELF\x02\x01\x01", "认不出这是什么文件"),
        (b"  \n ", "文件是空的"),
        (b"PK\x03\x04junk", "压缩包损坏或不完整"),
    ],
)
def test_a_file_that_nobody_reads_is_refused_with_what_to_do(browser, content, words, uploads):
    page = upload(browser, content).content.decode()
    assert words in page
    assert (ImportBatch.objects.count(), list(uploads.iterdir())) == (0, [])


def test_no_file_an_empty_one_and_a_too_large_one_are_each_said(browser, settings):
    assert "请先选一个文件" in browser.post(reverse("imports"), {}).content.decode()
    assert "0 字节" in upload(browser, b"").content.decode()
    settings.MAX_IMPORT_MEGABYTES = 0
    assert "超过了 0 MB 的上限" in upload(browser, jsonl("一")).content.decode()


def test_the_report_says_what_was_skipped_what_is_unreadable_and_where(browser):
    upload(browser, '{"text": "还钱"}\nnonsense\n{"text": 5}')
    page = page_of(browser)
    assert ("第 2 行" in page, "第 3 行 (text)" in page) == (True, True)
    assert "请重新导出" in page


def test_the_same_file_again_leads_to_its_import_and_says_that_nothing_is_new(browser, uploads):
    upload(browser, jsonl("一", "二"))
    upload(browser, jsonl("一", "二"))
    assert "这个文件以前导入过" in page_of(browser)
    assert (Message.objects.count(), list(uploads.iterdir())) == (2, [])


def test_another_file_with_the_same_messages_says_that_nothing_is_new(browser):
    upload(browser, jsonl("一", "二"))
    upload(browser, jsonl("一", "二") + "\n")
    assert "没有新消息" in page_of(browser, ImportBatch.objects.last())
    assert Message.objects.count() == 2


def test_an_import_is_undone_after_a_question(browser, started):
    upload(browser, jsonl("一", "二"))
    address = reverse("import_undo", args=[ImportBatch.objects.get().pk])
    assert "存下的 2 条消息会一起撤回" in browser.get(address).content.decode()
    browser.post(address)
    assert (Message.objects.filter(removed_at=None).count(), started) == (0, [])
    assert "这次导入已在" in page_of(browser)
    assert browser.get(address).status_code == 302


def test_what_was_decided_about_is_named_instead_of_undone(browser, owner):
    upload(browser, jsonl("一", "二"))
    decide(write(owner), Message.objects.last(), DecisionKind.NOT_MINE)
    page = browser.post(reverse("import_undo", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "还不能撤回" in page
    assert Message.objects.filter(removed_at=None).count() == 2


def test_the_list_shows_imports_of_files_and_no_pastes(browser, owner):
    receive_messages(write(owner), [IncomingMessage("", "贴的", at("2024-05-05 10:22"))], source="贴来的")
    upload(browser, jsonl("一"), name="手机.jsonl")
    page = browser.get(reverse("imports")).content.decode()
    assert ("手机.jsonl" in page, "贴来的" in page) == (True, False)
    assert browser.get(reverse("import", args=[ImportBatch.objects.get(source="贴来的").pk])).status_code == 404


@pytest.fixture
def twin(owner):
    for source, seconds in (("a", 0), ("b", 61)):
        message = IncomingMessage("", "请还款", FIRST + timedelta(seconds=seconds), "10690000")
        receive_messages(write(owner), [message], source=source)
    return Twin.objects.get()


@pytest.mark.parametrize(("answer", "left"), [("joined", 1), ("apart", 2)])
def test_a_pair_is_answered_with_a_button_and_the_answer_undone_with_another(browser, owner, twin, answer, left):
    address = reverse("import_twin_answer", args=[twin.pk])
    assert "是同一条，并为一条" in browser.get(reverse("import_twins")).content.decode()
    browser.post(address, {"answer": answer})
    assert Message.objects.of(owner).count() == left
    assert "没有要问您的" in browser.get(reverse("import_twins")).content.decode()
    browser.post(address, {"answer": ""})
    assert Message.objects.of(owner).count() == 2
    assert "是同一条，并为一条" in browser.get(reverse("import_twins")).content.decode()


def test_a_pair_that_was_answered_in_another_tab_is_said_to_be(browser, owner, twin):
    address = reverse("import_twin_answer", args=[twin.pk])
    browser.post(address, {"answer": "apart"})
    page = browser.post(address, {"answer": "joined"}, follow=True).content.decode()
    assert "已经回答过" in page
    assert Message.objects.of(owner).count() == 2


@pytest.mark.parametrize("name", ["imports", "import", "import_twins"])
def test_the_pages_ask_the_database_a_fixed_number_of_times(browser, owner, twin, name, django_assert_max_num_queries):
    upload(browser, jsonl(*"一二三四五六七八九"))
    upload(browser, jsonl(*"十百千万"))
    batch = ImportBatch.objects.exclude(form="").first()
    with django_assert_max_num_queries(12):
        browser.get(reverse(name, args=[batch.pk] if name == "import" else []))


def test_a_flood_is_refused_before_it_is_read_and_a_backup_is_not(browser, client, settings):
    settings.MAX_PROOF_MEGABYTES, settings.MAX_IMPORT_MEGABYTES = 1, 50
    body = {"CONTENT_LENGTH": str(40 * 1024 * 1024), "wsgi.input": io.BytesIO(b"")}
    assert browser.post(reverse("check"), **body).status_code == 413
    assert client.post(reverse("imports"), **body).status_code == 413
    assert browser.post(reverse("imports"), **body).status_code != 413


def test_a_process_beside_the_server_leaves_nothing_behind(monkeypatch):
    begun = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: begun.append(command) or _Done())
    background.start(ImportBatch(pk=7))
    assert begun == [[sys.executable, "-m", "django", "resume_imports", "--batch", "7"]]


class _Done:
    def wait(self):
        return 0
