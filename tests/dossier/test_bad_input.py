"""What nobody wishes for in a dispute: the export is made all the same, and says what is missing or was not shown."""

import io

import pikepdf
import pypdf
import pytest
from PIL import Image

from debts.actions import open_dispute, set_profile
from debts.dossier.formats import make_export
from debts.dossier.letters import letter_as_pdf
from debts.models import DossierForm
from tests.web.ledgers import AFTER, NOW, keep, lender_of, open_loan, receive, settled_loan, write

RARE = "许𠮷㛃"
BOXES = "\ufffd□▯⍰"


def dispute_about(owner, *things, loan=None):
    loan = loan or settled_loan(owner, lender=lender_of(owner))
    return open_dispute(write(owner), loan.lender, loan=loan, title="结清后催收", things=things)


def text_of(content):
    """What a reader of the PDF can take out of it, without blanks: the typesetter breaks lines where it likes."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def pdf_of(dispute):
    return make_export(dispute, DossierForm.PDF, NOW).content


@pytest.mark.parametrize("form", DossierForm)
def test_a_dispute_in_which_nothing_is_flagged_is_exported(owner, form):
    assert make_export(dispute_about(owner), form, NOW).content


def test_a_dispute_in_which_nothing_is_flagged_says_so(owner):
    found = text_of(pdf_of(dispute_about(owner, loan=open_loan(owner))))
    assert "没有列入的消息。" in found
    assert "账本中没有结清记录。" in found


def test_a_name_that_no_font_has_is_told_by_its_number_and_the_end_says_what_that_is(owner):
    set_profile(write(owner), names=[RARE], phones=[])
    found = text_of(pdf_of(dispute_about(owner)))
    assert "许[U+20BB7]㛃" in found
    assert "带底色的U+编号代表无法印出" in found.partition("哈希值只说明")[2]
    assert not set(BOXES) & set(found)


def test_such_a_name_stands_as_it_is_in_the_data(owner):
    set_profile(write(owner), names=[RARE], phones=[])
    dispute = dispute_about(owner, *receive(owner, f"{AFTER}😀"))
    found = make_export(dispute, DossierForm.JSON, NOW).content.decode()
    assert RARE in found
    assert "😀" in found


def test_a_letter_tells_its_rare_characters_by_number_and_says_what_the_numbers_are():
    found = text_of(letter_as_pdf(f"投诉信\n\n一、投诉人\n姓名：{RARE}\n😀\n", NOW))
    assert "姓名：许[U+20BB7]㛃[U+1F600]" in found
    assert found.count("[U+20BB7]") == 2
    assert "可以在纸上手写补上" in found


def test_a_letter_of_ordinary_characters_has_no_such_note():
    assert "手写补上" not in text_of(letter_as_pdf("投诉信\n\n姓名：许大江\n", NOW))


def test_a_message_of_100_kilobytes_is_printed_to_its_end(owner):
    long = AFTER + "请立即还款。" * 5500 + "完。"
    dispute = dispute_about(owner, *receive(owner, long))
    assert text_of(pdf_of(dispute)).count("请立即还款。") == 5501


def test_broken_pictures_beside_sound_ones_stop_nothing(owner):
    sound = io.BytesIO()
    Image.new("RGB", (90, 160), "navy").save(sound, "PNG")
    broken = [b"\x89PNG\r\n\x1a\n" + b"x" * 90, sound.getvalue()[:-40], b"GIF89a", b"\xff\xd8\xff\xe0 no picture"]
    files = [keep(owner, one, f"{number}.png") for number, one in enumerate([*broken, sound.getvalue()])]
    content = pdf_of(dispute_about(owner, *files))
    assert text_of(content).count("打不开") >= 3
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.check_pdf_syntax() == []
        assert sum(len(page.get_images()) for page in document.pages) == 1
