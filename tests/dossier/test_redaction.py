"""Covering names and numbers: nothing of them is left in any form, and what was covered is told."""

import io
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from debts.actions import add_items, correct, keep_file, open_dispute, record_lender, record_loan, set_profile
from debts.dossier.covers import Cover, Field, frozen, patterns_of
from debts.dossier.dossier import document_of, dossier_of
from debts.dossier.formats import CannotCover, make_export
from debts.dossier.labels import summary_labels
from debts.dossier.redaction import COVER, cover_text, redacted
from debts.dossier.summary import document_hash
from debts.models import DossierForm, Lender
from debts.reconciler.normalise import normalise
from tests.dossier.reading import joined, words_of_docx, words_of_html, words_of_pdf
from tests.dossier.summaries import message, summary
from tests.web.ledgers import NOW, certificate, introduce, lender_of, receive, settled_loan, write

EVERY = frozenset(Field) - {Field.WORDS}
DEMAND = (
    "【苏宁消金】许大江（身份证330102199003074518，手机13900000000，139****0000）您合同RX2024-0105、尾号7731的任性贷"
    "已逾期3天，应还1,234.56元。联系人王小满、远方小贷已知悉。"
)
SECRETS = ("许大江", "330102199003074518", "13900000000", "139****0000", "RX2024-0105", "王小满", "远方小贷")
READERS = {
    DossierForm.PDF: words_of_pdf,
    DossierForm.DOCX: words_of_docx,
    DossierForm.HTML: words_of_html,
    DossierForm.JSON: bytes.decode,
}


@pytest.fixture
def dispute(owner):
    introduce(owner)
    lender = lender_of(owner)
    loan = settled_loan(owner, lender=lender, contract_number="RX2024-0105", phone="13900000000")
    other = record_lender(write(owner), name="远方小额贷款有限公司", aliases=["远方小贷"])
    record_loan(write(owner), lender=other, principal=1000, contract_number="YF-88123")
    file = keep_file(write(owner), io.BytesIO(b"%PDF-1.7 certificate of 13900000000"), "许大江 结清证明.pdf")
    proof = certificate(owner, loan, attachment=file, contract_number="RX2024-0105")
    [row] = receive(owner, DEMAND)
    story = "我叫许大江，王小满是我同事。"
    return open_dispute(write(owner), lender, loan=loan, title="结清后催收", story=story, things=[row, proof])


def patterns(owner, dispute, *words, fields=EVERY):
    return patterns_of(owner, dispute, Cover(frozenset(fields), words))


def test_a_frozen_cover_covers_what_the_ledger_forgets(owner, dispute):
    cover = Cover.from_json(frozen(owner, dispute, Cover(EVERY)).as_json())
    set_profile(write(owner), names=[], phones=[])
    correct(write(owner), dispute.loan, contract_number="", card_tail="", phone="")
    for other in Lender.objects.exclude(pk=dispute.lender_id):
        correct(write(owner), other, aliases=[])
    text = "许大江、13900000000、RX2024-0105、尾号7731、远方小贷"
    assert cover_text(text, patterns_of(owner, dispute, cover)) == f"{COVER}、{COVER}、{COVER}、尾号{COVER}、{COVER}"


def test_a_cover_keeps_what_its_own_fields_stand_for_and_nothing_else(owner, dispute):
    kept = frozen(owner, dispute, Cover(frozenset({Field.NAME}), ("王小满",))).as_json()
    assert kept == {"fields": ["name"], "words": ["王小满"], "pictures": False, "then": {"names": ["许大江"]}}


@pytest.mark.parametrize("form", READERS)
def test_nothing_of_what_is_covered_is_left_in_any_form(dispute, form):
    made = make_export(dispute, form, NOW, Cover(EVERY, ("王小满",)))
    found = joined(READERS[form](made.content))
    assert [secret for secret in SECRETS if secret in found] == []
    assert COVER in found
    assert "应还1,234.56元" in found


def test_on_traditional_pages_it_is_told_in_simplified(dispute):
    with translation.override("zh-hant"):
        told = document_of(dispute, NOW, Cover(EVERY))
    assert told.redactions
    assert told == document_of(dispute, NOW, Cover(EVERY))


def test_the_ledgers_own_fields_are_covered_as_the_texts_are(dispute):
    with dossier_of(dispute, NOW, Cover(EVERY)) as dossier:
        document = dossier.document
    assert document.owner.names == (COVER,)
    assert document.owner.phones == (COVER,)
    assert (document.loans[0].contract_number, document.loans[0].card_tail) == (COVER, COVER)
    assert document.files[0].name == f"{COVER} 结清证明.pdf"


def test_the_addressed_lender_keeps_its_names(dispute):
    with dossier_of(dispute, NOW, Cover(EVERY)) as dossier:
        assert dossier.document.lender.name == "苏宁消费金融有限公司"
        assert "【苏宁消金】" in dossier.document.messages[0].text


