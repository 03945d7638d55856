import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from debts.models import BatchState, ImportBatch, PictureInHand, Verdict
from ledger import serving
from tests.web.ledgers import NOW, receive
from tools import healthcheck


def test_the_loopback_address_is_reached_by_its_usual_names():
    assert serving.allowed_hosts("127.0.0.1", None) == "127.0.0.1,localhost,[::1]"


def test_another_address_may_be_asked_for_by_name():
    assert serving.allowed_hosts("ledger.example.org", None).split(",")[-1] == "ledger.example.org"


def test_serving_everywhere_accepts_this_machines_own_names_only(monkeypatch):
    monkeypatch.setattr(serving, "own_addresses", lambda: iter(["jia", "jia.local", "192.0.2.7", "2001:db8::7"]))
    expected = ["127.0.0.1", "localhost", "[::1]", "jia", "jia.local", "192.0.2.7", "[2001:db8::7]"]
    assert serving.allowed_hosts("0.0.0.0", None).split(",") == expected  # noqa: S104  the case itself; nothing is bound


def test_given_hosts_are_taken_as_they_are():
    assert serving.allowed_hosts("127.0.0.1", "ledger.example.org") == "ledger.example.org"


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_a_port_is_a_number(text, number):
    assert serving.port_number(text) == number


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.5", "８０００x"])
def test_what_is_no_port_is_refused_with_a_hint(text):
    with pytest.raises(SystemExit, match="PORT is"):
        serving.port_number(text)


def test_a_port_in_use_is_named_with_another_to_try():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"127\.0\.0\.1:{port} cannot be served.*such as PORT="):
            serving.claim("127.0.0.1", port)


def test_a_free_port_stays_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    serving.claim("127.0.0.1", port)
    serving.claim("127.0.0.1", port)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    with pytest.raises(SystemExit, match="JIEQING_HOME"):
        serving.check_folder(tmp_path / "absent")


class Server:
    """Stands for gunicorn's, which the hooks are handed."""


def test_work_that_is_left_runs_beside_the_server_and_ends_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "BASE_DIR", tmp_path)
    (tmp_path / "django.py").write_text("import time; time.sleep(60)", encoding="utf-8")
    beside = [serving.Beside("rejudge"), serving.Beside("resume_imports", "--patient")]
    hooks = serving.options("127.0.0.1", 8000, tmp_path, beside)
    hooks["when_ready"](Server())
    assert all(work.is_running for work in beside)
    hooks["on_exit"](Server())
    assert not any(work.is_running for work in beside)


def test_where_nothing_is_aged_nothing_runs_beside_the_server(tmp_path, capsys):
    hooks = serving.options("127.0.0.1", 8000, tmp_path)
    hooks["when_ready"](Server())
    hooks["on_exit"](Server())
    assert "http://127.0.0.1:8000" in capsys.readouterr().out


def test_aged_messages_are_seen_before_serving(owner):
    assert not serving.has_aged_messages()
    receive(owner, "您的借款已逾期")
    assert not serving.has_aged_messages()
    Verdict.objects.update(rulebook_version="2020-01-01")
    assert serving.has_aged_messages()


def test_an_import_that_a_restart_has_stopped_is_seen_before_serving(owner):
    batch = ImportBatch.objects.create(owner=owner, recorded_at=NOW, source="sms.xml", state=BatchState.READING)
    assert not serving.has_unfinished_imports()  # a command reads it, and no file waits here
    ImportBatch.objects.filter(pk=batch.pk).update(upload="0a1b", beat_at=NOW)
    assert len(serving.unfinished_work()) == 1


def test_pictures_that_wait_for_too_long_are_seen_before_serving(owner):
    picture = PictureInHand.objects.create(
        owner=owner, at=timezone.now(), upload="a", name="a.png", file="a", sha256="a"
    )
    assert serving.unfinished_work() == []
    PictureInHand.objects.filter(pk=picture.pk).update(at=timezone.now() - timedelta(days=1, seconds=1))
    assert len(serving.unfinished_work()) == 1


def test_static_files_are_collected_again_only_when_they_change(tmp_path, settings, monkeypatch):
    calls = []
    monkeypatch.setattr("django.core.management.call_command", lambda *names, **_options: calls.append(names))
    monkeypatch.setattr(serving, "fingerprint", lambda: "as before")
    for _ in range(2):
        serving.collect_static(tmp_path)
    monkeypatch.setattr(serving, "fingerprint", lambda: "changed")
    serving.collect_static(tmp_path)
    assert len(calls) == 2


def test_the_health_check_asks_the_ledger(live_server):
    assert healthcheck.answers(int(live_server.url.rpartition(":")[2]))


def test_the_health_check_fails_where_nobody_answers():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert not healthcheck.answers(port)
