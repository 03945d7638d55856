import re

import pytest

from ledger import first_code, serving


@pytest.fixture(autouse=True)
def no_code(monkeypatch):
    monkeypatch.setenv(first_code.NAME, "")


@pytest.mark.parametrize("name", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost", "ledger.localhost"])
def test_what_leads_to_this_machine_only_asks_for_no_code(monkeypatch, name):
    first_code.set_first_code(name, ["127.0.0.1", "localhost", "[::1]"])
    assert not serving.os.environ[first_code.NAME]


@pytest.mark.parametrize(
    "name",
    ["0.0.0.0", "::", "192.168.1.7", "ledger.example", "localhost.example", "1270.0.1"],  # noqa: S104  nothing is bound
)
def test_what_leads_beyond_asks_for_one(name):
    first_code.set_first_code(name, ["localhost"])
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", serving.os.environ[first_code.NAME])


def test_a_name_that_a_proxy_serves_asks_for_one():
    first_code.set_first_code("127.0.0.1", ["localhost", "ledger.example"])
    assert serving.os.environ[first_code.NAME]


def test_a_code_that_was_given_stays(monkeypatch):
    monkeypatch.setenv(first_code.NAME, "abc")
    first_code.set_first_code("0.0.0.0", [])  # noqa: S104  the case itself; nothing is bound
    assert serving.os.environ[first_code.NAME] == "abc"


def test_no_two_starts_have_the_same(monkeypatch):
    found = set()
    for _ in range(20):
        monkeypatch.setenv(first_code.NAME, "")
        first_code.set_first_code("192.0.2.1", [])
        found.add(serving.os.environ[first_code.NAME])
    assert len(found) == 20


@pytest.mark.parametrize(("code", "is_told"), [("abcd-efgh-jkmn", True), ("", False)])
def test_the_code_is_printed_while_the_first_account_is_waited_for(tmp_path, capsys, code, is_told):
    serving.options("127.0.0.1", 8000, tmp_path, code=code)["when_ready"](object())
    assert ("code for the first account: abcd-efgh-jkmn" in capsys.readouterr().out) is is_told
