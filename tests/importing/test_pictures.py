"""Pictures of messages by the command: kept beside what was read off them, which nobody has looked through."""

import io
import json
from contextlib import nullcontext
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from debts.intake.screenshots import files
from debts.models import Message, MessageFile, PictureText
from tests.intake.screenshots.pictures import WORDS, drawn, saved, warm

__all__ = ["warm"]

pytestmark = pytest.mark.django_db
MADE = date(2024, 4, 1)
SECOND = "【远山消金】请于今日还款500元，谢谢配合"


@pytest.fixture
def picture(monkeypatch, warm, owner, tmp_path):
    monkeypatch.setattr(files, "Recogniser", lambda: nullcontext(warm))
    path = tmp_path / "screen.png"
    path.write_bytes(saved(drawn(WORDS, SECOND, when="3月5日 10:22")))
    return path


def bring_in(path, **options):
    out = io.StringIO()
    call_command("import_messages", path, user="zhangsan", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_picture_is_kept_beside_each_message_with_the_words_that_were_read(picture):
    assert bring_in(picture)["new"] == 2
    [text] = PictureText.objects.all()
    assert (text.attachment.original_name, text.attachment.size) == ("screen.png", picture.stat().st_size)
    assert WORDS in text.read
    assert SECOND in text.read
    assert text.corrected == ""
    beside = MessageFile.objects.filter(attachment=text.attachment).values_list("message", flat=True)
    assert set(beside) == set(Message.objects.values_list("pk", flat=True))


def test_its_page_says_that_nobody_has_looked_through_it(picture, client_of, owner):
    bring_in(picture)
    page = client_of(owner).get(reverse("message", args=[Message.objects.first().pk])).content.decode()
    assert "还没有人核对过" in page
    assert WORDS in page


def test_the_day_of_the_picture_completes_the_dates_on_it(picture):
    bring_in(picture, day=MADE)
    assert {f"{one.received_at:%Y-%m-%d}" for one in Message.objects.all()} == {"2024-03-05"}


def test_without_the_day_no_date_is_guessed(picture):
    bring_in(picture)
    assert {one.received_at for one in Message.objects.all()} == {None}


def test_the_same_picture_again_brings_nothing(picture):
    bring_in(picture, day=MADE)
    again = bring_in(picture, day=MADE)
    assert (again["new"], again["duplicates"], PictureText.objects.count()) == (0, 2, 1)


def test_a_day_for_another_file_is_refused(owner, tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text('{"text": "x"}')
    with pytest.raises(CommandError, match="--day is for pictures"):
        bring_in(path, day=MADE)
