"""What the log says of a request, and what it does not."""

import json
import logging

import pytest

from ledger.logs import JsonLines, NameRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="jieqing.requests")
    caplog.handler.addFilter(NameRequest())
    return caplog


def test_every_answer_names_its_request_and_so_does_the_log(client, log):
    answer = client.get("/accounts/login/")
    (record,) = [record for record in log.records if record.name == "jieqing.requests"]
    assert record.request_id == answer["X-Request-ID"]
    assert record.facts["page"] == "account_login"
    assert record.facts["status"] == 200


def test_the_id_that_a_proxy_gave_is_kept(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-7"})["X-Request-ID"] == "proxy-7"


@pytest.mark.parametrize("given", ["a b", "x" * 65, "行", "a\tb"])
def test_an_id_that_could_forge_a_line_is_not_taken_over(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] != given


def test_neither_address_nor_text_stands_in_the_log(client_of, owner, log):
    client_of(owner).post("/check/?word=秘密", {"text": "您尾号1234的借款已逾期"})
    assert "1234" not in log.text
    assert "秘密" not in log.text


def test_a_line_for_programs_holds_the_facts(log):
    record = logging.makeLogRecord({"name": "jieqing", "levelname": "INFO", "msg": "%s", "args": ("好",), "created": 0})
    record.request_id, record.facts = "r1", {"status": 200}
    line = json.loads(JsonLines().format(record))
    assert line == {
        "at": line["at"],
        "level": "INFO",
        "logger": "jieqing",
        "request_id": "r1",
        "message": "好",
        "status": 200,
    }


def test_outside_of_a_request_there_is_a_dash():
    record = logging.makeLogRecord({"msg": "start"})
    NameRequest().filter(record)
    assert record.request_id == "-"
