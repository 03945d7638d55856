"""The dossier as a Word document, for a lawyer to go on with: the same parts in the same order as the PDF."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import translation
from docx.document import Document as DocumentObject
from docx.shape import InlineShape
from docx.shared import Mm

from debts.dossier.docx_parts import (
    LABEL,
    ORIGINAL,
    SMALL,
    as_bytes,
    facts,
    heading,
    line,
    new_document,
    page_frame,
    ruled,
    say,
)
from debts.dossier.outline import headings
from debts.dossier.papers import Papers
from debts.dossier.pdf import make_code
from debts.dossier.summary import SummaryDocument
from debts.dossier.summary_view import template_data

View = dict[str, Any]
_WIDEST, _HIGHEST = Mm(150), Mm(180)


def render_docx(document: SummaryDocument, papers: Papers | None = None) -> bytes:
    """The document as DOCX, dated ``document.made_at``; the same bytes for the same facts."""
    with translation.override(document.language):
        data = template_data(document, papers.sheets if papers else None)
    label = data["label"]
    word = new_document(label["title"], document.language, document.made_at)
    page_frame(word, label["title"], label["page"])
    word.add_heading(label["title"], 0)
    facts(word, data["overview"])
    for name, words in headings(data):
        say(heading(word, 1), words)
        _SECTIONS[name](word, data)
        if name == "evidence":
            _code(word, document, label["qr"])
    if papers:
        _files(word, data, papers.folder)
    return as_bytes(word)


def _parties(word: DocumentObject, data: View) -> None:
    facts(word, data["parties"])


def _loans(word: DocumentObject, data: View) -> None:
    label = data["label"]
    if not data["loans"]:
        line(word, label["no_loans"])
    for loan in data["loans"]:
        title = say(heading(word, 2), loan["title"])
        if loan["settled"]:
            title.add_run(f"  [{label['seal']}]")
        facts(word, loan["rows"])
        if loan["proofs"]:
            head = [label[name] for name in ("proof", "issued_on", "issuer", "proof_number", "file")]
            keys = ("kind", "issued_on", "issuer", "number", "file")
            ruled(word, head, [[proof[key] for key in keys] for proof in loan["proofs"]], (30, 30, 40, 30, 30))
        for proof in loan["proofs"]:
            _fingerprint(word, label["fingerprint"], proof["sha256"])


def _story(word: DocumentObject, data: View) -> None:
    say(line(word), data["story"])


def _messages(word: DocumentObject, data: View) -> None:
    label = data["label"]
    line(word, label["codes_elsewhere"] if data["messages"] else label["no_messages"], SMALL)
    for message in data["messages"]:
        _message(word, message, label)


def _message(word: DocumentObject, message: View, label: dict[str, str]) -> None:
    title = heading(word, 2)
    say(title, message["number"])
    title.add_run("  ")
    say(title, message["received_at"])
    head = [label[name] for name in ("channel", "sender", "recipient", "claim", "verdict")]
    row = [message[name] for name in ("channel", "sender", "recipient", "claim", "verdict")]
    ruled(word, head, [row], (18, 34, 20, 54, 34))
    say(line(word, style=ORIGINAL), message["text"] or label["no_text"])
    for words in message["basis"]:
        say(line(word, style=SMALL), words)
    for finding in message["findings"]:
        lead = line(word, style=SMALL)
        say(lead, label["findings"] + label["colon"], LABEL)
        say(lead, finding)
    _fingerprint(word, label["fingerprint"], message["sha256"])


def _legal_basis(word: DocumentObject, data: View) -> None:
    label = data["label"]
    head = [label[name] for name in ("instrument", "rank", "summary", "wording")]
    rows = [
        [_joined(rule["instrument"], rule["article"]), rule["rank"], rule["summary"], rule["wording"]]
        for rule in data["legal_basis"]
    ]
    ruled(word, head, rows, (44, 20, 60, 36))


def _joined(*values: Any) -> Any:
    """Texts one after another as one text."""
    return {"runs": [part for value in values for part in ([value] if isinstance(value, str) else value["runs"])]}


def _requests(word: DocumentObject, data: View) -> None:
    line(word, data["label"]["requests_lead"])
    for number, request in enumerate(data["requests"], 1):
        say(line(word, f"{number}. "), request)


def _exhibits(word: DocumentObject, data: View) -> None:
    label = data["label"]
    rows = [[one["number"], one["title"], one["detail"]] for one in data["exhibits"]]
    ruled(word, [label["number"], label["exhibit"], label["summary"]], rows, (16, 44, 100))
    for one in data["exhibits"]:
        _fingerprint(word, f"{one['number']} {label['fingerprint']}", one["sha256"])


def _redactions(word: DocumentObject, data: View) -> None:
    label = data["label"]
    line(word, label["redactions_lead"])
    head = [label[name] for name in ("redaction_kind", "redaction_count", "redaction_places")]
    ruled(word, head, [[row["kind"], row["count"], row["places"]] for row in data["redactions"]], (60, 20, 80))
    _fingerprint(word, label["original_hash"], data["original_sha256"])


def _evidence(word: DocumentObject, data: View) -> None:
    label = data["label"]
    facts(word, [(label["data_hash"], data["data_hash"]), *data["evidence"]])
    for words in (label["data_hash_meaning"], label["hash_meaning"], data["note"]):
        say(line(word, style=SMALL), words)
    if data["codes_at_end"]:
        line(word, label["codes_elsewhere"], SMALL)
    line(word, label["statement"])
    line(word, f"{label['signature']}{label['colon']}________________    {label['signed_on']}{label['colon']}________")


def _code(word: DocumentObject, document: SummaryDocument, description: str) -> None:
    drawn = io.BytesIO()
    make_code(document).save(drawn, kind="png", scale=6, border=2)
    _describe(word.add_picture(drawn, width=Mm(28)), description)


def _describe(picture: InlineShape, description: str) -> None:
    picture._inline.docPr.set("descr", description)  # noqa: SLF001 - the library knows no alternative texts


def _files_lead(word: DocumentObject, data: View) -> None:
    line(word, data["label"]["files_lead"], SMALL)


def _files(word: DocumentObject, data: View, folder: Path) -> None:
    """Each file with its pictures, each picture under the number of its exhibit."""
    for file in data["files"]:
        title = say(heading(word, 2), _joined(file["number"], " ", file["title"]))
        title.paragraph_format.page_break_before = bool(file["sheets"])
        facts(word, file["rows"])
        if file["problem"]:
            say(line(word, style=SMALL), file["problem"])
        for sheet, piece in zip(file["sheets"], file["pieces"], strict=True):
            say(line(word, style=SMALL), _joined(file["number"], " ", piece)).paragraph_format.keep_with_next = True
            picture = word.add_picture(str(folder / sheet), height=_HIGHEST)
            if picture.width > _WIDEST:
                picture.width, picture.height = _WIDEST, Mm(_WIDEST.mm * picture.height / picture.width)
            _describe(picture, data["label"]["exhibit_number"].replace("{number}", str(file["label"])))


def _fingerprint(word: DocumentObject, name: str, value: Any) -> None:
    if value:
        say(line(word, f"{name} ", SMALL), value)


_SECTIONS: dict[str, Callable[[DocumentObject, View], None]] = {
    "parties": _parties,
    "loans": _loans,
    "story": _story,
    "messages": _messages,
    "legal_basis": _legal_basis,
    "requests": _requests,
    "exhibits": _exhibits,
    "redactions": _redactions,
    "evidence": _evidence,
    "files": _files_lead,
}
