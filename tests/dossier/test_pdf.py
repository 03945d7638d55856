import io
import json
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.utils import translation

from debts.dossier import pdf
from debts.dossier.glyphs import is_visible
from debts.dossier.labels import requests_to_lender, standing_note, summary_labels
from debts.dossier.pdf import RenderingError, render_pdf
from debts.dossier.summary import LenderPart, LoanPart, document_as_json
from tests.dossier.summaries import message, summary

DEMAND = "【招联金融】尊敬的张三，您的好期贷借款已逾期3天，应还1,234.56元，请立即还款，否则将上报征信。"
TYPST_CODE = '#eval("1+1") #panic("停") $x^2$ *粗* _斜_ @ref <label> #include "/etc/passwd" \\u{41} `码` // 注释 /* 段'
HTML = "<script>alert('还钱')</script> &lt;b&gt; {{ 7*7 }} {% now %}"
NASTY = [
    "表情😀👨‍👩‍👧🇨🇳",
    "空\x00字节\x07响铃\x1b[31m",
    "半\ud83d个",
    "\u202e反转\u2066隔离\u200b零宽\ufeff",
    "مرحبا שלום",
    "x" * 3000,
    "'" * 300,
    "。" * 500,
    " " * 500,
    "\n" * 300,
    "",
    "a\u0301e\u0308" * 50,
    "您已欠款" * 2500,
]


def text_of(document):
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages
    return "\n".join(page.extract_text() for page in pages)


def joined(text):
    return "".join(text.split())


def test_made_twice_from_the_same_facts_it_is_the_same_to_the_byte():
    document = summary(DEMAND, TYPST_CODE, NASTY[0])
    assert render_pdf(document) == render_pdf(document)


def test_a_changed_character_changes_the_document():
    assert render_pdf(summary("应还1,234.56元")) != render_pdf(summary("应还1,234.57元"))


def test_it_says_of_itself_that_it_is_pdf_a_3b_made_at_the_given_moment():
    with pikepdf.open(io.BytesIO(render_pdf(summary(DEMAND)))) as document, document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3B"
        assert metadata["xmp:CreateDate"].startswith("2026-11-22T02:00:00")


def test_every_font_is_embedded():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(summary(DEMAND))))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all("/FontFile3" in descriptor or "/FontFile2" in descriptor for descriptor in descriptors)


def test_the_same_document_for_machines_is_attached():
    document = summary(DEMAND, NASTY[2])
    attachments = pypdf.PdfReader(io.BytesIO(render_pdf(document))).attachments
    assert attachments["summary.json"] == [document_as_json(document).encode()]
    assert json.loads(attachments["summary.json"][0])["messages"][0]["text"] == DEMAND


@pytest.mark.parametrize("text", [DEMAND, TYPST_CODE, HTML, "第一行\n第二行  两个空格", "office “引号”……——～￥"])
def test_the_text_of_a_message_is_found_to_the_letter(text):
    assert joined(text) in joined(text_of(summary(text)))


def test_a_message_that_fits_on_a_line_is_found_with_its_spaces():
    text = '#set page(width: 1pt) $ "a"  b $ *c*'
    assert text in text_of(summary(text))


def test_typst_code_in_every_other_place_is_only_text_too():
    hostile = LenderPart(TYPST_CODE, f"{TYPST_CODE}公司", (TYPST_CODE,))
    found = text_of(summary(lender=hostile, note=TYPST_CODE, requests=(TYPST_CODE,)))
    assert joined(found).count(joined(TYPST_CODE)) == 5


def test_an_unbroken_string_is_found_whole_and_does_not_leave_the_page():
    document = summary("x" * 500 + "'" * 500)
    assert "x" * 500 + "'" * 500 in joined(text_of(document))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_message_can_stop_the_document(text):
    assert render_pdf(summary(text)).startswith(b"%PDF-1.7")


def test_what_the_font_lacks_is_shown_by_its_number():
    assert "好[U+1F600]反[U+202E]转[U+0000]" in text_of(summary("好😀反\u202e转\x00"))