def test_what_was_covered_is_told_by_kind_count_and_place(dispute):
    with dossier_of(dispute, NOW, Cover(frozenset({Field.NAME}), ("王小满",))) as dossier:
        name, words = dossier.document.redactions
    assert (words.count, words.places) == (2, ("争议消息 1", "事情的经过"))
    assert name.count >= 4
    assert {"当事人", "争议消息 1", "事情的经过"} <= set(name.places)


def test_the_hash_of_the_whole_text_is_the_one_that_the_open_dossier_bears(dispute):
    opened = make_export(dispute, DossierForm.JSON, NOW).document
    covered = make_export(dispute, DossierForm.JSON, NOW, Cover(EVERY)).document
    assert covered.original_sha256 == document_hash(opened)
    assert opened.original_sha256 == ""


def test_no_hash_is_left_from_which_a_covered_text_could_be_guessed(dispute):
    document = make_export(dispute, DossierForm.JSON, NOW, Cover(EVERY)).document
    assert document.messages[0].sha256 == ""
    assert document.evidence_head is None


def test_the_hash_of_a_message_in_which_nothing_was_covered_stays(dispute):
    document = make_export(dispute, DossierForm.JSON, NOW, Cover(words=("没有出现过",))).document
    assert document.messages[0].text == DEMAND
    assert len(document.messages[0].sha256) == 64


def test_originals_stay_out_of_a_covered_pdf(dispute):
    with dossier_of(dispute, NOW) as opened, dossier_of(dispute, NOW, Cover(EVERY)) as covered:
        assert list(opened.papers.originals) == ["exhibit-2.pdf"]
        assert covered.papers.originals == {}
        assert covered.document.files[0].attached == ""


def test_a_bundle_cannot_be_covered(dispute):
    with pytest.raises(CannotCover):
        make_export(dispute, DossierForm.ZIP, NOW, Cover(EVERY))


@pytest.mark.parametrize(
    "written",
    [
        "许大江", "许 大 江", "許大江", "许\u200b大江", "许*大*江", "许先生", "许女士", "许*江", "**江", "许某某",
        "许＊江",
        "13900000000", "139-0000-0000", "139 0000 0000", "１３９００００００００", "139****0000", "+8613900000000",
        "330102199003074518", "33010219900307451X", "3301**********4518", "330102900307451",
        "RX2024-0105", "rx20240105", "RX 2024 0105", "YF88123", "远方小额贷款有限公司", "远方 小贷",
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(owner, dispute, written):
    covered = cover_text(f"前{written}后", patterns(owner, dispute))
    assert COVER in covered
    assert written[-3:] not in covered


@pytest.mark.parametrize("written", ["尾号7731", "（7731）", "卡号6222020012347731"])
def test_the_last_figures_of_a_card_are_found_alone_and_at_the_end_of_the_number(owner, dispute, written):
    assert "7731" not in cover_text(f"您{written}的账户", patterns(owner, dispute))


@pytest.mark.parametrize("text", ["应还17731元", "应还1,234.56元", "2024年3月10日", "江先生", "大江东去", "工号77310"])
def test_what_only_looks_alike_stays(owner, dispute, text):
    assert cover_text(text, patterns(owner, dispute)) == text


def test_a_quotation_that_breaks_off_inside_of_a_name_is_covered_too(owner, dispute):
    part = replace(message("您好，许大江请还款"), basis=("依据：“您好，许大…”、“请还款”",))
    covered = redacted(summary(messages=(part,)), patterns(owner, dispute), summary_labels())
    assert covered.messages[0].basis == (f"依据：“{COVER}”、“请还款”",)


def test_stretches_that_overlap_are_covered_once(owner, dispute):
    found = cover_text("请许大江先生还款", patterns(owner, dispute, "大江先生"))
    assert found == f"请{COVER}还款"


@given(
    words=st.lists(st.text("张三丰欧阳甲乙丙ABC0123456789𠮷", min_size=2, max_size=8), min_size=1, max_size=4),
    rest=st.lists(st.text("还款逾期，。 \n*\u200b😀x9", max_size=6), min_size=5, max_size=5),
    spread=st.sampled_from(["", " ", "\u200b", "*", "-"]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_is_left_wherever_it_stands_and_however_it_is_spread(words, rest, spread):
    text = "".join(piece + spread.join(word) for piece, word in zip(rest, words, strict=False)) + rest[-1]
    covered = cover_text(text, patterns_of(None, None, Cover(words=tuple(words))))
    plain = normalise(covered).text.replace(COVER, "\n")
    assert [word for word in words if word in covered or word in plain] == []


def test_pictures_are_left_out_unless_the_person_has_looked_at_them(owner, dispute):
    picture = keep_file(write(owner), io.BytesIO(png()), "截图.png")
    add_items(write(owner), dispute, [picture])
    with (
        dossier_of(dispute, NOW, Cover(EVERY)) as without,
        dossier_of(dispute, NOW, Cover(EVERY, pictures=True)) as shown,
    ):
        assert without.papers.sheets == {}
        assert "图片上的字遮不住" in without.document.files[-1].problem
        assert list(shown.papers.sheets) == ["3"]


def png(size=(40, 30)):
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "PNG")
    return written.getvalue()
