"""What a dossier costs: 200 messages and 20 pictures as a bundle, beside the same by WeasyPrint if it is there."""

import io
import os
import random
import resource
import subprocess
import sys
from importlib.util import find_spec
from time import process_time

import pytest
from PIL import Image, ImageDraw

from debts.actions import add_items, keep_file, open_dispute
from debts.dossier.formats import make_export
from debts.dossier.pictures import MADE_BEFORE
from debts.models import DossierForm
from tests.web.ledgers import AFTER, NOW, introduce, lender_of, receive, settled_loan, write

# A Python that has WeasyPrint: one of its own that the variable names, or this one.
PYTHON = os.environ.get("JIEQING_BENCH_WEASYPRINT_PYTHON") or sys.executable
WITH_WEASYPRINT = sys.executable != PYTHON or find_spec("weasyprint") is not None
WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.read()).write_pdf('/dev/null')"


def screenshot(number):
    """What a telephone takes: 1080 by 2400, flat areas and small details."""
    chance, picture = random.Random(number), Image.new("RGB", (1080, 2400), "white")  # noqa: S311 - the same pictures each time
    pen = ImageDraw.Draw(picture)
    for top in range(60, 2340, 90):
        pen.rectangle((60, top, 60 + chance.randint(200, 900), top + 60), fill=(chance.randint(0, 255), 180, 160))
    pen.point([(chance.randint(0, 1079), chance.randint(0, 2399)) for _ in range(4000)], fill="black")
    written = io.BytesIO()
    picture.save(written, "PNG" if number % 2 else "JPEG", quality=85)
    return written.getvalue()


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner, lender=lender_of(owner))
    rows = receive(owner, *[f"{AFTER}第{number}条" for number in range(200)])
    pictures = [keep_file(write(owner), io.BytesIO(screenshot(n)), f"{n}.png") for n in range(20)]
    return open_dispute(write(owner), loan.lender, loan=loan, title="结清后催收", things=[*rows, *pictures])


def seconds(work):
    """Processor time of this process and of those that it started."""
    begin, before = process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    made = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return process_time() - begin + started, made


def test_a_bundle_of_200_messages_and_20_pictures(figure, dispute):
    make_export(dispute, DossierForm.JSON, NOW)  # reads the rulebook and the fonts
    for form in DossierForm:
        spent, made = seconds(lambda form=form: make_export(dispute, form, NOW))
        figure(f"dossier, 200 messages and 20 pictures, {form.value}", spent, "CPU s", "zip under 1.5")
        assert spent < 30
    MADE_BEFORE.forget()
    spent, _ = seconds(lambda: make_export(dispute, DossierForm.ZIP, NOW))
    figure("the same zip, its pictures never seen before", spent, "CPU s", "under 1.5")
    assert made.form is DossierForm.ZIP


@pytest.mark.skipif(not WITH_WEASYPRINT, reason="WeasyPrint is not installed; it is no dependency")
def test_the_same_pages_by_weasyprint(figure, dispute):
    page = make_export(dispute, DossierForm.HTML, NOW).content
    command = [PYTHON, "-c", WEASYPRINT]
    spent, _ = seconds(lambda: subprocess.run(command, input=page, check=True, capture_output=True))
    figure("the same pages by WeasyPrint", spent, "CPU s")
    assert spent > 0


def test_two_thousand_exhibits(figure, owner, dispute):
    add_items(write(owner), dispute, receive(owner, *[f"{AFTER}又{number}" for number in range(1800)]))
    spent, made = seconds(lambda: make_export(dispute, DossierForm.ZIP, NOW))
    figure("dossier, 2,000 messages and 20 pictures, zip", spent, "CPU s")
    assert len(made.document.messages) == 2000
