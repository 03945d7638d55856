"""Kept messages with what the ledger says about them, and what their owner decided."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from ninja import Field, Path, Query, Router, Schema
from pydantic import StringConstraints, TypeAdapter

from debts.actions import decide, receive_messages, take_back, withdraw_decision
from debts.actions.webhooks import note_flagged
from debts.api.auth import READING, SENDING, WRITING, ApiRequest
from debts.api.checks import MOST_MESSAGES, MessageIn, incoming
from debts.api.problems import Contradiction, NotThere
from debts.api.resources import Body, Kept, Page, PageQuery, own, own_or_none, page_with
from debts.api.values import Figure, Moment, Note, Ref, one_of, words
from debts.dossier.answers import Checked, answer
from debts.dossier.explanation import explain
from debts.dossier.explanation_text import lines_of
from debts.dossier.known import known_of
from debts.finding import NEWEST_FIRST, find_numbers
from debts.models import Decision, ImportBatch, Lender, Loan, Message
from debts.models.messages import DecisionKind
from debts.queries import as_incoming, ledger_of, listed_after, zone_of
from debts.reconciler.searching import words_in
from debts.reconciler.types import Channel, Judgement, Kind, Reading, VerdictCode

router = Router(tags=["messages"])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AS_READ = TypeAdapter(Reading)


class MessagesIn(Body):
    """One message or many, each read by the same rules as a line of a JSONL file."""

    messages: Annotated[list[MessageIn], Field(max_length=MOST_MESSAGES)]


class VerdictOut(Schema):
    """What the ledger says about a message. Of an answer that another version kept, only the codes can be read."""

    code: str
    kind: str
    is_claim: bool
    is_flagged: bool
    loan: Ref | None
    proof_level: str | None
    claimed: Figure | None
    owed: Figure | None
    rulebook_version: str
    judged_at: Moment


class DecisionOut(Schema):
    """What the owner decided about a message."""

    kind: str
    loan: Ref | None
    reason: str
    decided_at: Moment


class MessageOut(Kept):
    """A message as it arrived, which is never edited, and beside it what was concluded and decided."""

    channel: str
    recipient: str
    sender: str
    text: str
    received_at: Moment | None
    sent_at: Moment | None
    batch: Ref | None
    verdict: VerdictOut
    decision: DecisionOut | None


class MessageDetail(MessageOut):
    """The same with the whole answer, in the form of a check; null where another version has kept it."""

    answer: dict[str, Any] | None
    reading: dict[str, Any] | None


class ReceiptOut(Schema):
    """What became of messages that were handed in; ``messages`` are the kept ones, in the order given."""

    new: int
    duplicates: int
    flagged: int
    batch: Ref | None
    messages: list[MessageOut]


class ExplanationOut(Schema):
    """Why a message was judged as it was, a line each, in the language that the request accepts."""

    verdict: str
    answer: str
    lines: list[str]


class DecisionIn(Body):
    """What the owner decides; ``about_loan`` names the loan."""

    kind: one_of(DecisionKind)
    loan: Ref | None = None
    reason: Note = ""


class MessageQuery(PageQuery):
    """Which messages are asked for; what is not said narrows nothing."""

    cursor: Annotated[str, StringConstraints(pattern=r"^(-|[0-9]{1,16})\.[0-9]{1,18}$")] | None = None
    verdict: one_of(VerdictCode) | None = None
    kind: one_of(Kind) | None = None
    channel: one_of(Channel) | None = None
    flagged: bool | None = Field(None, description="Those that contradict the ledger, or those that do not.")
    lender: Ref | None = None
    loan: Ref | None = None
    batch: Ref | None = None
    since: Moment | None = Field(None, description="Received at this time or later.")
    until: Moment | None = Field(None, description="Received before this time.")
    text: words(100) = Field("", description="Words that stand in the text or in the sender, in any order.")


def _rows(request: ApiRequest) -> "QuerySet[Message]":
    decided = Decision.objects.of(request.auth.owner).select_related("loan")
    rows = Message.objects.of(request.auth.owner).select_related("verdict__loan", "batch")
    found: QuerySet[Message] = rows.prefetch_related(Prefetch("decisions", queryset=decided, to_attr="decided"))
    return found


def _told(row: Any) -> dict[str, Any]:
    names = ("channel", "recipient", "sender", "text", "received_at", "sent_at", "recorded_at")
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.ref,
        "batch": row.batch.ref if row.batch else None,
        "verdict": _verdict(row.verdict),
        "decision": _decision(row.decided[0]) if row.decided else None,
    }


def _verdict(verdict: Any) -> VerdictOut:
    names = ("code", "kind", "is_claim", "is_flagged", "rulebook_version", "judged_at")
    judgement = verdict.readable
    found = judgement.verdict if judgement else None
    return VerdictOut.model_construct(
        **{name: getattr(verdict, name) for name in names},
        loan=verdict.loan.ref if verdict.loan else None,
        proof_level=found.proof_level.value if found and found.proof_level else None,
        claimed=found.claimed if found else None,
        owed=found.owed if found else None,
    )


def _decision(row: Decision) -> DecisionOut:
    about = row.loan.ref if row.loan else None
    return DecisionOut.model_construct(kind=row.kind, loan=about, reason=row.reason, decided_at=row.recorded_at)


def _show(row: Message) -> MessageOut:
    return MessageOut.model_construct(**_told(row))


@router.get("", auth=READING, response=Page[MessageOut], summary="List kept messages")
def list_messages(request: ApiRequest, asked: Query[MessageQuery]) -> Any:
    """Kept messages, the last received first; those without a time come last."""
    found = _found(request, asked, asked.limit + 1)
    return page_with(request, found, asked.limit, _show, MessageOut, cursor_of=_cursor)


def _found(request: ApiRequest, asked: MessageQuery, count: int) -> list[Message]:
    words = words_in(asked.text)
    if not words:
        rows = _after(_narrowed(_rows(request), request, asked), asked.cursor)
        return list(rows.order_by(*NEWEST_FIRST)[:count])
    anybodys = _narrowed(Message.objects.filter(removed_at=None), request, asked)
    numbers = find_numbers(request.auth.owner, _after(anybodys, asked.cursor), words, count)
    return list(_rows(request).filter(pk__in=numbers).order_by(*NEWEST_FIRST))


def _narrowed(rows: "QuerySet[Message]", request: ApiRequest, asked: MessageQuery) -> "QuerySet[Message]":
    narrowing = {
        "verdict__code": asked.verdict,
        "verdict__kind": asked.kind,
        "verdict__is_flagged": asked.flagged,
        "verdict__loan": own_or_none(Loan, request, asked.loan, pointer="loan"),
        "verdict__loan__lender": own_or_none(Lender, request, asked.lender, pointer="lender"),
        "batch": own_or_none(ImportBatch, request, asked.batch, pointer="batch"),
        "channel": asked.channel,
        "received_at__gte": asked.since,
        "received_at__lt": asked.until,
    }
    return rows.filter(**{name: value for name, value in narrowing.items() if value is not None})


def _cursor(row: Message) -> str:
    if row.received_at is None:
        return f"-.{row.pk}"
    return f"{(row.received_at - _EPOCH) // timedelta(microseconds=1)}.{row.pk}"


def _after(rows: "QuerySet[Message]", cursor: str | None) -> "QuerySet[Message]":
    """The messages that come after the place; a message without a time comes after all that have one."""
    if not cursor:
        return rows
    at, _dot, pk = cursor.partition(".")
    moment = None if at == "-" else _EPOCH + timedelta(microseconds=int(at))
    return listed_after(rows, moment, int(pk))


@router.post("", auth=SENDING, response={201: ReceiptOut}, summary="Hand in messages")
def create_messages(request: ApiRequest, body: MessagesIn) -> Any:
    """Keep what is not kept yet and judge it. Sent twice, a message is one message."""
    owner = request.auth.owner
    receipt = receive_messages(request.auth, incoming(body.messages, zone_of(owner)), source="API")
    note_flagged(request.auth, receipt.new)
    rows = {row.pk: row for row in _rows(request).filter(pk__in=[row.pk for row in receipt.rows])}
    return ReceiptOut.model_construct(
        new=len(receipt.new),
        duplicates=receipt.duplicates,
        flagged=receipt.flagged,
        batch=receipt.batch.ref if receipt.batch else None,
        messages=[_show(rows[row.pk]) for row in receipt.rows if row.pk in rows],
    )


@router.get("/{ref}", auth=READING, response=MessageDetail, summary="Show a message")
def get_message(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One message with its verdict, reasons and findings, and what was read out of it."""
    row = own(Message, request, ref, rows=_rows(request))
    judgement = row.verdict.readable
    checked = Checked(as_incoming(row), judgement, ledger_of(request.auth.owner)) if judgement else None
    said = answer(checked) if checked else None
    return MessageDetail.model_construct(**_told(row), answer=said, reading=_reading(row, judgement))


