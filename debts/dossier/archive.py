"""The portable archive, version 1, written from the ledger: ``ledger.json`` with the files beside it in a ZIP.

What is dumped and loaded elsewhere is the same ledger: the same facts under the same names.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.db.models import Model

from debts.dossier.archive_beside import files_of_messages, lessons, picture_texts, sittings
from debts.dossier.archive_disputes import disputes_of
from debts.dossier.whole import whole_file
from debts.intake.archive_types import FORMAT, VERSION
from debts.models import (
    Assignment,
    Attachment,
    Decision,
    EvidenceEntry,
    Lender,
    Message,
    Profile,
    Repayment,
    Settlement,
    SettlementProof,
    User,
)
from debts.queries import loans_of, profile_of, settlement_of, zone_of


def archive_of(owner: User, now: datetime) -> dict[str, Any]:
    """Everything of one owner as plain values, times in the owner's zone."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in _parts(owner, now)}


def _parts(owner: User, now: datetime) -> Iterator[tuple[str, Any]]:
    """The parts of the archive in order; long lists come one by one."""
    zone = zone_of(owner)
    decisions = Decision.objects.of(owner).select_related("message", "loan").order_by("pk")
    log = EvidenceEntry.objects.filter(owner=owner).order_by("sequence")
    yield "format", FORMAT
    yield "version", VERSION
    yield "exported_at", now.astimezone(zone).isoformat(timespec="seconds")
    yield "profile", _profile(profile_of(owner), zone)
    yield "lenders", (_lender(lender, zone) for lender in Lender.objects.of(owner).order_by("pk"))
    yield "loans", (_loan(loan, zone) for loan in loans_of(owner).order_by("pk"))
    yield "messages", (_message(message, zone) for message in Message.objects.of(owner).order_by("pk").iterator())
    yield "decisions", (_decision(row, zone) for row in decisions)
    yield "disputes", disputes_of(owner, zone, _file)
    yield "attachments", (_file(file) for file in Attachment.objects.of(owner).order_by("sha256"))
    yield "message_files", files_of_messages(owner)
    yield "picture_texts", picture_texts(owner)
    yield "sittings", sittings(owner)
    yield "lessons", lessons(owner)
    yield "evidence_log", (_pick(row, zone, *_ENTRY) for row in log.iterator())


def _profile(profile: Profile, zone: tzinfo) -> dict[str, Any]:
    settings = _pick(profile, zone, "names", "phones", "time_zone", "grace_days")
    return settings | _given(profile, zone, "monthly_income", "remind_days", "language")


def write_archive(owner: User, path: Path, now: datetime) -> None:
    """Write the archive to ``path``: the bare JSON where it ends in .json, else a ZIP with the files."""
    with whole_file(path) as file:
        if path.suffix == ".json":
            file.writelines(_json_of(owner, now))
        else:
            write_archive_to(owner, file, now)


