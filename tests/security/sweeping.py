"""The ledger through which the sweep goes, and what each address of the resolver needs to be opened."""

import io
import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from debts.actions import (
    Route,
    WriteContext,
    add_forwarder,
    add_webhook,
    attach_proof,
    attach_to_message,
    create_token,
    decide,
    import_repayments,
    keep_file,
    learn,
    let_in,
    load_archive,
    open_dispute,
    record_step,
    share_dispute,
)
from debts.actions.bills import NewRepayment
from debts.actions.imports import Import
from debts.actions.tally import Chunk
from debts.importing.pictures import path_of
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
    Guest,
    GuestRole,
    ImportBatch,
    Lender,
    Lesson,
    LessonKind,
    Loan,
    Message,
    MessageFile,
    PictureInHand,
    Repayment,
    Settlement,
    SettlementProof,
    Share,
    Sitting,
    TokenScope,
    Twin,
    User,
    Webhook,
)
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage
from tests.actions.conftest import NOW
from tests.actions.ledger_text import LEDGER

# Which object the number in an address names, by the longest of these with which the address's name begins.
MODELS = {
    "assignment_new": Loan,
    "assignment_": Assignment,
    "attachment": Attachment,
    "bill": Attachment,
    "bill_import": (ImportBatch, {"source": "bill.csv"}),
    "certificate_letter": Loan,
    "dispute": Dispute,
    "dispute_item_": DisputeItem,
    "dispute_step_remove": DisputeStep,
    "dispute_message": Message,
    "dispute_lender": Lender,
    "exhibit": MessageFile,
    "forwarder": Forwarder,
    "guest_": Guest,
    "dispute_loan": Loan,
    "lender": Lender,
    "lesson": Lesson,
    "import": (ImportBatch, {"source": "sms.jsonl"}),
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
    "mfa_": Authenticator,
    "proof_new": Loan,
    "proposals_": Sitting,
    "proof_": SettlementProof,
    "repayment_new": Loan,
    "repayment": Repayment,
    "share_": Share,
    "settlement_check": Loan,
    "settlement_edit": Loan,
    "settlement_reopen": Loan,
    "settlement_": Settlement,
    "webhook_": Webhook,
}
# What stands in an address beside the number.
WORDS = {"kind": "lender_complaint", "form": "archive", "upload": "abcdef", "number": 0, "file": 0}
PASSPHRASE = "qing-feng-1688"
# What is in the ledger and nowhere else: an answer to anybody else with one of these gives something away.
SECRETS = ("顾长青", "HY-001", "轻享贷已逾期", "小米14", "王律师", "A-1<", "客服确认", "远山资管", "changqing")


@dataclass(frozen=True)
class Swept:
    """A ledger with one of everything, and the secrets of its addresses."""

    owner: User
    tokens: dict
    reader: User
    editor: User

    def address(self, name: str, pattern: str) -> str:
        """An address of that name, with the owner's own objects in it."""
        if "<" not in pattern:
            return f"/{pattern}"
        needed = {word for word in ("pk", "token", "hook_id", *WORDS) if f":{word}>" in pattern}
        known = WORDS | self.tokens.get(name.partition("_")[0], {})
        if name == "hook":
            known = {**known, "kind": ForwarderKind.JSON.value}
        return reverse(name, kwargs={word: self._pk(name) if word == "pk" else known[word] for word in needed})

    def _pk(self, name: str) -> int:
        found = MODELS[max((start for start in MODELS if name.startswith(start)), key=len)]
        model, which = found if isinstance(found, tuple) else (found, {})
        whose = "user" if model is Authenticator else "owner"
        return model.objects.filter(**{whose: self.owner}, **which).earliest("pk").pk


