"""The evidence log: its head, its entries, and whether everything still is what it was."""

from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from debts.api.auth import READING, ApiRequest
from debts.api.resources import Body, Cursor, Page, as_stored, page_with
from debts.api.values import Moment
from debts.dossier.tree_heads import FORMAT, VERSION, TreeHead, head_of
from debts.dossier.verification import verify
from debts.models import EvidenceEntry

router = Router(tags=["evidence"])
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class HeadOut(Schema):
    """A tree head to keep elsewhere: a later change of the log would show against it."""

    format: str
    version: int
    size: int
    root: str
    last: str
    at: Moment


class EntryOut(Schema):
    """A line of the log: one write of one fact."""

    sequence: int
    at: Moment
    route: str
    action: str
    record_type: str
    record_ref: str
    record_hash: str
    payload: dict[str, Any]
    previous_hash: str
    entry_hash: str


class EntryQuery(Body):
    """Which part of the log is asked for."""

    limit: int = Field(50, ge=1, le=200)
    cursor: Cursor | None = Field(None, description="As it stands in ``next``.")


class KeptHead(Body):
    """What was kept of an earlier log."""

    size: int = Field(ge=0, le=10**12)
    root: Hash


class VerificationIn(Body):
    """What the log is held against, beside itself."""

    head: Hash | None = Field(None, description="The hash of an entry that was noted earlier.")
    tree_head: KeptHead | None = None


class VerificationOut(Schema):
    """What was checked, and every disagreement in English."""

    entries: int
    files: int
    head: str
    root: str
    problems: list[str]
    ok: bool


@router.get("/head", auth=READING, response=HeadOut, summary="The head of the evidence log")
def get_evidence_head(request: ApiRequest) -> Any:
    """How long the log is, with the root over all of it and the hash of its last entry."""
    head = head_of(request.auth.owner, timezone.now())
    told: dict[str, Any] = {"size": head.size, "root": head.root, "last": head.last, "at": head.at}
    return HeadOut.model_construct(format=FORMAT, version=VERSION, **told)


@router.get("/entries", auth=READING, response=Page[EntryOut], summary="The entries of the evidence log")
def list_evidence_entries(request: ApiRequest, asked: Query[EntryQuery]) -> Any:
    """Every write with its hash and the hash of the one before, the last first."""
    rows = EvidenceEntry.objects.filter(owner=request.auth.owner).order_by("-sequence")
    if asked.cursor:
        rows = rows.filter(sequence__lt=int(asked.cursor))
    found = list(rows[: asked.limit + 1])
    return page_with(
        request,
        found,
        asked.limit,
        lambda row: as_stored(EntryOut, row),
        EntryOut,
        cursor_of=lambda row: str(row.sequence),
    )


@router.post("/verification", auth=READING, response=VerificationOut, summary="Verify the evidence")
def verify_evidence(request: ApiRequest, body: VerificationIn) -> Any:
    """Check the chain, every record and every file, and hold the log against what was kept of it."""
    kept = body.tree_head
    tree_head = TreeHead(kept.size, kept.root, "", timezone.now()) if kept else None
    return verify(request.auth.owner, body.head or "", tree_head).as_dict()
