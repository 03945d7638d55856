"""Taking the ledger elsewhere: each download is whole, the owner's own, and can be used."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from debts.actions import load_archive
from debts.dossier.archive import archive_of
from debts.dossier.exports import Format
from debts.intake.archive import parse_archive
from tests.dossier.books import check_journal
from tests.web.ledgers import AFTER, NOW, certificate, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


def download(client, form):
    answer = client.get(reverse("export_file", args=[form]))
    return answer, b"".join(answer.streaming_content)


def test_the_page_leads_to_every_download(browser):
    page = browser.get(reverse("export")).content.decode()
    assert all(f'href="{reverse("export_file", args=[form.value])}"' in page for form in Format)


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("archive", "jieqing-archive-2025-11-01.zip", "application/zip"),
        ("csv", "jieqing-csv-2025-11-01.zip", "application/zip"),
        ("beancount", "jieqing-beancount-2025-11-01.beancount", "text/plain; charset=utf-8"),
        ("hledger", "jieqing-hledger-2025-11-01.journal", "text/plain; charset=utf-8"),
    ],
)
def test_a_download_has_a_name_with_its_day(browser, owner, form, name, kind):
    settled_loan(owner)
    answer, content = download(browser, form)
    assert name in answer["Content-Disposition"]
    assert answer["Content-Type"] == kind
    assert int(answer["Content-Length"]) == len(content) > 100
    assert "no-store" in answer["Cache-Control"]


def test_the_whole_ledger_can_be_loaded_elsewhere(browser, owner, stranger):
    certificate(owner, settled_loan(owner))
    receive(owner, AFTER)
    _, content = download(browser, "archive")
    load_archive(write(stranger), parse_archive(content))
    mine, theirs = (archive_of(one, NOW) for one in (owner, stranger))
    assert all(mine[name] == theirs[name] for name in ("lenders", "loans", "messages", "profile"))


def test_the_archive_is_the_one_that_the_command_writes(browser, owner):
    settled_loan(owner)
    _, content = download(browser, "archive")
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert json.loads(container.read("ledger.json")) == archive_of(owner, NOW)


def test_the_journal_comes_out_even(browser, owner):
    settled_loan(owner)
    _, content = download(browser, "hledger")
    assert check_journal(content.decode()) == 5


def test_a_form_that_does_not_exist_is_no_page(browser):
    assert browser.get(reverse("export_file", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("form", [form.value for form in Format])
def test_a_stranger_downloads_their_own_ledger_only(client_of, owner, stranger, form):
    settled_loan(owner)
    receive(owner, AFTER)
    _, content = download(client_of(stranger), form)
    assert "任性贷".encode() not in content
    if form in {"archive", "csv"}:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            assert not any("任性贷".encode() in container.read(name) for name in container.namelist())


def test_a_failure_is_told_before_anything_is_sent(browser, owner, monkeypatch):
    browser.raise_request_exception = False
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    assert browser.get(reverse("export_file", args=["archive"])).status_code == 500


def test_downloads_leave_nothing_behind(browser, owner, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    download(browser, "archive")
    assert list(settings.HOME.iterdir()) == []
