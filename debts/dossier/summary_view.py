"""From the summary's facts to the strings that the template prints: days, sums and rows worded, nothing judged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from debts.dossier.glyphs import codes_in, visible
from debts.dossier.labels import summary_labels
from debts.dossier.summary import (
    ExhibitPart,
    FilePart,
    LegalPart,
    LoanPart,
    MessagePart,
    ProofPart,
    RedactionPart,
    SettlementPart,
    SummaryDocument,
    document_hash,
)

Row = tuple[str, str]

COLUMN_CHARACTERS = 40
SHORT_ENTRY = 400


Sheets = Mapping[str, Sequence[str]]


def template_data(document: SummaryDocument, sheets: Sheets | None = None) -> dict[str, Any]:
    """Everything that a template prints, in the language that is active; each text of the case already visible.

    ``sheets`` are the names of the pictures to print, by the label of their file.
    """
    zone = ZoneInfo(document.time_zone)
    labels = summary_labels()
    content = {
        "made_on": _day(document.made_at.astimezone(zone).date()),
        "overview": _known(_overview(document, labels, zone)),
        "parties": _known(_parties(document, labels)),
        "loans": [_loan(loan, labels, zone) for loan in document.loans],
        "story": document.story,
        "messages": [_message(message, zone) for message in document.messages],
        "legal_basis": [_legal(rule) for rule in document.legal_basis],
        "requests": list(document.requests),
        "exhibits": [_exhibit(exhibit) for exhibit in document.exhibits],
        "redactions": [_redaction(part) for part in document.redactions],
        "original_sha256": document.original_sha256,
        "data_hash": document_hash(document),
        "evidence": _known(_evidence(document, labels)),
        "note": document.note,
    }
    files = [_file(file, labels, (sheets or {}).get(file.label, ())) for file in document.files]
    shown = {"label": labels, **_inert(content), "files": files}
    # The messages' own head says what the codes are; where there is no message, the end says it.
    codes_at_end = not document.messages and any(codes_in(shown))
    return {"lang": document.language.partition("-")[0], "codes_at_end": codes_at_end, **shown}


def _inert(value: Any) -> Any:
    """Make every text of a tree visible here, so that no part of the template can forget it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _inert(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(part) for part in value]
    return value


def _known(rows: Iterable[Row]) -> list[Row]:
    return [(label, value) for label, value in rows if value]


def _overview(document: SummaryDocument, labels: dict[str, str], zone: ZoneInfo) -> Iterable[Row]:
    yield labels["loans_listed"], _loan_count(document.loans)
    messages = ngettext("%(count)d 条", "%(count)d 条", len(document.messages))
    yield labels["messages_listed"], messages % {"count": len(document.messages)}
    yield labels["period"], _period(document.messages, zone)
    yield labels["made_at"], _moment(document.made_at, zone)
    yield labels["time_zone"], document.time_zone


def _loan_count(loans: Sequence[LoanPart]) -> str:
    count = len(loans)
    words = ngettext("%(count)d 笔，其中已结清 %(settled)d 笔", "%(count)d 笔，其中已结清 %(settled)d 笔", count)
    return words % {"count": count, "settled": sum(loan.settlement is not None for loan in loans)}


def _period(messages: Iterable[MessagePart], zone: ZoneInfo) -> str:
    days = sorted(message.received_at.astimezone(zone).date() for message in messages if message.received_at)
    if not days:
        return ""
    if days[0] == days[-1]:
        return _day(days[0])
    return _("%(first)s 至 %(last)s") % {"first": _day(days[0]), "last": _day(days[-1])}


def _parties(document: SummaryDocument, labels: dict[str, str]) -> Iterable[Row]:
    owner, lender = document.owner, document.lender
    yield labels["owner"], _listed(owner.names)
    yield labels["owner_phones"], _listed(owner.phones)
    yield labels["lender"], lender.name
    yield labels["legal_name"], lender.legal_name if lender.legal_name != lender.name else ""
    yield labels["also_known_as"], _listed(lender.also_known_as)


