"""The dispute summary as plain values: what a complaint desk, a mediator or a judge is to read, in order.

Whoever builds the document words everything that depends on the case (what a message claims, the verdict, a rule's
cautious wording) in ``language``; the labels of the form itself belong to ``debts.dossier.labels``. Text that came from
outside stays exactly as it came: making it safe to print is the printer's work, not the document's.
"""

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

Language = Literal["zh-hans", "en"]

FORMAT = "jieqing-dispute-summary"
FORMAT_VERSION = 1

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNFIT_FOR_FILE_NAMES = re.compile(r"[^\w（）()-]+")
_LONGEST_NAME_PART = 40


@dataclass(frozen=True, slots=True)
class OwnerPart:
    """Who speaks, by the names and telephone numbers that the owner gave."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LenderPart:
    """Who is addressed; ``legal_name`` is empty where nobody knows it."""

    name: str
    legal_name: str = ""
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofPart:
    """One piece of evidence for a settlement; ``kind`` in words, ``sha256`` of its file in lower-case hex."""

    kind: str
    issued_on: date | None = None
    issuer: str = ""
    number: str = ""
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class SettlementPart:
    """When and on what basis a loan ended, and how well that is proved; ``basis`` and ``proof_level`` in words."""

    settled_at: datetime
    basis: str
    proof_level: str
    note: str = ""
    proofs: tuple[ProofPart, ...] = ()


@dataclass(frozen=True, slots=True)
class LoanPart:
    """One contract; sums are in ``currency``, ``terms`` says duration and rate in words."""

    product: str
    currency: str
    principal: Decimal
    contract_number: str = ""
    card_tail: str = ""
    drawn_on: date | None = None
    terms: str = ""
    repayments_total: Decimal = Decimal(0)
    repayments_count: int = 0
    settlement: SettlementPart | None = None


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of the table.

    ``text`` is the original to the letter and ``sha256`` its fingerprint; channel, recipient, claim and verdict are in
    words; each finding is a sentence that says 「可能」 and names the rank of its rule. ``basis`` says in a few lines
    which words and facts the verdict rests on, and which loan it was matched to.
    """

    number: int
    received_at: datetime | None
    channel: str
    sender: str
    recipient: str
    text: str
    claim: str
    verdict: str
    sha256: str
    findings: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalPart:
    """A rule that is relied on, with its rank (A law … F self-discipline) and the wording that this rank allows."""

    instrument: str
    article: str
    rank: str
    rank_name: str
    wording: str
    summary: str


@dataclass(frozen=True, slots=True)
class ExhibitPart:
    """A numbered item of evidence that goes with the summary."""

    number: int
    title: str
    detail: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file that goes with the summary: an exhibit, or with ``label`` 3-1 the first file of the message numbered 3.

    ``details`` are what is known of it in words, by their names; ``problem`` says why it is not printed, if it is not.
    ``size`` is in bytes. ``attached`` is the name under which a PDF carries the original, empty where it does not.
    """

    label: str
    title: str
    name: str
    media_type: str
    size: int
    sha256: str
    details: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    attached: str = ""


@dataclass(frozen=True, slots=True)
class RedactionPart:
    """What was covered: of which ``kind``, in words, how many times, and in which parts of the document."""

    kind: str
    count: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceHead:
    """Where the evidence log stood: the last entry's number and its hash."""

    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class SummaryDocument:
    """The whole summary. Times are aware and shown in ``time_zone``, an IANA name; ``story`` is the owner's own.

    Where something was covered, ``redactions`` say what, and ``original_sha256`` is the hash of the same document as
    JSON without that, in lower-case hex.
    """

    language: Language
    made_at: datetime
    time_zone: str
    owner: OwnerPart
    lender: LenderPart
    note: str
    app_version: str
    rulebook_version: str
    loans: tuple[LoanPart, ...] = ()
    messages: tuple[MessagePart, ...] = ()
    legal_basis: tuple[LegalPart, ...] = ()
    requests: tuple[str, ...] = ()
    exhibits: tuple[ExhibitPart, ...] = ()
    story: str = ""
    evidence_head: EvidenceHead | None = None
    files: tuple[FilePart, ...] = ()
    redactions: tuple[RedactionPart, ...] = ()
    original_sha256: str = ""

    def __post_init__(self) -> None:
        """Refuse a moment without a zone: it could not be shown in the owner's."""
        if self.made_at.tzinfo is None:
            raise ValueError("made_at must be an aware time")


def document_as_json(document: SummaryDocument) -> str:
    """The same document for machines: keys in the order of the classes, sums as decimal strings, times in ISO 8601.

    Half of a surrogate pair, which no UTF-8 file may hold, is written as its JSON escape and so survives.
    """
    content = {"format": FORMAT, "version": FORMAT_VERSION, **dataclasses.asdict(document)}
    written = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    try:
        written.encode()
    except UnicodeEncodeError:
        written = _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", written)
    return written + "\n"


def document_hash(document: SummaryDocument) -> str:
    """The SHA-256 of the document as JSON, by which it can be quoted; a file cannot hold a hash of itself."""
    return hashlib.sha256(document_as_json(document).encode()).hexdigest()


def summary_file_name(document: SummaryDocument) -> str:
    """A name for people, with the lender and the day: ``争议摘要-招联金融-2026-11-22.pdf``; safe on every disk."""
    title = "dispute-summary" if document.language == "en" else "争议摘要"
    made_on = document.made_at.astimezone(ZoneInfo(document.time_zone)).date()
    return "-".join(filter(None, (title, name_part(document.lender.name), made_on.isoformat()))) + ".pdf"


def name_part(name: str) -> str:
    """A name as a part of a file's: short, and of signs that every disk takes."""
    return _UNFIT_FOR_FILE_NAMES.sub("", name)[:_LONGEST_NAME_PART]


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in a summary")