def test_two_hundred_messages_repeat_the_table_head_on_each_page():
    found = text_of(summary(*[f"{DEMAND}第{number}条" for number in range(200)]))
    assert joined(DEMAND + "第199条") in joined(found)
    assert found.count("消息所称") > 20


def test_without_messages_it_says_so():
    assert "没有列入的消息。" in text_of(summary())


def test_a_message_without_a_time_says_that_it_is_unknown():
    assert "时间未知" in text_of(summary(messages=(message(DEMAND, received_at=None),)))


def test_times_are_shown_in_the_owners_zone():
    assert "2024-03-05 02:22:00" in " ".join(text_of(summary(DEMAND, time_zone="UTC")).split())


def test_it_tells_who_what_loan_and_on_what_proof():
    found = text_of(summary(DEMAND))
    for fact in ("张三", "招联消费金融股份有限公司", "已结清", "2024年1月10日 15:20:00", "10,000.00 元", "JQ-08"):
        assert fact in found


def test_a_loan_that_is_not_settled_carries_no_seal():
    found = text_of(summary(loans=(LoanPart("好期贷", "CNY", Decimal(5000)),), requests=()))
    assert "账本中没有结清记录。" in found
    assert "已结清\n" not in found


def test_the_standing_note_and_the_log_stand_at_the_end():
    found = joined(text_of(summary(DEMAND)))
    assert joined(standing_note()) in found
    assert summary().evidence_head.digest in found


def test_pages_are_numbered_of_how_many():
    found = text_of(summary(*[DEMAND] * 12))
    assert "第 1 页 / 共 " in found
    assert "第 2 页 / 共 " in found


def test_the_english_version_declares_its_language_and_keeps_the_original_text():
    document = summary(DEMAND, language="en")
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document)))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert joined(DEMAND) in joined("".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_label_can_be_printed_in_every_language(language):
    with translation.override(language):
        words = [*summary_labels().values(), *requests_to_lender(mainland=True), standing_note()]
    assert all(map(is_visible, "".join(words)))


def test_outside_the_mainland_the_same_is_asked_without_its_law():
    at_home, abroad = requests_to_lender(mainland=True), requests_to_lender(mainland=False)
    assert len(at_home) == len(abroad)
    assert "个人信息保护法" in "".join(at_home)
    assert "个人信息保护法" not in "".join(abroad)


def test_no_temporary_file_is_left(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    render_pdf(summary(DEMAND))
    assert not list(tmp_path.iterdir())


def test_a_typesetter_that_fails_is_reported_in_its_own_words(monkeypatch, tmp_path):
    program = tmp_path / "broken.py"
    program.write_text("raise SystemExit('no ink')")
    monkeypatch.setattr(pdf, "TYPESETTER", program)
    with pytest.raises(RenderingError, match="no ink"):
        render_pdf(summary(DEMAND))


def test_a_typesetter_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    program = tmp_path / "slow.py"
    program.write_text("import threading\nthreading.Event().wait()")
    monkeypatch.setattr(pdf, "TYPESETTER", program)
    monkeypatch.setattr(pdf, "TIME_LIMIT_SECONDS", 0.3)
    with pytest.raises(RenderingError, match="within"):
        render_pdf(summary(DEMAND))


def test_the_templates_import_no_package_from_outside():
    for template in Path(pdf.__file__).parent.glob("templates/*.typ"):
        assert '"@' not in template.read_text()


def test_what_a_verdict_rests_on_is_printed_below_the_message():
    part = replace(message(DEMAND), basis=("依据的词：“好期贷”", "对应的借款：好期贷（产品相符）"))
    text = joined(text_of(summary(messages=(part,))))
    assert "依据的词：“好期贷”对应的借款：好期贷（产品相符）" in text


@pytest.mark.parametrize("text", [TYPST_CODE, *NASTY])
def test_words_quoted_as_a_basis_upset_nothing(text):
    part = replace(message(DEMAND), basis=(f"依据的词：“{text[:24]}”",))
    assert render_pdf(summary(messages=(part,))).startswith(b"%PDF")
