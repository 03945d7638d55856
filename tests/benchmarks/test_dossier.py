"""What a dossier costs: 200 messages and 20 pictures as a bundle, beside the same by WeasyPrint if it is there."""

import io
import os
import random
import resource
import subprocess
import sys
from importlib.util import find_spec
from statistics import median
from time import perf_counter, process_time

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
ROUNDS = 5
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


def medians(figure, what, work, budget="", times=ROUNDS):
    """Take down what the work costs in processor time and by the clock, each the median; what was made each time."""
    rounds = []
    for _ in range(times):
        begin = perf_counter()
        spent, made = seconds(work)
        rounds.append((spent, perf_counter() - begin, made))
    figure(what, median(spent for spent, _, _ in rounds), "CPU s", budget)
    figure(f"{what}, by the clock", median(taken for _, taken, _ in rounds), "s")
    return [made for _, _, made in rounds]


def test_a_bundle_of_200_messages_and_20_pictures(figure, dispute):
    make_export(dispute, DossierForm.JSON, NOW)  # reads the rulebook and the fonts

    def first():
        MADE_BEFORE.forget()
        return make_export(dispute, DossierForm.ZIP, NOW)

    made = medians(figure, "zip, its pictures never seen before", first, "under 1.5")
    made += medians(figure, "zip, after another form", lambda: make_export(dispute, DossierForm.ZIP, NOW), "under 1.5")
    assert len({one.content for one in made}) == 1
    assert made[0].form is DossierForm.ZIP


@pytest.mark.parametrize("form", [form for form in DossierForm if form is not DossierForm.ZIP])
def test_the_other_forms(figure, dispute, form):
    make_export(dispute, DossierForm.PDF, NOW)
    made = medians(figure, f"the same as {form.value}", lambda: make_export(dispute, form, NOW))
    assert len({one.content for one in made}) == 1


@pytest.mark.skipif(not WITH_WEASYPRINT, reason="WeasyPrint is not installed; it is no dependency")
def test_the_same_pages_by_weasyprint(figure, dispute):
    page = make_export(dispute, DossierForm.HTML, NOW).content
    command = [PYTHON, "-c", WEASYPRINT]
    medians(figure, "the same pages by WeasyPrint", lambda: subprocess.run(command, input=page, check=True), times=1)
    assert b"<html" in page


def test_two_thousand_exhibits(figure, owner, dispute):
    add_items(write(owner), dispute, receive(owner, *[f"{AFTER}又{number}" for number in range(1800)]))
    spent, made = seconds(lambda: make_export(dispute, DossierForm.ZIP, NOW))
    figure("dossier, 2,000 messages and 20 pictures, zip", spent, "CPU s")
    assert len(made.document.messages) == 2000
