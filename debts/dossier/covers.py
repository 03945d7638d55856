"""What is to be covered in a summary, and the patterns by which it is found, as written or in disguise."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from debts.models import Dispute, Lender, Loan, SettlementProof, User
from debts.queries import profile_of
from debts.reconciler.normalise import normalise

SHORTEST = 2  # one character alone would cover half of a text
_GAP = r"[\s*·.\-_]*"
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


class Source(StrEnum):
    """What the ledger knows that a field stands for."""

    NAMES = "names"
    PHONES = "phones"
    CONTRACTS = "contracts"
    TAILS = "tails"
    LENDERS = "lenders"


SOURCES: dict[Field, tuple[Source, ...]] = {
    Field.NAME: (Source.NAMES,),
    Field.PHONE: (Source.PHONES,),
    Field.CONTRACT: (Source.CONTRACTS, Source.TAILS),
    Field.LENDERS: (Source.LENDERS,),
}
Values = Mapping[Source, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is to be covered; ``words`` are any others, such as names of relatives.

    Pictures cannot be covered here. They are left out unless ``pictures`` says that the person has looked at them.
    ``then`` is what the fields stood for when the cover was chosen, as ``frozen`` notes it.
    """

    fields: frozenset[Field] = frozenset()
    words: tuple[str, ...] = ()
    pictures: bool = False
    then: Values = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields or self.words)

    def as_json(self) -> dict[str, Any]:
        """What a link keeps of it; nothing where nothing is covered."""
        if not self:
            return {}
        kept = {"fields": sorted(self.fields), "words": list(self.words), "pictures": self.pictures}
        then = {source.value: list(values) for source, values in self.then.items() if values}
        return kept | ({"then": then} if then else {})

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Cover":
        """The same again. Raises ValueError for a field that this version does not know: it would stay uncovered."""
        fields = frozenset(map(Field, kept.get("fields", ())))
        then = {Source(name): tuple(values) for name, values in kept.get("then", {}).items()}
        return cls(fields, tuple(kept.get("words", ())), bool(kept.get("pictures")), then)


Patterns = Sequence[tuple[Field, re.Pattern[str]]]


def frozen(owner: User, dispute: Dispute, cover: Cover) -> Cover:
    """The cover with what it stands for today: a name that leaves the ledger later stays covered by it."""
    return replace(cover, then=_values(owner, dispute, cover.fields))


def patterns_of(owner: User, dispute: Dispute, cover: Cover) -> Patterns:
    """What to look for: what the ledger knows today and what it knew when the cover was chosen, and the words given."""
    today = _values(owner, dispute, cover.fields)
    known = {source: (*values, *cover.then.get(source, ())) for source, values in today.items()}
    wanted = cover.fields | ({Field.WORDS} if cover.words else set())
    found = ((kind, dict.fromkeys(_patterns(kind, known, cover.words))) for kind in Field if kind in wanted)
    return [(kind, _compiled(pattern)) for kind, patterns in found for pattern in patterns if pattern]


def _values(owner: User, dispute: Dispute, fields: Iterable[Field]) -> dict[Source, tuple[str, ...]]:
    """What the fields stand for in the ledger as it is."""
    finders: dict[Source, Callable[[], Iterable[str]]] = {
        Source.NAMES: lambda: profile_of(owner).names,
        Source.PHONES: lambda: _phones(owner),
        Source.CONTRACTS: lambda: _contracts(owner),
        Source.TAILS: lambda: sorted(set(Loan.objects.of(owner).values_list("card_tail", flat=True))),
        Source.LENDERS: lambda: _other_lenders(owner, dispute.lender),
    }
    wanted = (source for one in fields for source in SOURCES.get(one, ()))
    return {source: tuple(filter(None, finders[source]())) for source in wanted}


def _patterns(kind: Field, known: Values, words: Iterable[str]) -> Iterator[str]:
    if kind is Field.IDENTITY:
        yield from _IDENTITY
    elif kind is Field.WORDS:
        yield from map(_loosely, words)
    for source in SOURCES.get(kind, ()):
        yield from _WAYS[source](known[source])


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


def _phone_patterns(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        figures = _COUNTRY.sub("", re.sub(r"\D", "", normalise(number).text))
        yield _loosely(figures)
        if shown := _SHOWN_OF_PHONE.fullmatch(figures):
            yield f"{shown[1]}{_STAR}{{3,}}{shown[2]}"


def _tail_patterns(tails: Iterable[str]) -> Iterator[str]:
    for tail in tails:
        yield rf"(?<![\d.,])(?:\d{{8,}})?{_GAP.join(map(re.escape, tail))}(?!\d)"


_WAYS: dict[Source, Callable[[Iterable[str]], Iterable[str]]] = {
    Source.NAMES: _name_patterns,
    Source.PHONES: _phone_patterns,
    Source.CONTRACTS: lambda numbers: map(_loosely, numbers),
    Source.TAILS: _tail_patterns,
    Source.LENDERS: lambda names: map(_loosely, names),
}


def _phones(owner: User) -> Iterable[str]:
    return sorted({*profile_of(owner).phones, *Loan.objects.of(owner).values_list("phone", flat=True)})


def _contracts(owner: User) -> Iterable[str]:
    rows = (Loan.objects.of(owner), SettlementProof.objects.of(owner))
    return sorted({number for row in rows for number in row.values_list("contract_number", flat=True)})


def _other_lenders(owner: User, lender: Lender) -> Iterator[str]:
    """Names of the other lenders, but for those by which this one goes as well."""
    ours = " ".join((lender.name, *lender.aliases, *lender.signatures))
    for other in Lender.objects.of(owner).exclude(pk=lender.pk):
        names = (other.name, *other.aliases, *other.signatures)
        yield from (name for name in names if name not in ours)
