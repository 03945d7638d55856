"""The evidence bundle: a ZIP with the summary, the files and records behind it, and what is needed to check them.

    争议摘要.pdf  records.json  log.json  files/001-结清证明.pdf  manifest.json  核对.html  verify.py

Made twice from the same facts it is the same to the byte. Nothing in it is compressed: whoever checks it needs no more
than a browser or Python's standard library.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import pgettext

from debts.actions.evidence import facts_of
from debts.dossier.build import build_summary, flagged_messages, last_entry
from debts.dossier.casefile import items_of
from debts.dossier.dossier import Dossier, dossier_of
from debts.dossier.pdf import render_pdf
from debts.dossier.summary import SummaryDocument
from debts.dossier.time_stamps import covering, head_in, token_in
from debts.dossier.tree_heads import entries_of, tree_of, write_head
from debts.evidence.canonical import canonical_json
from debts.evidence.merkle import MerkleTree
from debts.models import (
    Assignment,
    Attachment,
    Dispute,
    DisputeItem,
    DisputeStep,
    EvidenceEntry,
    Lender,
    Loan,
    Message,
    MessageFile,
    Repayment,
    Settlement,
    SettlementProof,
    StampedHead,
    User,
)
from debts.models.base import Fact

FORMAT = "jieqing-evidence-bundle"
VERSION = 1
VERIFIERS = Path(__file__).parent / "verifier"
SUMMARY = "争议摘要.pdf"
_UNFIT = re.compile(r"[^\w.（）()-]+")
_LONGEST_NAME = 60
_FILE_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows: real times stand in the records
_PARTS: tuple[type[Fact], ...] = (Repayment, Settlement, SettlementProof, Assignment)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as bytes, with the hash by which its manifest can be quoted."""

    content: bytes
    manifest_hash: str


def build_bundle(
    owner: User,
    *,
    loan: Loan | None = None,
    lender: Lender | None = None,
    dispute: Dispute | None = None,
    dossier: Dossier | None = None,
    document: SummaryDocument | None = None,
    now: datetime,
) -> Bundle:
    """Put together the bundle about one ``loan``, all loans with one ``lender`` or one ``dispute`` with its exhibits.

    ``now`` dates the summary. ``dossier`` is that of the dispute, ``document`` the summary of the loan
    or lender, if it was put together already.

    Raises RenderingError where the summary cannot be set; FileNotFoundError where a file of a proof is gone.
    """
    if dispute:
        items = dossier.items if dossier else items_of(dispute)
        records = _records_of(owner, dispute, items)
        summary = _dossier_pdf(dispute, now) if dossier is None else render_pdf(dossier.document, dossier.papers)
    else:
        records = _records(owner, loan, lender, flagged_messages(owner, loan=loan, lender=lender))
        summary = render_pdf(document or build_summary(owner, loan=loan, lender=lender, now=now))
    files = {
        SUMMARY: summary,
        "records.json": _json(_written(records)),
        "log.json": _json(_log(owner, records)),
        **dict(_originals([record for record in records if isinstance(record, Attachment)])),
    }
    files |= dict(_stamped_heads(owner, records))
    manifest = _json(_manifest(files))
    files |= {"manifest.json": manifest}
    files |= {"核对.html": _verifier("verify.html"), "verify.py": _verifier("verify.py")}
    return Bundle(_zip(files), hashlib.sha256(manifest).hexdigest())


def _dossier_pdf(dispute: Dispute, now: datetime) -> bytes:
    with dossier_of(dispute, now) as dossier:
        return render_pdf(dossier.document, dossier.papers)


def bundle_file_name(lender: Lender | None, day: date) -> str:
    """A name for people, with the lender and the day; safe on every disk."""
    title, name = pgettext("file name", "证据包"), lender.name if lender else ""
    return f"{title}-{_UNFIT.sub('', name)[:_LONGEST_NAME]}-{day.isoformat()}.zip"


def _records_of(owner: User, dispute: Dispute, items: Sequence[DisputeItem]) -> list[Fact]:
    """The same for a dispute, with the dispute itself, its exhibits, its steps and their papers."""
    steps = DisputeStep.objects.of(owner).filter(dispute=dispute).select_related(*_relations(DisputeStep))
    messages = [item.message for item in items if item.message]
    lender = None if dispute.loan else dispute.lender
    about = _records(owner, dispute.loan, lender, messages)
    things = [item.thing for item in items if not item.message]
    papers = [item.proof.attachment for item in items if item.proof] + [step.attachment for step in steps]
    files = MessageFile.objects.of(owner).filter(message__exhibits__in=items).select_related("message", "attachment")
    papers += [file.attachment for file in files]
    every: list[Fact] = [*about, *things, *filter(None, papers), dispute, *items, *files, *steps]
    return _once(every)


def _once(records: Iterable[Fact]) -> list[Fact]:
    return list({(record._meta.model_name, record.pk): record for record in records}.values())


