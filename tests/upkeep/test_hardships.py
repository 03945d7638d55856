"""What the machine lacked is told in words, on pages, to programs and on a terminal."""

import errno
import sqlite3

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import translation

from debts.upkeep.hardships import TOLD, Hardship, hardship_of
from debts.web.errors import HARDSHIPS
from ledger import commands
from tests.api.ledgers import ask, whole_ledger


def of_sqlite(name):
    cause = sqlite3.OperationalError(name)
    cause.sqlite_errorname = name
    raise OperationalError(name) from cause


@pytest.mark.parametrize(
    ("name", "hardship"),
    [
        ("SQLITE_BUSY_SNAPSHOT", Hardship.BUSY),
        ("SQLITE_FULL", Hardship.FULL),
        ("SQLITE_READONLY_DIRECTORY", Hardship.READ_ONLY),
        ("SQLITE_CANTOPEN", Hardship.DATABASE),
        ("SQLITE_CONSTRAINT_UNIQUE", None),
    ],
)
def test_an_error_of_sqlite_is_known_by_its_name(name, hardship):
    with pytest.raises(OperationalError) as raised:
        of_sqlite(name)
    assert hardship_of(raised.value) is hardship


@pytest.mark.parametrize(
    ("code", "hardship"),
    [("53100", Hardship.FULL), ("55P03", Hardship.BUSY), ("57P01", Hardship.DATABASE), ("23505", None)],
)
def test_an_error_of_postgresql_is_known_by_its_code(code, hardship):
    problem = OperationalError("told by the server")
    problem.sqlstate = code
    assert hardship_of(problem) is hardship


@pytest.mark.parametrize(
    ("problem", "hardship"),
    [
        (OSError(errno.ENOSPC, "full"), Hardship.FULL),
        (OSError(errno.EROFS, "read only"), Hardship.READ_ONLY),
        (MemoryError(), Hardship.MEMORY),
        (OperationalError("connection failed"), Hardship.DATABASE),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (ValueError("a fault of ours"), None),
        (None, None),
    ],
)
def test_other_errors_are_known_by_what_they_are(problem, hardship):
    assert hardship_of(problem) is hardship


@pytest.fixture
def full(monkeypatch):
    def fail(*_args, **_options):
        of_sqlite("SQLITE_FULL")

    monkeypatch.setattr("debts.web.lenders.views.record_lender", fail)
    monkeypatch.setattr("debts.api.lenders.record_lender", fail)


def test_a_page_says_that_the_disk_is_full_and_that_nothing_is_half_done(client_of, owner, full):
    browser = client_of(owner)
    browser.raise_request_exception = False
    page = browser.post(reverse("lender_new"), {"name": "某某银行"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert str(HARDSHIPS[Hardship.FULL]) in page.content.decode()
    assert "也没有存下一半" in page.content.decode()


def test_a_program_is_told_to_send_it_again(full, db):
    answer = ask("POST", "/lenders", {"name": "某某银行"}, token=whole_ledger("changqing").token())
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "Nothing was written" in answer.json()["detail"]


def test_a_terminal_gets_a_sentence_and_status_1(monkeypatch):
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _words: of_sqlite("SQLITE_READONLY"))
    with pytest.raises(SystemExit, match="what was begun is undone") as left:
        commands.run(["manage.py", "anything"])
    assert TOLD[Hardship.READ_ONLY] in str(left.value)


def test_a_fault_of_ours_is_not_taken_for_a_lack(monkeypatch):
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda words: words.index("nothing"))
    with pytest.raises(ValueError, match="nothing"):
        commands.run(["manage.py", "anything"])


def test_reading_goes_on_where_the_use_of_a_token_cannot_be_noted(db):
    token = whole_ledger("changqing").token()

    def refuse(run, sql, *statement):
        return of_sqlite("SQLITE_BUSY") if sql.startswith("UPDATE") and "apitoken" in sql else run(sql, *statement)

    with connection.execute_wrapper(refuse):
        assert ask("GET", "/loans", token=token).status_code == 200


def test_every_hardship_has_words_in_both_languages():
    with translation.override("en"):
        assert all(str(HARDSHIPS[one]).isascii() and TOLD[one] for one in Hardship)