def write_archive_to(owner: User, to: BinaryIO, now: datetime) -> None:
    """Write the archive with its files as a ZIP, piece by piece, so that a large ledger takes no more memory."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as container:
        with container.open("ledger.json", "w", force_zip64=True) as ledger:
            for piece in _json_of(owner, now):
                ledger.write(piece)
        for attachment in Attachment.objects.of(owner).order_by("sha256"):
            with (
                default_storage.open(attachment.path) as file,
                container.open(f"files/{attachment.sha256}", "w", force_zip64=True) as kept,
            ):
                for chunk in file.chunks():
                    kept.write(chunk)


def _json_of(owner: User, now: datetime) -> Iterator[bytes]:
    """The archive as JSON, an element of a long list on each line."""
    for number, (name, value) in enumerate(_parts(owner, now)):
        yield f"{',' if number else '{'}\n{_as_json(name)}: ".encode()
        yield from _list_of(value) if isinstance(value, Iterator) else [_as_json(value).encode()]
    yield b"\n}\n"


def _list_of(values: Iterator[Any]) -> Iterator[bytes]:
    yield b"["
    for number, value in enumerate(values):
        yield f"{',' if number else ''}\n{_as_json(value)}".encode()
    yield b"]"


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_ENTRY = (
    "sequence",
    "at",
    "route",
    "action",
    "record_type",
    "record_ref",
    "record_hash",
    "payload",
    "previous_hash",
    "entry_hash",
)


_EMPTY: tuple[Any, ...] = (None, "", [])
_MORE_OF_A_LOAN = (
    "received",
    "rate_unit",
    "day_count",
    "first_period",
    "term_days",
    "due_day",
    "instalment",
    "grace_days",
    "penalty_multiple",
    "penalty_base",
    "early_fee_rate",
    "fees_stay_on_payoff",
    "allocation_order",
    "fees",
    "plan",
    "statements",
    "role",
    "other_names",
    "is_secured",
)
_LOAN = (
    "product",
    "contract_number",
    "currency",
    "region",
    "principal",
    "drawn_on",
    "repayment_method",
    "term_months",
    "first_due_on",
    "card_tail",
    "phone",
    "note",
)


def _plain(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _pick(record: Model, zone: tzinfo, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(record, name), zone) for name in names}


def _given(record: Model, zone: tzinfo, *names: str) -> dict[str, Any]:
    """The fields that hold something; what was added to the format later is written only where it is said."""
    return {name: value for name, value in _pick(record, zone, *names).items() if value not in _EMPTY}


def _named(record: Any, zone: tzinfo, *names: str) -> dict[str, Any]:
    return {"id": record.ref, **_pick(record, zone, *names)}


def _lender(lender: Lender, zone: tzinfo) -> dict[str, Any]:
    names = ("name", "aliases", "signatures", "senders", "collectors", "is_kept")
    return {**_named(lender, zone, *names), **_given(lender, zone, "kind")}


def _loan(loan: Any, zone: tzinfo) -> dict[str, Any]:
    settlement = settlement_of(loan)
    return {
        **_named(loan, zone, *_LOAN),
        **_given(loan, zone, *_MORE_OF_A_LOAN),
        "lender": loan.lender.ref,
        "annual_rate": _rate(loan.annual_rate),
        "daily_penalty_rate": _rate(loan.daily_penalty_rate),
        "repayments": [_repayment(row, zone) for row in loan.repayments_in_force],
        "settlement": _settlement(settlement, zone) if settlement else None,
        "proofs": list(_proofs(loan.proofs_in_force, zone)),
        "assignments": [_assignment(row, zone) for row in loan.assignments_in_force],
    }


def _repayment(row: Repayment, zone: tzinfo) -> dict[str, Any]:
    more = ("kind", "purpose", "fee_part", "penalty_part", "interest_part", "principal_part", "reversed_at")
    return {**_named(row, zone, "paid_at", "amount", "method", "reference"), **_given(row, zone, *more)}


def _settlement(row: Settlement, zone: tzinfo) -> dict[str, Any]:
    return {**_named(row, zone, "settled_at", "basis", "note"), **_given(row, zone, "confirmed_by")}


def _assignment(row: Assignment, zone: tzinfo) -> dict[str, Any]:
    told = _named(row, zone, "assignee", "aliases", "notified_on")
    return {**told, **_given(row, zone, "note"), **_file(row.attachment)}


def _file(file: Attachment | None) -> dict[str, Any]:
    return {"file": file.original_name, "sha256": file.sha256} if file else {}


def _rate(rate: Decimal | None) -> str | None:
    """A rate without the zeros that the column pads it with: 0.18, not 0.180000."""
    return None if rate is None else f"{rate.normalize():f}"


def _proofs(proofs: list[SettlementProof], zone: tzinfo) -> Iterator[dict[str, Any]]:
    for proof in proofs:
        yield {
            **_named(proof, zone, "kind", "issued_on", "issuer", "number"),
            **_given(proof, zone, "holder", "contract_number", "scope", "amount", "note"),
            "file": None,
            "sha256": None,
            **_file(proof.attachment),
        }


def _message(message: Message, zone: tzinfo) -> dict[str, Any]:
    return _named(message, zone, "channel", "received_at", "sent_at", "sender", "text", "recipient")


def _decision(decision: Decision, zone: tzinfo) -> dict[str, Any]:
    return {
        **_named(decision, zone, "kind", "reason"),
        "message": decision.message.ref,
        "loan": decision.loan.ref if decision.loan else None,
        "decided_at": _plain(decision.recorded_at, zone),
    }
