"""A settled and an open loan, and what came about them, for the tests of the pages."""

import io
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from debts.actions import (
    Route,
    WriteContext,
    attach_proof,
    keep_file,
    receive_messages,
    record_lender,
    record_loan,
    record_repayment,
    record_step,
    set_profile,
    settle,
)
from debts.reconciler.types import IncomingMessage
from tests.moments import SHANGHAI, at

NOW = datetime(2025, 11, 1, 10, 0, tzinfo=SHANGHAI)
AFTER = "【苏宁消金】尊敬的许大江，您的任性贷已逾期3天，应还1,234.56元，请立即还款。"


def write(owner, now=NOW):
    return WriteContext(owner, Route.WEB, now)


def keep(owner, content=b"%PDF-1.7 certificate", name="结清证明.pdf"):
    return keep_file(write(owner), io.BytesIO(content), name)


def sent(owner, dispute, day=date(2025, 10, 1), channel="lender", **fields):
    """A letter of a dispute that was handed in."""
    return record_step(write(owner), dispute, kind="sent", channel=channel, day=day, **fields)


def page(client, name, *args, **query):
    """What stands on a page that is there."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def lender_of(owner):
    return record_lender(
        write(owner), name="苏宁消费金融有限公司", aliases=["苏宁消金", "任性贷"], signatures=["苏宁消金"]
    )


def open_loan(owner, **changes):
    terms = {
        "product": "任性贷",
        "principal": Decimal(6000),
        "drawn_on": date(2024, 1, 5),
        "annual_rate": Decimal("0.12"),
        "repayment_method": "equal_principal",
        "term_months": 6,
        "first_due_on": date(2024, 2, 5),
        "card_tail": "7731",
    }
    lender = changes.pop("lender", None) or lender_of(owner)
    return record_loan(write(owner), lender=lender, **{**terms, **changes})


def settled_loan(owner, settled_at="2024-03-10 15:20", **changes):
    loan = open_loan(owner, **changes)
    ctx = write(owner)
    record_repayment(ctx, loan=loan, paid_at=at("2024-02-05 09:00"), amount=Decimal("1060.00"))
    record_repayment(ctx, loan=loan, paid_at=at("2024-03-10 15:10"), amount=Decimal("5050.00"))
    settle(ctx, loan, settled_at=at(settled_at), basis="early_payoff")
    return loan


def certificate(owner, loan, **fields):
    given = {"kind": "settlement_certificate", "issued_on": date(2024, 3, 12), "number": "JQ-08"}
    return attach_proof(write(owner), loan, **{**given, **fields})


def receive(owner, *texts, received_at="2024-05-05 10:22"):
    incoming = [IncomingMessage("", text, at(received_at), "1069000000") for text in texts]
    return receive_messages(write(owner), incoming, source="paste").new


def introduce(owner):
    return set_profile(write(owner), names=["许大江"], phones=["13900000000"])


def with_another_verdict(verdict):
    """Makes a stored answer one of a version that knew another verdict."""
    verdict.detail["verdict"]["code"] = "verdict_of_old"
    verdict.code = "verdict_of_old"


def age(row, change):
    """A kept message whose stored answer another version has written."""
    change(row.verdict)
    row.verdict.save()
    return row