def _reading(row: Message, judgement: Judgement | None) -> Any:
    """What was read, every field of it; as it is kept where another version has kept it."""
    if judgement is None:
        return row.verdict.detail.get("reading")
    return _AS_READ.dump_python(judgement.reading, mode="json")


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Take a message back")
def remove_message(request: ApiRequest, ref: Path[Ref]) -> None:
    """It no longer counts, and stays on record; refused while it is an exhibit of an open dispute."""
    take_back(request.auth, own(Message, request, ref))


@router.get("/{ref}/explanation", auth=READING, response=ExplanationOut, summary="Explain a verdict")
def get_explanation(request: ApiRequest, ref: Path[Ref]) -> Any:
    """What was read, which loans were weighed and by what, what was concluded and why."""
    row = own(Message, request, ref, rows=_rows(request))
    judgement = row.verdict.readable
    if judgement is None:
        raise Contradiction(("", "The stored judgement is of another version: let it be judged anew."))
    told = explain(as_incoming(row), judgement, known_of(request.auth.owner, row, judgement))
    return ExplanationOut.model_construct(verdict=str(told.verdict), answer=str(told.answer), lines=lines_of(told))


def _decided(request: ApiRequest, ref: str) -> Decision:
    message = own(Message, request, ref)
    found: Decision | None = Decision.objects.of(request.auth.owner).filter(message=message).first()
    if found is None:
        raise NotThere
    return found


