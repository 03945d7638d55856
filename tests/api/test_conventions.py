"""What holds for every operation: pages, tags, keys, and how a request is refused."""

import hashlib
import json
from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from django.test import Client

from debts.actions import Route, create_token, record_lender
from debts.models import ApiToken, Lender, Repayment, StoredAnswer, TokenScope
from debts.reconciler.types import Reading
from tests.actions.conftest import NOW
from tests.api.ledgers import ask, upload

PAID = {"paid_at": "2025-03-05T09:00:00+08:00", "amount": "916.80"}
LENDER = {"name": "远山小额贷款有限公司"}


@pytest.fixture(autouse=True)
def at_the_time_of_the_ledger(clock):
    """The stopped clock."""


@pytest.fixture
def payments(mine):
    return f"/loans/{mine.ids['loan']}/repayments"


def test_pages_follow_one_another_and_miss_nothing(mine, token):
    for number in range(5):
        record_lender(mine.ctx, name=f"第{number}家")
    path, names = "/lenders?limit=2", []
    while path:
        page = ask("GET", path.removeprefix("/api/v1"), token=token).json()
        names += [row["name"] for row in page["items"]]
        path = page["next"]
    assert names == [row.name for row in Lender.objects.order_by("-pk")]


def test_messages_come_with_the_last_received_first_and_without_a_time_last(mine, token):
    ask(
        "POST",
        "/messages",
        {"messages": [{"text": "没有时间"}, {"text": "新的", "received_at": "2025-10-30T08:00:00+08:00"}]},
        token=token,
    )
    first = ask("GET", "/messages?limit=1", token=token).json()
    rest = ask("GET", first["next"].removeprefix("/api/v1"), token=token).json()
    assert first["items"][0]["text"] == "新的"
    assert rest["items"][0]["id"] == mine.ids["message"]
    assert ask("GET", "/messages", token=token).json()["items"][-1]["text"] == "没有时间"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("verdict=after_settlement", 1),
        ("flagged=false", 1),
        ("kind=marketing", 0),
        ("text=轻享贷", 1),
        ("text=享", 1),
        ("text=没有的词", 0),
        ("text=轻享贷&kind=marketing", 0),
        ("since=2025-09-10T00:00:00%2B08:00", 1),
        ("until=2025-09-10T00:00:00+08:00", 1),
        ("channel=call", 0),
    ],
)
def test_messages_are_narrowed(mine, token, query, count):
    assert len(ask("GET", f"/messages?{query}", token=token).json()["items"]) == count


def test_messages_are_narrowed_to_a_loan_of_the_owner(mine, theirs, token):
    assert len(ask("GET", f"/messages?loan={mine.ids['loan']}", token=token).json()["items"]) == 1
    assert ask("GET", f"/messages?loan={theirs.ids['loan']}", token=token).status_code == 404


def test_a_message_is_shown_with_the_answer_of_a_check(mine, token):
    shown = ask("GET", f"/messages/{mine.ids['message']}", token=token).json()
    assert shown["verdict"]["code"] == shown["answer"]["verdict"] == "after_settlement"
    assert shown["decision"]["loan"] == mine.ids["loan"]
    assert shown["reading"]["kind"] == shown["verdict"]["kind"]
    assert shown["reading"].keys() == {field.name for field in fields(Reading)}


def test_money_and_times_are_written_as_promised(mine, token):
    shown = ask("GET", f"/repayments/{mine.ids['repayment']}", token=token).json()
    assert (shown["amount"], shown["currency"]) == ("6360.00", "CNY")
    assert shown["paid_at"] == "2025-07-30T21:15:00+08:00"


def test_the_state_of_a_loan_is_that_of_the_moment(mine, token):
    path = f"/loans/{mine.ids['loan']}/state"
    before = ask("GET", f"{path}?at=2025-07-01T00:00:00%2B08:00", token=token).json()
    after = ask("GET", path, token=token).json()
    assert (before["is_settled"], before["balance"]) == (False, "6360.00")
    assert (after["is_settled"], after["settled_at"]) == (True, "2025-07-30T21:15:00+08:00")


def test_a_change_leaves_what_is_not_sent_as_it_was(mine, token):
    path = f"/loans/{mine.ids['loan']}"
    before = ask("GET", path, token=token).json()
    after = ask("PATCH", path, {"card_tail": "9999"}, token=token).json()
    assert after == {**before, "card_tail": "9999"}


def test_what_is_recorded_is_shown_the_same(mine, token):
    made = ask("POST", "/lenders", LENDER, token=token)
    shown = ask("GET", f"/lenders/{made.json()['id']}", token=token)
    assert made.json() == shown.json()
    assert made["ETag"] == shown["ETag"]