def _records(owner: User, loan: Loan | None, lender: Lender | None, told: Sequence[Message]) -> list[Fact]:
    """The facts that the summary speaks of, in a fixed order, each once."""
    chosen = Loan.objects.of(owner).filter(pk=loan.pk) if loan else Loan.objects.of(owner).filter(lender=lender)
    loans: list[Loan] = list(chosen.select_related("lender").order_by("pk"))
    parts = [row for part in _PARTS for row in _rows(part, owner, loans)]
    papers = [row.attachment for row in parts if isinstance(row, SettlementProof | Assignment) and row.attachment]
    lenders = [lender] if lender else [row.lender for row in loans]
    messages = _with_relations(Message, [row.pk for row in told])
    every: list[Fact] = [*lenders, *loans, *parts, *papers, *messages]
    return _once(every)


def _rows(part: type[Fact], owner: User, loans: Sequence[Loan]) -> Iterable[Fact]:
    return part.objects.of(owner).filter(loan__in=loans).select_related(*_relations(part)).order_by("pk")


def _with_relations(model: type[Fact], pks: Sequence[int]) -> list[Fact]:
    """The rows in the order of ``pks``, with what they point at, whose names stand in their facts."""
    rows = {row.pk: row for row in model.objects.filter(pk__in=pks).select_related(*_relations(model))}
    return [rows[pk] for pk in pks]


def _relations(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def _written(records: Iterable[Fact]) -> dict[str, Any]:
    """The records as they are hashed; empty fields are left out there."""
    rows = [
        {"type": record._meta.model_name, "ref": record.ref, "facts": _told(facts_of(record))} for record in records
    ]
    return {"format": FORMAT, "version": VERSION, "records": rows}


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _log(owner: User, records: Sequence[Fact]) -> dict[str, Any]:
    """All entries about the records, each with the proof that it stands in the log whose root is given."""
    last = last_entry(owner)
    tree = tree_of(entries_of(owner)[: last.sequence if last else 0])
    refs = {(record._meta.model_name, record.ref) for record in records}
    entries = EvidenceEntry.objects.filter(owner=owner, record_ref__in={ref for _, ref in refs}).order_by("sequence")
    rows = [_entry(entry, tree) for entry in entries if (entry.record_type, entry.record_ref) in refs]
    return {"size": len(tree), "root": tree.root().hex(), "entries": rows}


def _stamped_heads(owner: User, records: Sequence[Fact]) -> Iterator[tuple[str, bytes]]:
    """For each entry about the records the earliest stamped head that has it, with its token.

    The proof says that the shorter of the two, the stamped log and that whose root the bundle gives, is the beginning
    of the other (RFC 9162, 2.1.4): an export that was noted and stamped since makes the stamped one longer.
    """
    rows, last = list(StampedHead.objects.filter(owner=owner)), last_entry(owner)
    if not rows or not last:
        return
    tree = tree_of(entries_of(owner)[: max(last.sequence, *(row.size for row in rows))])
    refs = {(record._meta.model_name, record.ref) for record in records}
    entries = EvidenceEntry.objects.filter(owner=owner, record_ref__in={ref for _, ref in refs})
    told = entries.values_list("sequence", "record_type", "record_ref")
    for row in covering(rows, (sequence for sequence, *ref in told if tuple(ref) in refs)):
        name = f"heads/jieqing-tree-head-{row.size}"
        older, newer = sorted((row.size, last.sequence))
        proof = [one.hex() for one in tree.consistency(older, newer)] if newer <= len(tree) else []
        yield f"{name}.json", write_head(head_in(row)).encode()
        yield f"{name}.tsr", token_in(row)
        yield f"{name}-consistency.json", _json({"first": older, "second": newer, "proof": proof})


def _entry(entry: EvidenceEntry, tree: MerkleTree) -> dict[str, Any]:
    names = ("sequence", "route", "action", "record_type", "record_ref", "record_hash", "payload", "previous_hash")
    fields = {name: getattr(entry, name) for name in names}
    fields["at"] = entry.at.astimezone(UTC).isoformat()
    proof = [one.hex() for one in tree.inclusion(entry.sequence - 1)]
    return {"entry": fields, "entry_hash": entry.entry_hash, "inclusion": proof}


def _originals(attachments: Sequence[Attachment]) -> Iterator[tuple[str, bytes]]:
    """The files as they were handed in, numbered, under names that are safe on every disk."""
    for number, attachment in enumerate(attachments, 1):
        name = _UNFIT.sub("_", attachment.original_name)[-_LONGEST_NAME:]
        with default_storage.open(attachment.path) as file:
            yield f"files/{number:03}-{name}", file.read()


def _manifest(files: dict[str, bytes]) -> dict[str, Any]:
    rows = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    return {"format": FORMAT, "version": VERSION, "files": rows}


def _json(value: Any) -> bytes:
    return canonical_json(value).encode() + b"\n"


def _verifier(name: str) -> bytes:
    return (VERIFIERS / name).read_bytes()


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as container:
        for name, data in files.items():
            container.writestr(zipfile.ZipInfo(name, _FILE_TIME), data)
    return target.getvalue()