def _loan(loan: LoanPart, labels: dict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    settlement = loan.settlement
    ending = _settlement(settlement, labels, zone) if settlement else _unsettled(labels)
    return {
        "title": loan.product or _("未写明产品的借款"),
        "settled": settlement is not None,
        "rows": _known([*_terms(loan, labels), *ending]),
        "proofs": [_proof(proof) for proof in settlement.proofs] if settlement else [],
    }


def _terms(loan: LoanPart, labels: dict[str, str]) -> Iterable[Row]:
    yield labels["contract_number"], loan.contract_number
    yield labels["card_tail"], loan.card_tail
    yield labels["principal"], _money(loan.principal, loan.currency)
    yield labels["drawn_on"], _day(loan.drawn_on)
    yield labels["terms"], loan.terms
    paid = ngettext("%(count)d 笔，共 %(sum)s", "%(count)d 笔，共 %(sum)s", loan.repayments_count)
    yield (
        labels["repayments"],
        paid % {"count": loan.repayments_count, "sum": _money(loan.repayments_total, loan.currency)},
    )


def _settlement(settlement: SettlementPart, labels: dict[str, str], zone: ZoneInfo) -> Iterable[Row]:
    yield labels["settled_at"], _moment(settlement.settled_at, zone)
    yield labels["basis"], settlement.basis
    yield labels["settlement_note"], settlement.note
    yield labels["proof_level"], settlement.proof_level


def _unsettled(labels: dict[str, str]) -> Iterable[Row]:
    yield labels["not_settled"], labels["not_settled_text"]


def _proof(proof: ProofPart) -> dict[str, str]:
    return {
        "kind": proof.kind,
        "issued_on": _day(proof.issued_on),
        "issuer": proof.issuer,
        "number": proof.number,
        "file": proof.file_name,
        "sha256": proof.sha256,
    }


def _message(message: MessagePart, zone: ZoneInfo) -> dict[str, Any]:
    received = message.received_at
    return {
        "number": str(message.number),
        "received_at": f"{received.astimezone(zone):%Y-%m-%d %H:%M:%S}" if received else _("时间未知"),
        "channel": message.channel,
        "sender": message.sender or _("发送方未知"),
        "recipient": message.recipient,
        "claim": message.claim,
        "verdict": message.verdict,
        "text": message.text,
        "findings": list(message.findings),
        "basis": list(message.basis),
        "sha256": message.sha256,
        "keep_together": _is_short(message),
    }


def _is_short(message: MessagePart) -> bool:
    """Whether the entry fits on one page for certain, however many of its characters are printed as codes."""
    text = message.text + message.claim + "".join((*message.findings, *message.basis))
    return len(text) + COLUMN_CHARACTERS * text.count("\n") <= SHORT_ENTRY


def _legal(rule: LegalPart) -> dict[str, str]:
    return {
        "instrument": rule.instrument,
        "article": rule.article,
        "rank": f"{rule.rank} {rule.rank_name}",
        "summary": rule.summary,
        "wording": rule.wording,
    }


def _exhibit(exhibit: ExhibitPart) -> dict[str, str]:
    return {
        "number": str(exhibit.number),
        "title": exhibit.title,
        "detail": exhibit.detail,
        "sha256": exhibit.sha256,
    }


def _redaction(part: RedactionPart) -> dict[str, str]:
    return {"kind": part.kind, "count": str(part.count), "places": _listed(part.places)}


def _file(file: FilePart, labels: dict[str, str], sheets: Sequence[str]) -> dict[str, Any]:
    """A file with its pictures; ``title`` bears the number of the exhibit."""
    rows = [(labels["file_name"], file.name), *file.details, ("SHA-256", file.sha256)]
    shown = {
        "number": labels["exhibit_number"].replace("{number}", file.label),
        "title": file.title,
        "rows": _known([*rows, (labels["attached"], file.attached)]),
        "problem": file.problem or ("" if sheets else labels["not_pictured"]),
        "pieces": [_piece(labels, number, len(sheets)) for number in range(1, len(sheets) + 1)],
    }
    return {**_inert(shown), "label": file.label, "sheets": list(sheets)}


def _piece(labels: dict[str, str], number: int, count: int) -> str:
    if count == 1:
        return ""
    return labels["exhibit_piece"].replace("{piece}", str(number)).replace("{pieces}", str(count))


def _evidence(document: SummaryDocument, labels: dict[str, str]) -> Iterable[Row]:
    if document.evidence_head:
        yield labels["log_sequence"], str(document.evidence_head.sequence)
        yield labels["log_digest"], document.evidence_head.digest
    yield labels["app_version"], document.app_version
    yield labels["rulebook_version"], document.rulebook_version


def _listed(parts: Iterable[str]) -> str:
    return pgettext("between names", "、").join(parts)


def _day(day: date | None) -> str:
    if day is None:
        return ""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{_day(local.date())} {local:%H:%M:%S}"


def _money(value: Decimal, currency: str) -> str:
    if currency == "CNY":
        return _("%(sum)s 元") % {"sum": f"{value:,.2f}"}
    return f"{currency} {value:,.2f}"
