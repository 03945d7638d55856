"""What the doctor finds, what it advises, and what programs are told of it."""

import io
import json
from datetime import timedelta
from typing import NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, connection

from debts.actions.webhooks import add_webhook
from debts.models import BatchState, ImportBatch, PictureInHand, Verdict
from debts.models.sealed import seal
from debts.upkeep import State, checks, examine, note_backup
from tests.conftest import NOW
from tests.web.ledgers import receive, write

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    free: int


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def state_of(name, now=NOW):
    return {check.name: check.state for check in examine(now)}[name]


def advice_of(name):
    return {check.name: check.advice for check in examine(NOW)}[name]


def with_free_space(monkeypatch, free):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: Usage(free))


def doctor(*arguments):
    said = io.StringIO()
    call_command("doctor", *arguments, stdout=said)
    return said.getvalue()


def test_a_new_installation_is_well_but_for_the_missing_backup(db, monkeypatch):
    with_free_space(monkeypatch, 2 * checks.LITTLE_SPACE)
    assert [check.name for check in examine(NOW) if check.state is not State.GOOD] == ["backup"]


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (checks.NO_SPACE - 1, State.BAD),
        (checks.NO_SPACE, State.WORRY),
        (checks.LITTLE_SPACE - 1, State.WORRY),
        (checks.LITTLE_SPACE, State.GOOD),
    ],
)
def test_little_space_is_a_worry_and_hardly_any_is_bad(monkeypatch, free, state):
    with_free_space(monkeypatch, free)
    assert state_of("disk") is state


def test_a_backup_is_good_for_a_week(home):
    note_backup(home / "jieqing.zip", NOW)
    assert state_of("backup", NOW + timedelta(days=7)) is State.GOOD
    assert state_of("backup", NOW + timedelta(days=7, seconds=1)) is State.WORRY


def test_a_note_of_backups_that_cannot_be_read_counts_as_none(home):
    (home / "last-backup.json").write_text("[", encoding="utf-8")
    assert state_of("backup") is State.WORRY


def test_an_import_that_nobody_works_on_is_to_be_resumed(owner):
    ImportBatch.objects.create(owner=owner, recorded_at=NOW, state=BatchState.READING, upload="a", source="短信.xml")
    assert state_of("imports") is State.WORRY
    assert "resume_imports" in advice_of("imports")


def test_pictures_that_wait_for_too_long_are_to_be_deleted(owner):
    PictureInHand.objects.create(owner=owner, at=NOW, upload="a", name="a.png", file="a", sha256="0")
    assert state_of("pictures", NOW + timedelta(days=1)) is State.GOOD
    assert state_of("pictures", NOW + timedelta(days=1, seconds=1)) is State.WORRY


def test_verdicts_of_an_older_rulebook_are_to_be_given_anew(owner):
    receive(owner, "您的借款已逾期")
    Verdict.objects.update(rulebook_version="0")
    assert state_of("verdicts") is State.WORRY


def test_a_key_that_others_can_read_is_a_worry(home):
    (home / "secret-key").write_text("k", encoding="ascii")
    (home / "secret-key").chmod(0o640)
    assert state_of("secret key") is State.WORRY
    (home / "secret-key").chmod(0o600)
    assert state_of("secret key") is State.GOOD


def test_debug_is_a_worry(settings):
    settings.DEBUG = True
    assert state_of("settings") is State.WORRY


def test_the_doctor_says_each_thing_and_what_to_do():
    said = doctor()
    assert "  ok   database: " in said
    assert "  look backup: none was made" in said
    assert "manage.py backup PATH" in said


def test_programs_get_an_object_for_each_check():
    lines = [json.loads(line) for line in doctor("--json").splitlines()]
    assert {"name": "migrations", "state": "good", "says": "all are applied", "advice": ""} in lines


def test_the_doctor_fails_where_something_is_bad(monkeypatch):
    with_free_space(monkeypatch, 0)
    with pytest.raises(SystemExit):
        doctor()


def test_a_database_that_does_not_answer_stops_the_questions_that_need_it(monkeypatch):
    def broken():
        raise DatabaseError("the server is away")

    monkeypatch.setattr(connection, "cursor", broken)
    assert [check.state for check in examine(NOW) if check.name == "database"] == [State.BAD]
    assert not {"migrations", "integrity"} & {check.name for check in examine(NOW)}


def test_a_program_is_told_that_the_process_lives(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_program_is_told_that_all_is_ready(client, monkeypatch):
    with_free_space(monkeypatch, 2 * checks.LITTLE_SPACE)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "good", "migrations": "good", "state folder": "good", "files": "good", "disk": "good"},
    }


def test_a_full_disk_is_not_ready(client, monkeypatch):
    with_free_space(monkeypatch, 0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == "bad"


def test_without_a_token_in_the_settings_there_are_no_metrics(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer other", "Basic token-of-prometheus"])
def test_metrics_are_for_the_holder_of_the_token(client, settings, header):
    settings.METRICS_TOKEN = "token-of-prometheus"
    answer = client.get("/metrics", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_metrics_count_the_whole_installation(client, settings, owner, home):
    settings.METRICS_TOKEN = "token-of-prometheus"
    receive(owner, "您的借款已逾期")
    note_backup(home / "jieqing.zip", NOW)
    answer = client.get("/metrics", headers={"Authorization": "Bearer token-of-prometheus"})
    lines = answer.content.decode().splitlines()
    assert {"jieqing_accounts 1", "jieqing_messages 1", "jieqing_loans 0"} <= set(lines)
    assert f"jieqing_last_backup_timestamp_seconds {NOW.timestamp()}" in lines


def with_another_key(settings):
    settings.SEAL_KEY = Fernet.generate_key()


@pytest.fixture
def second_step(owner):
    """The owner's authenticator app and recovery codes, as allauth keeps them."""
    for kind, name in (("totp", "secret"), ("recovery_codes", "seed")):
        Authenticator.objects.create(user=owner, type=kind, data={name: seal("JBSWY3DP")})


@pytest.mark.usefixtures("second_step")
def test_without_the_old_seal_key_it_is_said_who_cannot_sign_in_and_what_helps(settings):
    assert state_of("seal key") is State.GOOD
    with_another_key(settings)
    assert state_of("seal key") is State.BAD
    assert "the second step of zhangsan\n" in doctor_that_fails()
    assert "turn_off_second_step --user NAME" in advice_of("seal key")


def doctor_that_fails():
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    return said.getvalue()


def test_a_webhook_whose_secret_does_not_open_is_only_a_worry(owner, settings):
    add_webhook(write(owner), "https://home.example.org/jieqing")
    with_another_key(settings)
    assert state_of("seal key") is State.WORRY
