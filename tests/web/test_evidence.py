"""The page about the evidence log."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.urls import reverse

from debts.models import EvidenceEntry, Loan
from debts.models.base import Fact
from debts.web.evidence.words import RECORDS
from debts.web.messages.causes import ACTIONS
from tests.web.ledgers import lender_of, settled_loan

LOGGED = re.compile(r'log_write\([\w.]+, "(\w+)"')


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def test_every_kind_of_record_and_of_entry_has_its_words():
    assert {model._meta.model_name for model in Fact.__subclasses__()} <= RECORDS.keys() | {"terms"}
    logged = {found for path in Path("debts/actions").glob("*.py") for found in LOGGED.findall(path.read_text("utf-8"))}
    assert len(logged) >= 6
    assert logged <= ACTIONS.keys()


def compared(browser, content, name="head.json"):
    return browser.post(reverse("evidence_compare"), {"head": SimpleUploadedFile(name, content)}).content.decode()


def kept(browser):
    return browser.get(reverse("evidence_head")).content


def test_the_log_is_shown_newest_first(browser, loan):
    page = browser.get(reverse("evidence")).content.decode()
    assert page.index("记入 · 结清") < page.index("记入 · 借款") < page.index("记入 · 机构")


def test_an_empty_log_says_what_will_stand_there(browser, owner):
    assert "还没有记录" in browser.get(reverse("evidence")).content.decode()


def test_a_sound_ledger_is_said_to_agree(browser, loan):
    assert "全部对得上" in browser.post(reverse("evidence_verify")).content.decode()


def test_a_changed_record_is_named_with_its_place(browser, loan):
    Loan.objects.filter(pk=loan.pk).update(principal=1)
    page = browser.post(reverse("evidence_verify")).content.decode()
    assert f"借款 {loan.ref}：内容和日志里最后一次记下的不一样" in page


def test_a_kept_head_agrees_with_a_log_that_only_grew(browser, owner, loan):
    head = kept(browser)
    assert "完全一致" in compared(browser, head)
    lender_of(owner)
    assert "只增加了新记录" in compared(browser, head)


def test_a_kept_head_finds_a_log_that_was_cut(browser, owner, loan):
    head = kept(browser)
    last = EvidenceEntry.objects.filter(owner=owner).latest("sequence").pk
    QuerySet(EvidenceEntry).filter(pk=last).delete()
    assert "日志比留存的树头短" in compared(browser, head)


@pytest.mark.parametrize("content", [b"{}", b"not json", "中文".encode("gb18030")])
def test_another_file_is_said_to_be_no_tree_head(browser, loan, content):
    assert "这不是从这里下载的树头文件" in compared(browser, content)


def test_older_entries_stand_on_further_pages(browser, owner):
    for _ in range(52):
        lender_of(owner)
    first = browser.get(reverse("evidence")).content.decode()
    assert 'rel="next" href="?before=3"' in first
    assert 'rel="next"' not in browser.get(reverse("evidence"), {"before": 3}).content.decode()


@pytest.mark.parametrize("before", ["x", "99999999999999999999", "-1"])
def test_a_nonsensical_page_is_the_first(browser, loan, before):
    assert "记入 · 结清" in browser.get(reverse("evidence"), {"before": before}).content.decode()


def test_nothing_of_another_owner_is_shown(client_of, stranger, loan):
    assert "还没有记录" in client_of(stranger).get(reverse("evidence")).content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_times(browser, loan, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        browser.get(reverse("evidence"))
