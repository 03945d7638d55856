"""One of everything, for the tests of the API: a settled loan with its papers, a demand, a dispute, an import."""

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from debts.actions import (
    Route,
    WriteContext,
    add_webhook,
    attach_proof,
    create_token,
    decide,
    keep_file,
    load_archive,
    open_dispute,
    record_assignment,
    record_step,
)
from debts.actions.imports import Import
from debts.actions.tally import Chunk
from debts.intake.archive import parse_archive
from debts.models import Loan, Message, TokenScope, User
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER

ROOT = "/api/v1"


@dataclass
class Whole:
    """The ids of one of everything that an owner has."""

    ctx: WriteContext
    ids: dict

    def token(self, scope=TokenScope.WRITE):
        return create_token(self.ctx, scope)


def own_names(name):
    """The archive with ids that nobody else's has."""
    return re.sub(r'"(l1|x1|r1|p1|m1)"', rf'"{name}-\1"', json.dumps(LEDGER)).encode()


def whole_ledger(name):
    ctx = WriteContext(User.objects.create_user(name), Route.COMMAND, NOW)
    load_archive(ctx, parse_archive(own_names(name)))
    loan, message = Loan.objects.of(ctx.owner).get(), Message.objects.of(ctx.owner).get()
    file = keep_file(ctx, io.BytesIO(b"%PDF-1.7 certificate"), "结清证明.pdf")
    proof = attach_proof(ctx, loan, kind="receipt", attachment=file)
    assignment = record_assignment(ctx, loan=loan, assignee="某某资产管理有限公司")
    decide(ctx, message, DecisionKind.ABOUT_LOAN, loan=loan)
    job = Import(ctx, source="sms.jsonl", form="jsonl")
    job.take(Chunk([IncomingMessage("", "本月账单已出，请查收。", datetime(2025, 9, 1, tzinfo=UTC), "95566")]))
    job.finish()
    dispute = open_dispute(ctx, loan.lender, title="结清后仍被催收", things=[message, file])
    step = record_step(ctx, dispute, kind="sent", channel="lender", day=date(2025, 9, 2))
    repayment = loan.repayments.filter(removed_at=None).first()
    facts = {"lender": loan.lender, "loan": loan, "message": message, "file": file, "proof": proof}
    webhook, _ = add_webhook(ctx, "https://home.example.org/jieqing")
    facts |= {
        "webhook": webhook,
        "assignment": assignment,
        "repayment": repayment,
        "batch": job.batch,
        "dispute": dispute,
        "step": step,
    }
    return Whole(ctx, {kind: fact.ref for kind, fact in facts.items()})


def ask(method, path, body=None, *, token=None, headers=None, **more):
    """Send a request as a program does, and give back the answer."""
    sent = {"Authorization": f"Bearer {token}"} if token else {}
    given = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    client = Client(raise_request_exception=False)
    answer = client.generic(method, f"{ROOT}{path}", headers={**sent, **(headers or {})}, **given, **more)
    if answer.streaming:
        answer.received = b"".join(answer.streaming_content)  # at its end the client closes it
    return answer


def upload(path, content, name, *, token, headers=None, **beside):
    file = io.BytesIO(content)
    file.name = name
    sent = {"Authorization": f"Bearer {token}", **(headers or {})}
    return Client(raise_request_exception=False).post(f"{ROOT}{path}", {"file": file, **beside}, headers=sent)
