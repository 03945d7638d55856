"""Word document and web page: what the PDF says, in its order, and nothing in them that could act."""

import base64
import hashlib
import io
import re
import zipfile

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from debts.dossier.as_docx import render_docx
from debts.dossier.as_html import render_html
from debts.dossier.labels import summary_labels
from debts.dossier.pdf import render_pdf
from debts.dossier.summary import LenderPart, RedactionPart, document_hash
from tests.dossier.reading import as_shown, body_of_docx, joined, words_of_docx, words_of_html, words_of_pdf
from tests.dossier.summaries import message, summary

DEMAND = "【招联金融】尊敬的张三，您的好期贷借款已逾期3天，应还1,234.56元，请立即还款。"
HOSTILE = '=cmd|"/c calc"!A1 { HYPERLINK "http://a" } <script>alert(1)</script> </style> {{ 7*7 }} {% now %} #eval("1")'
RARE = "𠮷先生和㛃女士😀👨‍👩‍👧\x00\x1b[31m\u202e反\u200b转\ud83d"
FORMS = {
    "docx": (render_docx, words_of_docx),
    "html": (render_html, words_of_html),
    "pdf": (render_pdf, words_of_pdf),
}
NASTY = st.text(
    st.sampled_from("还款¥1,.<>&\"'{}[]%#=@+-\\\x00\x07\x1b\t\r\n \u3000\u202e\u200b\ufeff😀𠮷㛃é\u0301ﬁ⼀x\ud83d"),
    max_size=60,
)


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


@pytest.mark.parametrize("name", ["docx", "html"])
@given(texts=st.lists(NASTY, min_size=1, max_size=8))
@settings(max_examples=12)
def test_every_text_is_found_to_the_letter(name, texts):
    render, words = FORMS[name]
    found = joined(words(render(summary(*texts))))
    assert all(as_shown(text) in found for text in texts)


@given(texts=st.lists(NASTY, min_size=20, max_size=40))
@settings(max_examples=3)
def test_every_text_is_found_in_the_pdf_too(texts):
    found = joined(words_of_pdf(render_pdf(summary(*texts))))
    assert all(as_shown(text) in found for text in texts)


@pytest.mark.parametrize("text", [DEMAND, HOSTILE, RARE, "x" * 3000, "还" * 100_000], ids=range(5))
def test_no_text_stops_a_form_or_is_lost(form, text):
    render, words = form
    assert as_shown(text) in joined(words(render(summary(text))))


def test_made_twice_each_is_the_same_to_the_byte(form):
    document = summary(DEMAND, RARE)
    assert form[0](document) == form[0](document)


def test_each_names_the_hash_of_its_data(form):
    render, words = form
    document = summary(DEMAND)
    assert document_hash(document) in joined(words(render(document)))


def test_all_forms_have_the_same_sections_in_the_same_order(form):
    render, words = form
    document = summary(
        DEMAND, story="一月还清。", redactions=(RedactionPart("姓名", 1, ("全文",)),), original_sha256="0" * 64
    )
    found = joined(words(render(document)))
    names = [
        "一、当事人",
        "二、借款与结清",
        "三、事情的经过",
        "四、争议消息",
        "五、依据",
        "六、请求事项",
        "七、证据清单",
    ]
    places = [found.index(name) for name in [*names, "八、遮盖说明", "九、存证与说明"]]
    assert places == sorted(places)


def test_without_anything_in_it_a_document_is_made_and_says_so(form):
    render, words = form
    found = joined(words(render(summary(loans=(), legal_basis=(), requests=(), exhibits=(), evidence_head=None))))
    assert "没有列入的消息。" in found
    assert "未列入借款。" in found


def test_in_english_the_headings_are_english_and_the_text_is_as_it_came(form):
    render, words = form
    found = joined(words(render(summary(DEMAND, language="en"))))
    with translation.override("en"):
        assert joined(summary_labels()["messages"]) in found
    assert joined(DEMAND) in found


def test_the_page_has_nothing_that_acts_and_fetches_nothing():
    page = render_html(summary(HOSTILE, lender=LenderPart(HOSTILE))).decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert re.findall(r"<(?:a|iframe|object|form|link|base)\b", page) == []
    assert not re.search(r"(?:src|href)=\"(?!data:image/jpeg)", page)


def test_the_style_of_the_page_is_the_one_that_it_allows():
    page = render_html(summary(DEMAND)).decode()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}" in page


def test_the_word_document_has_real_headings_and_tables_with_repeated_heads():
    word = Document(io.BytesIO(render_docx(summary(DEMAND))))
    styles = {paragraph.style.name for paragraph in word.paragraphs}
    assert {"Title", "Heading 1", "Heading 2"} <= styles
    assert any("w:tblHeader" in table._tbl.xml for table in word.tables)


def test_only_the_page_numbers_are_fields():
    with zipfile.ZipFile(io.BytesIO(render_docx(summary(HOSTILE, lender=LenderPart(HOSTILE))))) as container:
        parts = {name: container.read(name).decode("utf-8", "replace") for name in container.namelist()}
    fields = [field for text in parts.values() for field in re.findall(r'w:instr="([^"]*)"', text)]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "docProps/thumbnail.jpeg" not in parts
    assert not any("instrText" in text or "TargetMode" in text for text in parts.values())


def test_the_word_document_names_fonts_for_chinese_and_no_theme():
    with zipfile.ZipFile(io.BytesIO(render_docx(summary(DEMAND)))) as container:
        styles = container.read("word/styles.xml").decode()
    (normal,) = re.findall(r'<w:style [^>]*w:styleId="Normal">.*?</w:style>', styles, re.DOTALL)
    assert 'w:eastAsia="宋体"' in normal
    assert 'w:eastAsia="zh-CN"' in normal


def test_messages_stand_in_the_order_of_their_numbers(form):
    render, words = form
    found = joined(words(render(summary(messages=tuple(message(f"第{n}条短信", n) for n in (3, 7, 9))))))
    assert found.index("第3条短信") < found.index("第7条短信") < found.index("第9条短信")


def test_the_text_of_a_message_is_one_paragraph_of_its_own_in_word():
    assert DEMAND in body_of_docx(render_docx(summary(DEMAND)))
