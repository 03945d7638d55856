import json

import pytest
from django.test import Client

from debts.actions import Route, WriteContext, create_token, load_archive, revoke_token
from debts.api.checks import MOST_MESSAGES
from debts.intake.archive import parse_archive
from debts.models import ApiToken, Message, TokenScope, User
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER

URL = "/api/v1/check"
DEMAND = {"id": "q1", "text": LEDGER["messages"][0]["text"], "received_at": "2025-10-20T10:22:00+08:00"}


@pytest.fixture
def ctx(db):
    ctx = WriteContext(User.objects.create_user("changqing"), Route.COMMAND, NOW)
    load_archive(ctx, parse_archive(json.dumps(LEDGER).encode()))
    return ctx


@pytest.fixture
def token(ctx):
    return create_token(ctx, TokenScope.CHECK)


def post(client, body, token):
    return client.post(URL, body, content_type="application/json", headers={"Authorization": f"Bearer {token}"})


def test_a_check_answers_and_keeps_nothing(client, token):
    answer = post(client, {"messages": [DEMAND]}, token).json()["messages"][0]
    assert (answer["id"], answer["verdict"], answer["loan"]) == ("q1", "after_settlement", "x1")
    assert Message.objects.count() == 1


def test_a_time_without_an_offset_is_the_owners_own(client, token):
    settled = "2025-07-30T21:14:59"
    answer = post(client, {"messages": [{**DEMAND, "received_at": settled}]}, token).json()["messages"][0]
    assert answer["verdict"] != "after_settlement"


@pytest.mark.parametrize("token", ["", "jq_wrong", "x" * 5000])
def test_a_wrong_token_is_a_problem_that_says_what_is_needed(client, db, token):
    answer = post(client, {"messages": []}, token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_of_another_scope_is_refused(client, ctx):
    assert post(client, {"messages": []}, create_token(ctx, TokenScope.READ)).status_code == 403


def test_a_revoked_token_is_refused(client, ctx, token):
    revoke_token(ctx, ApiToken.objects.get())
    assert post(client, {"messages": []}, token).status_code == 401


@pytest.mark.parametrize("body", ["{", "[]", '{"messages": 5}', '{"messages": [{"id": "1"}]}'])
def test_a_body_that_cannot_be_used_is_a_problem(client, token, body):
    answer = post(client, body, token)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_judges_by_its_owners_ledger_alone(client, db, token):
    other = WriteContext(User.objects.create_user("moshengren"), Route.COMMAND, NOW)
    answer = post(client, {"messages": [DEMAND]}, create_token(other, TokenScope.CHECK)).json()["messages"][0]
    assert (answer["verdict"], answer["loan"]) == ("unknown_debt", None)


def test_the_description_is_served(client):
    assert "/api/v1/check" in client.get("/api/v1/openapi.json").json()["paths"]


def ask(client, token, **given):
    return post(client, {"messages": [{**DEMAND, **given}]}, token)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sender", None), ("id", 5), ("received_at", ""), ("received_at", None), ("channel", None), ("recipient", "")],
)
def test_what_a_line_of_a_file_may_say_may_be_said_here(client, token, field, value):
    assert ask(client, token, **{field: value}).status_code == 200


def test_a_number_as_id_comes_back_as_text(client, token):
    assert ask(client, token, id=5).json()["messages"][0]["id"] == "5"


def test_a_message_without_an_id_is_named_by_its_place(client, token):
    answer = post(client, {"messages": [{"text": "欠款"}, {"text": "还款"}]}, token)
    assert [row["id"] for row in answer.json()["messages"]] == ["1", "2"]


@pytest.mark.parametrize(
    "time",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59+00:00", "2026-03-05", "昨天 10:22"],
)
def test_a_time_that_cannot_be_used_is_named_with_its_place(client, token, time):
    answer = post(client, {"messages": [DEMAND, {**DEMAND, "received_at": time}]}, token)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == [{"at": "message 2", "code": "time", "detail": "received_at"}]


@pytest.mark.parametrize("time", ["1970-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00", "2026-03-05 10:22"])
def test_a_time_at_the_edge_is_taken(client, token, time):
    assert ask(client, token, received_at=time).status_code == 200


def test_every_message_that_cannot_be_read_is_named(client, token):
    answer = post(client, {"messages": [DEMAND, 7, {}, {"text": "欠款", "channel": "taube"}]}, token)
    found = [(error["at"], error["code"]) for error in answer.json()["errors"]]
    assert found == [("message 2", "not_an_object"), ("message 3", "text_missing"), ("message 4", "channel")]


@pytest.mark.parametrize(("count", "status"), [(MOST_MESSAGES, 200), (MOST_MESSAGES + 1, 422)])
def test_no_more_messages_are_taken_than_can_be_answered(client, token, count, status):
    assert post(client, {"messages": [{"text": "欠款"}] * count}, token).status_code == status


@pytest.mark.parametrize("text", ["\ud800欠款", "欠款\x00500元", ""])
def test_odd_characters_are_only_text(client, token, text):
    assert ask(client, token, text=text).status_code == 200


def problem_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.status_code


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nirgends", "/api/v1/check/", "/api/v2/check"])
def test_an_unknown_address_is_a_problem(client, db, address):
    assert problem_of(client.get(address)) == 404


def test_a_wrong_method_is_a_problem_that_names_the_right_one(client, db):
    answer = client.get(URL)
    assert problem_of(answer) == 405
    assert answer["Allow"] == "POST"


def test_a_fault_of_ours_is_a_problem(token, monkeypatch):
    monkeypatch.setattr("debts.api.checks.check", lambda *_: 1 / 0)
    answer = ask(Client(raise_request_exception=False), token)
    assert problem_of(answer) == 500
    assert "Content-Language" not in answer


def test_a_host_that_is_not_ours_is_a_problem(client, db):
    assert problem_of(client.get("/api/v1/openapi.json", headers={"Host": "elsewhere.example"})) == 400


def test_a_body_that_is_too_large_is_a_problem(client, token, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert problem_of(ask(client, token, text="欠款" * 500)) == 413


def test_a_flood_is_a_problem(client, db, settings):
    settings.MAX_PROOF_MEGABYTES = -16
    assert problem_of(post(client, {"messages": []}, "")) == 413


def test_a_page_for_people_stays_a_page(client, owner):
    assert client.get("/nirgends/")["Content-Type"].startswith("text/html")


def test_the_description_says_what_a_message_may_hold(client):
    parts = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    message = parts["CheckIn"]["properties"]["messages"]["items"]
    assert message["required"] == ["text"]
    assert set(message["properties"]) == {"id", "text", "received_at", "sender", "channel", "recipient"}
