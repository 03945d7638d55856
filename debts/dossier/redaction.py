"""Covering names and numbers in a summary before it is handed on, with a log of what was covered.

    尊敬的许大江，您尾号7731的借款  ->  尊敬的〔已遮盖〕，您尾号〔已遮盖〕的借款

Only texts are covered: originals, pictures and what was hashed cannot be. A short text that was covered could be
guessed from its hash by trying, so the hash of a message that was changed, and the head of the log, are left out; the
hash of the whole text without covers is safe because that text holds the head of the log, which nobody else knows.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from debts.dossier.summary import MessagePart, RedactionPart, SummaryDocument, document_hash
from debts.models import Dispute, Lender, Loan, SettlementProof, User
from debts.queries import profile_of
from debts.reconciler.normalise import normalise

COVER = "〔已遮盖〕"
SHORTEST = 2  # one character alone would cover half of a text
_GAP = r"[\s*·.\-_]*"
_QUOTED = re.compile("“([^”]*+)(?:”|\\Z)")
_SEPARATORS = re.compile(_GAP)
_COUNTRY = re.compile(r"^(?:00)?86(?=1\d{10}$)")
_STAR = "[*＊某xX×○]"
_SHOWN_OF_PHONE = re.compile(r"(\d{3})\d{4}(\d{4})")  # 139****0000
_CHINESE_NAME = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
# 18 figures with a day of birth inside, 15 as before 2013, or with stars in the middle.
_IDENTITY = (
    r"(?<!\d)[1-9]\d{5}\s?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?\d{3}[\dXx](?!\d)",
    r"(?<!\d)[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
    r"(?<!\d)\d{1,6}\*{6,}\d{1,4}[\dXx]?(?!\d)",
)
# Fields that hold no words of the case; a number that is to be covered may stand in a hash by chance.
_LEFT_ALONE = frozenset(
    {"language", "time_zone", "app_version", "rulebook_version", "sha256", "digest", "currency", "media_type", "label"}
)
T = TypeVar("T")


class Field(StrEnum):
    """What can be covered."""

    NAME = "name"
    PHONE = "phone"
    IDENTITY = "identity"
    CONTRACT = "contract"
    LENDERS = "lenders"
    WORDS = "words"


FIELDS = {
    Field.NAME: _("本人姓名（连同许先生、许*江这样的写法）"),
    Field.PHONE: _("本人电话号码"),
    Field.IDENTITY: _("身份证号码"),
    Field.CONTRACT: _("合同编号和银行卡尾号"),
    Field.LENDERS: _("其他出借机构的名字"),
    Field.WORDS: _("另外写下的词"),
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What is to be covered; ``words`` are any others, such as names of relatives.

    Pictures cannot be covered here. They are left out unless ``pictures`` says that the person has looked at them.
    """

    fields: frozenset[Field] = frozenset()
    words: tuple[str, ...] = ()
    pictures: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.words)

    def as_json(self) -> dict[str, Any]:
        """What a link keeps of it; nothing where nothing is covered."""
        if not self:
            return {}
        return {"fields": sorted(self.fields), "words": list(self.words), "pictures": self.pictures}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Cover":
        """The same again. Raises ValueError for a field that this version does not know: it would stay uncovered."""
        fields = frozenset(map(Field, kept.get("fields", ())))
        return cls(fields, tuple(kept.get("words", ())), bool(kept.get("pictures")))


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


Patterns = Sequence[tuple[Field, re.Pattern[str]]]


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


def patterns_of(owner: User, dispute: Dispute, cover: Cover) -> Patterns:
    """What to look for, from the owner's ledger and the words given."""
    finders: dict[Field, Callable[[], Iterable[str]]] = {
        Field.NAME: lambda: _name_patterns(profile_of(owner).names),
        Field.PHONE: lambda: _phone_patterns(owner),
        Field.IDENTITY: lambda: _IDENTITY,
        Field.CONTRACT: lambda: _contract_patterns(owner),
        Field.LENDERS: lambda: map(_loosely, _other_lenders(owner, dispute.lender)),
        Field.WORDS: lambda: map(_loosely, cover.words),
    }
    wanted = cover.fields | ({Field.WORDS} if cover.words else set())
    return [(kind, _compiled(pattern)) for kind in Field if kind in wanted for pattern in finders[kind]() if pattern]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _loosely(words: str) -> str:
    """A pattern for the words with whatever stands between their characters to hide them; empty for too short ones."""
    ways = dict.fromkeys(_SEPARATORS.sub("", way) for way in (words, normalise(words).text))
    return "|".join(_GAP.join(map(re.escape, way)) for way in ways if len(way) >= SHORTEST)


def _name_patterns(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield _loosely(name)
        if _CHINESE_NAME.fullmatch(name):
            for surname in {name[:1], name[:2]} if len(name) > 3 else {name[:1]}:  # noqa: PLR2004 - 欧阳 and the like
                given = re.escape(name[len(surname) :])
                yield f"{re.escape(surname)}(?:先生|女士|小姐|男士|{_STAR}{{1,3}}{re.escape(name[-1])}?)"
                yield f"{_STAR}{{1,2}}(?:{given}|{re.escape(name[-1])})"


def _phone_patterns(owner: User) -> Iterator[str]:
    loans = Loan.objects.of(owner).exclude(phone="").values_list("phone", flat=True)
    for number in sorted({*profile_of(owner).phones, *loans}):
        figures = _COUNTRY.sub("", re.sub(r"\D", "", normalise(number).text))
        yield _loosely(figures)
        if shown := _SHOWN_OF_PHONE.fullmatch(figures):
            yield f"{shown[1]}{_STAR}{{3,}}{shown[2]}"


def _contract_patterns(owner: User) -> Iterator[str]:
    loans, proofs = Loan.objects.of(owner), SettlementProof.objects.of(owner)
    numbers = {*loans.values_list("contract_number", flat=True), *proofs.values_list("contract_number", flat=True)}
    yield from map(_loosely, sorted(numbers))
    for tail in sorted(filter(None, set(loans.values_list("card_tail", flat=True)))):
        yield rf"(?<![\d.,])(?:\d{{8,}})?{_GAP.join(map(re.escape, tail))}(?!\d)"


def _other_lenders(owner: User, lender: Lender) -> Iterator[str]:
    """Names of the other lenders, but for those by which this one goes as well."""
    ours = " ".join((lender.name, *lender.aliases, *lender.signatures))
    for other in Lender.objects.of(owner).exclude(pk=lender.pk):
        names = (other.name, *other.aliases, *other.signatures)
        yield from (name for name in names if name not in ours)
