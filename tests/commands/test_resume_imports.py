import io
import os
from datetime import timedelta

import pytest
from django.core.management import call_command

from debts.actions.imports import begin_import, undo_messages
from debts.models import BatchState, ImportBatch, Message, PictureInHand
from tests.importing.backups import many
from tests.web.ledgers import NOW, write

pytestmark = pytest.mark.usefixtures("uploads")


@pytest.fixture
def batch(owner, uploads):
    many(uploads / "waits", 20)
    return begin_import(write(owner), source="sms.xml", sha256="a", form="auto", upload="waits")


def resume(**options):
    out = io.StringIO()
    call_command("resume_imports", stdout=out, **options)
    return out.getvalue()


def test_the_named_import_is_finished(batch, uploads):
    assert resume(batch=batch.pk) == "zhangsan: sms.xml: 20 read, 18 new\n"
    batch.refresh_from_db()
    assert (batch.state, Message.objects.count(), list(uploads.iterdir())) == (BatchState.DONE, 18, [])
    assert resume(batch=batch.pk) == ""


def test_without_a_name_all_are_finished_on_which_nobody_works(batch, clock):
    assert resume() == ""
    clock.move_to(NOW + timedelta(minutes=1))
    assert resume() == "zhangsan: sms.xml: 20 read, 18 new\n"


def test_a_sign_of_life_out_of_the_future_is_that_of_a_clock_that_was_set_back(batch, clock):
    ImportBatch.objects.update(beat_at=NOW + timedelta(days=365))
    assert resume() == "zhangsan: sms.xml: 20 read, 18 new\n"


def test_files_of_uploads_that_broke_off_go_after_a_day(owner, uploads, clock):
    (uploads / "tmp1.upload").write_bytes(b"half of it")
    assert resume() == ""
    at = (NOW - timedelta(hours=25)).timestamp()
    os.utime(uploads / "tmp1.upload", (at, at))
    assert resume() == "files of uploads that broke off: 1 deleted\n"


def test_pictures_that_waited_for_more_than_a_day_are_deleted(owner, uploads, clock):
    for name, hours in (("old", 25), ("new", 24)):
        (uploads / name).write_bytes(b"picture")
        at = NOW - timedelta(hours=hours)
        PictureInHand.objects.create(owner=owner, at=at, upload=name, name=name, file=name, sha256="0")
    assert resume() == "pictures that waited too long: 1 deleted\n"
    assert [picture.file for picture in PictureInHand.objects.all()] == ["new"]
    assert [path.name for path in uploads.iterdir()] == ["new"]


def test_whoever_is_patient_takes_over_from_one_that_was_killed_a_moment_ago(batch, clock, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: clock.move_to(NOW + timedelta(seconds=seconds)))
    assert resume(patient=True) == "zhangsan: sms.xml: 20 read, 18 new\n"


def test_an_import_that_its_page_has_taken_up_meanwhile_is_left_to_it(batch, clock, monkeypatch):
    clock.move_to(NOW + timedelta(minutes=1))
    monkeypatch.setattr("debts.management.commands.resume_imports.claim", lambda *_: False)
    assert resume() == ""


def test_an_undoing_that_was_stopped_is_finished(batch, owner, monkeypatch):
    resume(batch=batch.pk)
    monkeypatch.setattr("debts.actions.imports.PIECE", 5)
    undo_messages(write(owner), ImportBatch.objects.get(), go_on=lambda: False)
    assert Message.objects.of(owner).count() == 13
    resume(batch=batch.pk)
    assert Message.objects.of(owner).count() == 0
    assert ImportBatch.objects.get().state == BatchState.DONE


def test_a_file_that_is_gone_is_said_on_the_batch(batch, uploads):
    (uploads / "waits").unlink()
    resume(batch=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.report["problem"]) == (BatchState.FAILED, "gone")