def test_what_has_not_changed_is_not_sent_again(mine, token):
    path = f"/loans/{mine.ids['loan']}"
    tag = ask("GET", path, token=token)["ETag"]
    again = ask("GET", path, token=token, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_what_another_has_changed_meanwhile_is_not_changed(mine, token, method):
    path = f"/repayments/{mine.ids['repayment']}"
    tag = ask("GET", path, token=token)["ETag"]
    ask("PATCH", path, {"reference": "另一个"}, token=token)
    refused = ask(method, path, {"amount": "1.00"}, token=token, headers={"If-Match": tag})
    assert refused.status_code == 412
    assert ask("GET", path, token=token).json()["amount"] == "6360.00"


@pytest.mark.parametrize("given", ["the tag", "*"])
def test_what_is_as_it_was_seen_is_changed(mine, token, given):
    path = f"/repayments/{mine.ids['repayment']}"
    tag = ask("GET", path, token=token)["ETag"] if given == "the tag" else given
    changed = ask("PATCH", path, {"reference": "B-2"}, token=token, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["reference"]) == (200, "B-2")
    assert changed["ETag"] == ask("GET", path, token=token)["ETag"]


def test_a_request_with_a_key_writes_once(payments, token):
    key = {"Idempotency-Key": "8f2c"}
    first, again = (ask("POST", payments, PAID, token=token, headers=key) for _ in range(2))
    assert Repayment.objects.filter(amount="916.80").count() == 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first


def test_a_key_stands_for_one_request(payments, token):
    key = {"Idempotency-Key": "8f2c"}
    ask("POST", payments, PAID, token=token, headers=key)
    other = ask("POST", payments, {**PAID, "amount": "1.00"}, token=token, headers=key)
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]


def test_a_refused_request_can_be_mended_under_the_same_key(payments, token):
    key = {"Idempotency-Key": "8f2c"}
    assert (
        ask("POST", payments, {**PAID, "paid_at": "2099-01-01T00:00:00Z"}, token=token, headers=key).status_code == 409
    )
    assert ask("POST", payments, PAID, token=token, headers=key).status_code == 201


def test_keys_of_two_owners_are_two(mine, theirs, token):
    for one in (token, theirs.token()):
        assert ask("POST", "/lenders", LENDER, token=one, headers={"Idempotency-Key": "1"}).status_code == 201
    assert Lender.objects.filter(**LENDER).count() == 2


def test_a_key_is_forgotten_after_a_day(payments, token, clock):
    for day in ("2025-11-01T10:00:00+08:00", "2025-11-02T10:00:01+08:00"):
        clock.move_to(day)
        ask("POST", payments, PAID, token=token, headers={"Idempotency-Key": "8f2c"})
    assert Repayment.objects.filter(amount="916.80").count() == 2
    assert StoredAnswer.objects.count() == 1


def test_a_file_that_is_sent_again_under_its_key_is_one(mine, token):
    first, again = (
        upload("/files", b"%PDF-1.7 x", "a.pdf", token=token, headers={"Idempotency-Key": "f"}) for _ in range(2)
    )
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"


def test_a_check_keeps_nothing_whatever_its_key(mine, token):
    ask("POST", "/check", {"messages": [{"text": "欠款"}]}, token=token, headers={"Idempotency-Key": "1"})
    assert not StoredAnswer.objects.exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"amount": 916.8}, "/amount"),
        ({"amount": "0.00"}, "/amount"),
        ({"amount": "9,16"}, "/amount"),
        ({"paid_at": "2025-03-05T09:00:00"}, "/paid_at"),
        ({"paid_at": "2025-02-30T09:00:00Z"}, "/paid_at"),
        ({"kind": "gift"}, "/kind"),
        ({"amuont": "1.00"}, "/amuont"),
    ],
)
def test_a_field_that_cannot_be_used_is_pointed_at(payments, token, change, pointer):
    refused = ask("POST", payments, {**PAID, **change}, token=token)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"paid_at": "2025-11-01T10:00:01+08:00"}, "/paid_at"),
        ({"fee_part": "1.00"}, "/fee_part"),
        ({"reversed_at": "2025-03-04T09:00:00+08:00"}, "/reversed_at"),
        ({"kind": "refund", "purpose": "payoff"}, "/purpose"),
    ],
)
def test_what_cannot_be_so_is_pointed_at(payments, token, change, pointer):
    refused = ask("POST", payments, {**PAID, **change}, token=token)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_terms_that_contradict_themselves_are_pointed_at(mine, token):
    terms = {"lender": mine.ids["lender"], "principal": "100.00", "received": "200.00"}
    refused = ask("POST", "/loans", terms, token=token)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/received")


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_form_of_body_is_refused(mine, token, media):
    headers = {"Authorization": f"Bearer {token}"}
    refused = Client().generic("POST", "/api/v1/lenders", json.dumps(LENDER), content_type=media, headers=headers)
    assert (refused.status_code, refused["Accept"]) == (415, "application/json")


