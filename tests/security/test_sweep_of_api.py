"""Every operation of the API, as nobody, by a session, with another scope, as a stranger, as its owner."""

import json
import re

import pytest
from django.db import transaction
from django.urls import get_resolver

from debts.actions import let_in
from debts.api.v1 import api
from debts.models import Dispute, GuestRole, TokenScope
from tests.api.conftest import made_once, mine, theirs
from tests.api.ledgers import ROOT, ask, upload
from tests.security.operations import GUESTS, OWNERS, body_of, words_of

__all__ = ["made_once", "mine", "theirs"]

SCHEMA = api.get_openapi_schema()
OPERATIONS = {
    told["operationId"]: (method.upper(), path, told)
    for path, methods in SCHEMA["paths"].items()
    for method, told in methods.items()
}
ABOUT_SOMETHING = sorted(name for name, (words, _) in OWNERS.items() if words and name != "get_export")


@pytest.fixture(autouse=True)
def at_the_time_of_the_ledger(clock):
    """The stopped clock."""


def send(operation, ids, token=None, body_ids=None):
    method, template, told = OPERATIONS[operation]
    words = iter(words_of(operation, ids))
    path = re.sub(r"\{[^}]+\}", lambda _: next(words), template).removeprefix("/api/v1")
    if "multipart/form-data" in told.get("requestBody", {}).get("content", {}) and token:
        return upload(path, b'{"text": "\xe6\xac\xa0\xe6\xac\xbe"}\n', "a.jsonl", token=token)
    return ask(method, path, body_of(operation, body_ids or ids), token=token)


def test_every_operation_has_a_row_and_every_row_an_operation():
    assert set(OPERATIONS) == set(OWNERS)


def test_every_address_of_the_resolver_is_described():
    patterns = [
        one for found in get_resolver("debts.api.urls").url_patterns for one in getattr(found, "url_patterns", [found])
    ]
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)) for one in patterns} - {"", "docs", "openapi.json"}
    assert routes == {path.removeprefix("/api/v1/") for path in SCHEMA["paths"]}


def answers(operations, *sending):
    """What is answered to each operation, each on the same ledger: what one writes is gone before the next."""
    found = {}
    for operation in operations:
        with transaction.atomic():
            found[operation] = send(operation, *sending)
            transaction.set_rollback(True)
    return found


def test_nobody_is_asked_for_a_token(mine):
    for operation, answer in answers(OPERATIONS, mine.ids).items():
        assert (operation, answer.status_code) == (operation, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_being_signed_in_opens_no_operation(mine, client_of):
    """A page of another site, or of a shared link, could else make the browser of its owner ask."""
    client = client_of(mine.ctx.owner)
    for operation, (method, template, _) in OPERATIONS.items():
        path = re.sub(r"\{[^}]+\}", "{}", template.removeprefix("/api/v1")).format(*words_of(operation, mine.ids))
        answer = client.generic(method, f"{ROOT}{path}", json.dumps(body_of(operation, mine.ids)), "application/json")
        assert (operation, answer.status_code) == (operation, 401)


@pytest.mark.parametrize("scope", [TokenScope.CHECK, TokenScope.READ, TokenScope.MESSAGES_WRITE, TokenScope.CALENDAR])
def test_a_token_of_another_scope_is_refused(mine, scope):
    others = [name for name, (*_, told) in OPERATIONS.items() if scope not in told["security"][0]["Bearer"]]
    assert {answer.status_code for answer in answers(others, mine.ids, mine.token(scope)).values()} == {403}


def test_a_stranger_is_told_that_there_is_nothing(mine, theirs):
    for operation, answer in answers(ABOUT_SOMETHING, mine.ids, theirs.token(), theirs.ids).items():
        assert (operation, answer.status_code) == (operation, 404)
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("role", GuestRole)
def test_a_guest_of_a_dispute_reaches_nothing_else(mine, theirs, role):
    let_in(mine.ctx, Dispute.objects.get(ref=mine.ids["dispute"]), theirs.ctx.owner, role)
    which = 0 if role == GuestRole.READER else 1
    expected = {name: GUESTS.get(name, (404, 404))[which] for name in ABOUT_SOMETHING}
    found = answers(ABOUT_SOMETHING, mine.ids, theirs.token(), theirs.ids)
    assert {name: answer.status_code for name, answer in found.items()} == expected


def test_what_a_body_names_of_another_owner_is_not_there(mine, theirs):
    naming = ["record_a_loan", "put_decision", "open_a_dispute", "add_exhibits"]
    for answer in answers(naming, mine.ids, mine.token(), theirs.ids).values():
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["pointer"].startswith("/")


def test_the_owner_gets_what_is_promised(mine):
    for operation, answer in answers(OPERATIONS, mine.ids, mine.token()).items():
        assert (operation, answer.status_code) == (operation, OWNERS[operation][1]), answer.content.decode()
        assert answer.status_code in OPERATIONS[operation][2]["responses"]


@pytest.mark.parametrize("operation", ["list_lenders", "list_loans", "list_messages", "list_files", "list_disputes"])
def test_a_list_holds_nothing_of_another_owner(mine, theirs, operation):
    shown = {row["id"] for row in send(operation, mine.ids, mine.token()).json()["items"]}
    others = {row["id"] for row in send(operation, theirs.ids, theirs.token()).json()["items"]}
    assert shown
    assert not shown & others