def swept_ledger() -> Swept:
    """Somebody's ledger, with one of everything that an address can name."""
    ctx = WriteContext(User.objects.create_user("changqing", password="zhuan-yong-mi-ma"), Route.WEB, NOW)
    load_archive(ctx, parse_archive(json.dumps(LEDGER).encode()))
    _papers(ctx, Loan.objects.get(), Message.objects.get())
    forwarder, _ = add_forwarder(ctx, ForwarderKind.JSON, "小米14")
    dispute = open_dispute(ctx, Lender.objects.get(), title="争议", things=[Message.objects.first()])
    record_step(ctx, dispute, kind="sent", channel="lender", day=NOW.date())
    until = NOW + timedelta(days=7)
    link = share_dispute(ctx, dispute, label="王律师", expires_at=until, passphrase=PASSPHRASE)
    calendar = create_token(ctx, TokenScope.CALENDAR)
    hook_id = {"hook_id": forwarder.hook_id}
    add_webhook(ctx, "https://home.example.org/changqing")
    _brought(ctx, Loan.objects.get())
    WebAuthn.add(ctx.owner, "手机", _passkey())
    reader, editor = (User.objects.create_user(name, password="zhuan-yong-mi-ma") for name in ("wangwu", "zhaoliu"))
    let_in(ctx, dispute, reader, GuestRole.READER)
    let_in(ctx, dispute, editor, GuestRole.EDITOR)
    inside = {"number": 1, "file": MessageFile.objects.get().attachment_id}
    keys = {"shared": {"token": link.token}, "calendar": {"token": calendar}, "hook": hook_id, "dispute": inside}
    return Swept(ctx.owner, keys, reader, editor)


def _papers(ctx: WriteContext, loan: Loan, message: Message) -> None:
    kept = keep_file(ctx, io.BytesIO(b"%PDF-1.7 certificate"), "a.pdf")
    attach_proof(ctx, loan, kind="receipt", attachment=kept)
    attach_to_message(ctx, message, kept)
    mine = {"owner": ctx.owner, "recorded_at": NOW}
    Change.objects.create(owner=ctx.owner, at=NOW, route=Route.WEB)
    learn(ctx, decide(ctx, message, DecisionKind.ABOUT_LOAN, loan=loan), LessonKind.SENDERS, "1069000000")
    Sitting.objects.create(**mine)
    other = Message.objects.create(**mine, text="一", fingerprint="f")
    Twin.objects.create(**mine, first=message, second=other)
    path_of("swept").write_bytes(b"\x89PNG")
    waiting = {
        "upload": "abcdef",
        "name": "a.png",
        "file": "swept",
        "sha256": "0",
        "problem": "no_text",
    }
    PictureInHand.objects.create(owner=ctx.owner, at=NOW, **waiting)


def _brought(ctx: WriteContext, loan: Loan) -> None:
    """One import of messages and one of repayments."""
    job = Import(ctx, source="sms.jsonl", form="jsonl")
    job.take(Chunk([IncomingMessage("", "本月账单已出，请查收。", NOW, "95566")]))
    job.finish()
    import_repayments(ctx, lambda: [NewRepayment(loan.ref, NOW, Decimal(1))], source="bill.csv", sha256="0" * 64)


def _passkey() -> dict:
    """What a browser answers when it has made a passkey."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), b"passkey", key)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT, 0, made)
    response = {
        "clientDataJSON": websafe_encode(
            b'{"type": "webauthn.create", "challenge": "", "origin": "http://testserver"}'
        ),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    number = websafe_encode(b"passkey")
    return {"id": number, "rawId": number, "type": "public-key", "response": response, "clientExtensionResults": {}}


def addresses() -> dict[str, str]:
    """Every address by its name, or its pattern where it has none; operations of the API have a sweep of their own."""
    found = {pattern.name or route: route for route, pattern in _flat(get_resolver())}
    return {name: route for name, route in found.items() if not route.startswith("api/") or "api" in name}


def _flat(found: URLPattern | URLResolver, before: str = "") -> list[tuple[str, URLPattern]]:
    route = before + str(found.pattern).removeprefix("^/")
    if isinstance(found, URLPattern):
        return [(route, found)]
    return [one for part in found.url_patterns for one in _flat(part, route)]