@router.get("/{ref}/decision", auth=READING, response=DecisionOut, summary="Show the decision", tags=["decisions"])
def get_decision(request: ApiRequest, ref: Path[Ref]) -> Any:
    """What the owner decided about a message; 404 while nothing is decided."""
    return _decision(_decided(request, ref))


@router.put("/{ref}/decision", auth=WRITING, response=DecisionOut, summary="Decide about a message", tags=["decisions"])
def put_decision(request: ApiRequest, ref: Path[Ref], body: DecisionIn) -> Any:
    """Say which loan a message is about, or that it is nobody's debt here; an earlier decision is taken back."""
    message = own(Message, request, ref)
    if (body.kind == DecisionKind.ABOUT_LOAN) != (body.loan is not None):
        raise Contradiction(("/loan", "A loan is named where the message is about a loan, and only there."))
    loan = own_or_none(Loan, request, body.loan, pointer="/loan")
    return _decision(decide(request.auth, message, DecisionKind(body.kind), loan=loan, reason=body.reason))


@router.delete("/{ref}/decision", auth=WRITING, response={204: None}, summary="Withdraw a decision", tags=["decisions"])
def remove_decision(request: ApiRequest, ref: Path[Ref]) -> None:
    """Take back what was decided, if anything: the ledger's own answer counts again."""
    withdraw_decision(request.auth, _decided(request, ref).message)
