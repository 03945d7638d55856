"""Everything belongs to an owner: every address that names an object answers 404 to anybody else."""

import io
import json

import pytest
from django.urls import get_resolver, reverse

from debts.actions import (
    Route,
    WriteContext,
    add_forwarder,
    attach_proof,
    attach_to_message,
    decide,
    keep_file,
    learn,
    load_archive,
    open_dispute,
    record_step,
    share_dispute,
)
from debts.intake.archive import parse_archive
from debts.models import (
    Assignment,
    Attachment,
    Change,
    Dispute,
    DisputeItem,
    DisputeStep,
    Forwarder,
    ForwarderKind,
    ImportBatch,
    Lender,
    Lesson,
    LessonKind,
    Loan,
    Message,
    MessageFile,
    Repayment,
    Settlement,
    SettlementProof,
    Share,
    Sitting,
    Twin,
    User,
)
from debts.models.messages import DecisionKind
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER

# Which object the number in an address names, by the beginning of the address's name.
MODELS = {
    "assignment_new": Loan,
    "assignment_": Assignment,
    "attachment": Attachment,
    "bill": Attachment,
    "bill_import": ImportBatch,
    "certificate_letter": Loan,
    "check": Message,
    "dispute": Dispute,
    "dispute_item_": DisputeItem,
    "dispute_step_remove": DisputeStep,
    "dispute_message": Message,
    "dispute_lender": Lender,
    "exhibit": MessageFile,
    "forwarder": Forwarder,
    "dispute_loan": Loan,
    "lender": Lender,
    "lesson": Lesson,
    "import": ImportBatch,
    "import_twin": Twin,
    "letter_of_dispute": Dispute,
    "letter_of_lender": Lender,
    "letter_of_loan": Loan,
    "letters_of_dispute": Dispute,
    "letters_of_lender": Lender,
    "letters_of_loan": Loan,
    "loan": Loan,
    "message": Message,
    "message_change": Change,
    "proof_new": Loan,
    "proposals_": Sitting,
    "proof_": SettlementProof,
    "repayment_new": Loan,
    "repayment": Repayment,
    "share_": Share,
    "settlement_check": Loan,
    "settlement_edit": Loan,
    "settlement_": Settlement,
}

# What an address needs beside the number.
WORDS = {f"letter_of_{about}": ["lender_complaint"] for about in ("dispute", "lender", "loan")}


def names_with_a_number():
    patterns = [pattern for included in get_resolver("debts.web.urls").url_patterns for pattern in flat(included)]
    return sorted({pattern.name for pattern in patterns if "<int:pk>" in str(pattern.pattern)})


def flat(pattern):
    parts = getattr(pattern, "url_patterns", None)
    return [pattern] if parts is None else [one for part in parts for one in flat(part)]


@pytest.fixture
def ledger_of_another(db):
    ctx = WriteContext(User.objects.create_user("changqing"), Route.WEB, NOW)
    load_archive(ctx, parse_archive(json.dumps(LEDGER).encode()))
    kept = keep_file(ctx, io.BytesIO(b"%PDF-1.7 certificate"), "a.pdf")
    attach_proof(ctx, Loan.objects.get(), kind="receipt", attachment=kept)
    attach_to_message(ctx, Message.objects.get(), kept)
    add_forwarder(ctx, ForwarderKind.JSON, "小米14")
    Change.objects.create(owner=ctx.owner, at=NOW, route=Route.WEB)
    decision = decide(ctx, Message.objects.get(), DecisionKind.ABOUT_LOAN, loan=Loan.objects.get())
    learn(ctx, decision, LessonKind.SENDERS, "1069000000")
    Sitting.objects.create(owner=ctx.owner, recorded_at=NOW)
    other = Message.objects.create(owner=ctx.owner, recorded_at=NOW, text="一", fingerprint="f")
    Twin.objects.create(owner=ctx.owner, recorded_at=NOW, first=Message.objects.exclude(pk=other.pk)[0], second=other)
    dispute = open_dispute(ctx, Lender.objects.get(), title="争议", things=[Message.objects.first()])
    record_step(ctx, dispute, kind="sent", channel="lender", day=NOW.date())
    share_dispute(ctx, dispute, label="王律师", expires_at=NOW)
    return ctx.owner


def address(name):
    model = max((start for start in MODELS if name.startswith(start)), key=len)
    return reverse(name, args=[MODELS[model].objects.first().pk, *WORDS.get(name, ())])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", names_with_a_number())
def test_a_stranger_is_told_that_there_is_nothing(client, ledger_of_another, name, method):
    client.force_login(User.objects.create_user("moshengren"))
    assert getattr(client, method)(address(name)).status_code in {404, 405}


@pytest.mark.parametrize("name", names_with_a_number())
def test_whoever_is_not_signed_in_is_asked_to(client, ledger_of_another, name):
    answer = client.get(address(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_owner_sees_what_the_stranger_does_not(client, ledger_of_another):
    client.force_login(ledger_of_another)
    assert client.get(reverse("loan", args=[Loan.objects.get().pk])).status_code == 200