def test_a_token_that_asks_too_often_has_to_wait(mine, token, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    statuses = [ask("GET", "/token", token=token).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert ask("GET", "/token", token=token)["Retry-After"] == "60"


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg onload='x'>", b"MZ\x90\x00", b""])
def test_a_file_that_is_no_evidence_is_refused(mine, token, content):
    refused = upload("/files", content, "证明.pdf", token=token)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/file")


@pytest.mark.parametrize("path", ["/files", "/batches"])
def test_a_part_that_the_form_does_not_have_is_pointed_at(mine, token, path):
    refused = upload(path, b"%PDF-1.7 x", "a.pdf", token=token, flie="misspelt")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "flie")
    assert upload(path, b"%PDF-1.7 x", "a.pdf", token=token).status_code != 422


def test_a_problem_is_not_said_to_be_compressed(db):
    asked = Client().get("/api/v1/nothing", headers={"Accept-Encoding": "gzip"})
    assert (asked.status_code, asked.json()["title"]) == (404, "Not Found")
    assert "Content-Encoding" not in asked


def test_a_file_comes_back_as_a_download_that_runs_nowhere(mine, token):
    got = ask("GET", f"/files/{mine.ids['file']}/content", token=token)
    assert got.received == b"%PDF-1.7 certificate"
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment")


def test_a_file_of_no_known_form_is_refused(mine, token):
    refused = upload("/batches", b"\x00\x01\x02", "a.bin", token=token)
    assert refused.status_code == 409


def test_an_import_is_reported_and_undone(mine, token):
    made = upload(
        "/batches", '{"text": "【某贷】您已逾期，请还款100元"}\n{"text": 5}\n'.encode(), "a.jsonl", token=token
    )
    report = made.json()
    assert (report["new"], report["unreadable"], report["troubles"][0]["number"]) == (1, 1, 2)
    undone = ask("POST", f"/batches/{report['id']}/undo", token=token).json()
    assert undone["is_undone"]


def test_an_expired_token_opens_nothing(mine, clock):
    short = create_token(mine.ctx, TokenScope.READ, lasts=timedelta(days=1))
    told = ask("GET", "/token", token=short).json()["expires_at"]
    assert datetime.fromisoformat(told) == NOW + timedelta(days=1)
    clock.shift(timedelta(days=1))
    assert ask("GET", "/token", token=short).status_code == 401


def test_a_token_remembers_its_last_use(mine, token, clock):
    ask("GET", "/token", token=token)
    assert token_row(mine).last_used_at == NOW


def token_row(mine):
    return ApiToken.objects.get(owner=mine.ctx.owner)


def test_an_evidence_head_that_was_kept_still_holds(mine, token):
    head = ask("GET", "/evidence/head", token=token).json()
    ask("POST", "/lenders", LENDER, token=token)
    kept = {"tree_head": {"size": head["size"], "root": head["root"]}, "head": head["last"]}
    assert ask("POST", "/evidence/verification", kept, token=token).json()["ok"]
    other = {"tree_head": {"size": head["size"], "root": "0" * 64}}
    assert not ask("POST", "/evidence/verification", other, token=token).json()["ok"]


def test_a_write_by_a_program_is_in_the_log_as_one(mine, token):
    ask("POST", "/lenders", LENDER, token=token)
    entry = ask("GET", "/evidence/entries?limit=1", token=token).json()["items"][0]
    assert (entry["route"], entry["record_type"]) == (Route.API, "lender")


def test_the_periods_of_what_was_handed_in_are_told(mine, token):
    told = ask("GET", f"/disputes/{mine.ids['dispute']}/deadlines", token=token).json()
    assert told["matters"][0]["step"] == mine.ids["step"]
    assert told["matters"][0]["state"] == "late"


def test_a_dossier_is_made_by_post_and_then_listed_with_its_hash(mine, token):
    path = f"/disputes/{mine.ids['dispute']}/dossiers"
    assert ask("GET", path, token=token).json()["items"] == []
    made = ask("POST", f"{path}/json", token=token)
    [row] = ask("GET", path, token=token).json()["items"]
    assert (row["form"], row["sha256"]) == ("json", hashlib.sha256(made.content).hexdigest())
    assert ask("GET", f"{path}/json", token=token).status_code == 405
