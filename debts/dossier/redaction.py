"""Covering names and numbers in a summary before it is handed on, with a log of what was covered.

    尊敬的许大江，您尾号7731的借款  ->  尊敬的〔已遮盖〕，您尾号〔已遮盖〕的借款

Only texts are covered: originals, pictures and what was hashed cannot be. A short text that was covered could be
guessed from its hash by trying, so the hash of a message that was changed, and the head of the log, are left out; the
hash of the whole text without covers is safe because that text holds the head of the log, which nobody else knows.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from debts.dossier.covers import FIELDS, Field, Patterns
from debts.dossier.summary import MessagePart, RedactionPart, SummaryDocument, document_hash
from debts.reconciler.normalise import normalise

COVER = "〔已遮盖〕"
_QUOTED = re.compile("“([^”]*+)(?:”|\\Z)")
# Fields that hold no words of the case; a number that is to be covered may stand in a hash by chance.
_LEFT_ALONE = frozenset(
    {"language", "time_zone", "app_version", "rulebook_version", "sha256", "digest", "currency", "media_type", "label"}
)
T = TypeVar("T")


@dataclass(slots=True)
class _Log:
    counts: dict[Field, int] = field(default_factory=lambda: defaultdict(int))
    places: dict[Field, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, kind: Field, place: str) -> None:
        self.counts[kind] += 1
        self.places[kind][place] = None

    def parts(self) -> tuple[RedactionPart, ...]:
        found = (kind for kind in Field if self.counts[kind])
        return tuple(RedactionPart(str(FIELDS[kind]), self.counts[kind], tuple(self.places[kind])) for kind in found)


def redacted(document: SummaryDocument, patterns: Patterns, labels: Mapping[str, str]) -> SummaryDocument:
    """The document with all that the patterns find covered, the log of it, and the hash of the document as it was."""
    log = _Log()
    parts: dict[str, Any] = {}
    for one in dataclasses.fields(document):
        value = getattr(document, one.name)
        if one.name == "messages":
            parts["messages"] = tuple(_message(message, patterns, log, labels) for message in value)
        elif one.name not in _LEFT_ALONE:
            parts[one.name] = _covered(value, patterns, log, labels.get(_HEADINGS.get(one.name, one.name), ""))
    without_originals = tuple(replace(file, attached="") for file in parts["files"])
    parts |= {"files": without_originals, "evidence_head": None}
    parts |= {"redactions": log.parts(), "original_sha256": document_hash(document)}
    return replace(document, **parts)


_HEADINGS = {"owner": "parties", "lender": "parties", "note": "evidence"}


def _message(message: MessagePart, patterns: Patterns, log: _Log, labels: Mapping[str, str]) -> MessagePart:
    found = [(start, end) for start, end, _kind in _merged(_stretches(message.text, patterns))]
    basis = tuple(_QUOTED.sub(lambda quote: _quote(quote, message.text, found), line) for line in message.basis)
    place = f"{labels['messages']} {message.number}"
    covered = _covered(replace(message, basis=basis), patterns, log, place)
    return covered if covered.text == message.text else replace(covered, sha256="")


def _quote(quote: re.Match[str], text: str, found: Sequence[tuple[int, int]]) -> str:
    """A quotation of the text; covered where it holds a piece only of what is covered, by which no pattern knows it."""
    words = quote[1].removesuffix("…")
    for place in re.finditer(re.escape(words), text) if words else ():
        start, end = place.span()
        if any(low < end and start < high and not (start <= low and high <= end) for low, high in found):
            return f"“{COVER}”"
    return quote[0]


def _covered(value: T, patterns: Patterns, log: _Log, place: str) -> T:
    """The same tree with every text in it covered."""
    covered: Any = value
    if isinstance(value, str):
        covered = cover_text(value, patterns, log, place)
    elif isinstance(value, tuple):
        covered = tuple(_covered(part, patterns, log, place) for part in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in dataclasses.fields(value) if one.name not in _LEFT_ALONE]
        covered = replace(value, **{name: _covered(getattr(value, name), patterns, log, place) for name in names})
    return covered  # type: ignore[no-any-return]  # of the kind that was given


def cover_text(text: str, patterns: Patterns, log: _Log | None = None, place: str = "") -> str:
    """The text with every stretch covered in which a pattern finds something, as written or in disguise."""
    pieces, at = list[str](), 0
    for start, end, kind in _merged(_stretches(text, patterns)):
        pieces += (text[at:start], COVER)
        at = end
        if log:
            log.note(kind, place)
    return "".join((*pieces, text[at:]))


def _stretches(text: str, patterns: Patterns) -> Iterator[tuple[int, int, Field]]:
    """Where something is found in the text as it stands, and in the text in its one way of writing."""
    folded = normalise(text)
    for kind, pattern in patterns:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), kind
        for found in pattern.finditer(folded.text):
            span = folded.span(found.start(), found.end())
            yield span.start, span.end, kind


def _merged(stretches: Iterable[tuple[int, int, Field]]) -> Iterator[tuple[int, int, Field]]:
    """Stretches that overlap become one, of the kind of the first."""
    last: tuple[int, int, Field] | None = None
    for start, end, kind in sorted(stretches):
        if last and start < last[1]:
            last = (last[0], max(last[1], end), last[2])
            continue
        if last:
            yield last
        last = (start, end, kind)
    if last:
        yield last
