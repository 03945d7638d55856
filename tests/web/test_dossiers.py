"""The page that exports a dispute: every kind of file, covers, what is refused, and what is noted."""

import io
import zipfile
from urllib.parse import quote

import pytest
from django.urls import reverse

from debts.actions import keep_file, open_dispute
from debts.dossier.pdf import RenderingError
from debts.models import DossierExport, DossierForm
from tests.web.ledgers import AFTER, certificate, introduce, lender_of, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner, lender=lender_of(owner))
    paper = certificate(owner, loan, attachment=keep_file(write(owner), io.BytesIO(b"%PDF-1.7"), "结清证明.pdf"))
    return open_dispute(
        write(owner), loan.lender, loan=loan, title="结清后催收", things=[*receive(owner, AFTER), paper]
    )


def export(browser, dispute, **fields):
    return browser.post(reverse("dispute_export", args=[dispute.pk]), fields)


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("json", "application/json", b"{"),
        ("zip", "application/zip", b"PK"),
    ],
)
def test_every_kind_of_file_is_a_download_with_a_name(browser, dispute, form, kind, start):
    answer = export(browser, dispute, form=form)
    assert (answer["Content-Type"], body(answer)[: len(start)]) == (kind, start)
    assert f".{form}" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_page_offers_every_kind_and_every_cover(browser, dispute):
    page = browser.get(reverse("dispute_export", args=[dispute.pk])).content.decode()
    assert all(f'value="{form}"' in page for form in DossierForm.values)
    assert all(f'value="{code}"' in page for code in ("name", "phone", "identity", "contract", "lenders"))
    assert "还没有导出过" in page


def test_the_papers_of_a_dispute_lead_there(browser, dispute):
    page = browser.get(reverse("dispute_letter", args=[dispute.pk])).content.decode()
    assert reverse("dispute_export", args=[dispute.pk]) in page


def test_what_is_chosen_is_covered(browser, dispute):
    found = body(export(browser, dispute, form="json", fields_covered=["name"], words="任性贷")).decode()
    assert "许大江" not in found
    assert "任性贷" not in found
    assert "13900000000" in found


def test_a_reader_of_english_can_hand_in_simplified_chinese(browser, dispute):
    browser.cookies["django_language"] = "en"
    own, chosen = export(browser, dispute, form="json"), export(browser, dispute, form="json", language="zh-hans")
    assert '"language": "en"' in body(own).decode()
    assert '"language": "zh-hans"' in body(chosen).decode()
    assert quote("争议材料") in chosen["Content-Disposition"]


def test_a_bundle_is_named_in_the_language_of_its_file(browser, dispute):
    bundle = export(browser, dispute, form="zip", language="en")
    assert "evidence-bundle-" in bundle["Content-Disposition"]


def test_an_export_is_listed_with_its_hash_and_what_was_covered(browser, dispute):
    export(browser, dispute, form="html", fields_covered=["phone"])
    page = browser.get(reverse("dispute_export", args=[dispute.pk])).content.decode()
    assert DossierExport.objects.get().sha256 in page
    assert "遮盖了：本人电话号码" in page


def test_the_direct_bundle_is_noted_as_well(browser, dispute):
    answer = browser.post(reverse("dispute_bundle", args=[dispute.pk]))
    with zipfile.ZipFile(io.BytesIO(body(answer))) as container:
        assert "manifest.json" in container.namelist()
    assert DossierExport.objects.get().form == "zip"


def test_an_address_that_is_only_opened_shows_the_form_and_notes_nothing(browser, dispute):
    answer = browser.get(reverse("dispute_bundle", args=[dispute.pk]))
    assert answer["Location"] == reverse("dispute_export", args=[dispute.pk])
    browser.get(answer["Location"])
    assert not DossierExport.objects.exists()


def test_the_page_has_a_button_for_the_bundle_and_no_link(browser, dispute):
    page = browser.get(reverse("dispute_letter", args=[dispute.pk])).content.decode()
    address = reverse("dispute_bundle", args=[dispute.pk])
    assert f'method="post" action="{address}"' in page
    assert f'href="{address}"' not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "请选一种文件"),
        ({"form": "exe"}, "没有这种文件"),
        ({"form": "pdf", "language": "de"}, "文件只有简体中文和英文的"),
        ({"form": "zip", "words": "王小满"}, "证据包里的记录要能逐字核对"),
        ({"form": "pdf", "words": "王"}, "太短"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(browser, dispute, fields, said):
    page = export(browser, dispute, **fields).content.decode()
    assert said in page
    assert fields.get("words", "") in page
    assert not DossierExport.objects.exists()


@pytest.mark.parametrize("failure", [RenderingError("no"), FileNotFoundError("gone")])
def test_what_cannot_be_made_is_said_and_not_noted(browser, dispute, monkeypatch, failure):
    def fails(*_):
        raise failure

    monkeypatch.setattr("debts.dossier.formats.render_pdf", fails)
    page = export(browser, dispute, form="pdf").content.decode()
    assert "材料没有做成" in page
    assert not DossierExport.objects.exists()


def test_a_stranger_finds_no_dispute_to_export(client_of, stranger, dispute):
    assert export(client_of(stranger), dispute, form="pdf").status_code == 404


def test_a_closed_dispute_can_still_be_exported(browser, dispute):
    browser.post(reverse("dispute_close", args=[dispute.pk]), {"outcome": "granted"})
    assert body(export(browser, dispute, form="json")).startswith(b"{")


def test_the_page_asks_the_database_little_however_much_was_exported(browser, dispute, django_assert_max_num_queries):
    for _ in range(4):
        export(browser, dispute, form="json")
    with django_assert_max_num_queries(12):
        browser.get(reverse("dispute_export", args=[dispute.pk]))
