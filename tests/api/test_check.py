import json

import pytest

from debts.actions import Route, WriteContext, create_token, load_archive, revoke_token
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
