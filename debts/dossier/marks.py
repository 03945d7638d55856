"""The words of a message that decided, each stretch with one number and with what was read out of it.

【甲消金】您已逾期3天，应还916.80元，请于今日还清
 1        2           3            4           1 署名; 2 说已经逾期; 3 催要金额 ¥916.80; 4 要求还款，期限 2024年5月5日
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.reconciler.normalise import normalise
from debts.reconciler.types import AmountMention, DateMention, DateRole, Judgement, PhraseHit, Reading, Reason, Span
from debts.rulebook.concepts import ConceptSort, load_concepts
from debts.wording import AMOUNT_ROLES, PARTY_KINDS, say_amount, say_text
from debts.wording.marks import DATE_ROLES, PARTS
from debts.wording.stored import words_of

# So little left of a phrase beside an amount or a name is no stretch of its own: 已 before 逾期3天, 还 before 916元.
SHORT = 2


class MarkGroup(StrEnum):
    """What sort of thing a stretch decides; the order is that in which stretches take their place in the text."""

    NUMBER = "number"
    AMOUNT = "amount"
    PERSON = "person"
    LENDER = "lender"
    OFFICE = "office"
    FRAUD = "fraud"
    THREAT = "threat"
    DEMAND = "demand"
    CLAIM = "claim"
    DATE = "date"
    KIND = "kind"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The name of the group for people."""
        return str(GROUP_NAMES[self])


GROUP_NAMES: dict[MarkGroup, Promise] = {
    MarkGroup.LENDER: gettext_lazy("机构和产品"),
    MarkGroup.OFFICE: gettext_lazy("自称的身份"),
    MarkGroup.PERSON: gettext_lazy("姓名"),
    MarkGroup.NUMBER: gettext_lazy("号码和链接"),
    MarkGroup.AMOUNT: gettext_lazy("金额"),
    MarkGroup.DATE: gettext_lazy("日期"),
    MarkGroup.CLAIM: gettext_lazy("说您欠款的话"),
    MarkGroup.DEMAND: gettext_lazy("要您做的事"),
    MarkGroup.THREAT: gettext_lazy("后果和压力"),
    MarkGroup.FRAUD: gettext_lazy("像诈骗的话"),
    MarkGroup.KIND: gettext_lazy("看出消息种类的话"),
    MarkGroup.OTHER: gettext_lazy("其他依据"),
}
RANKS = {group: rank for rank, group in enumerate(MarkGroup)}

GROUP_OF_REASON = {
    "matched_contract": MarkGroup.NUMBER,
    "matched_phone": MarkGroup.NUMBER,
    "matched_product": MarkGroup.LENDER,
    "matched_drawn": MarkGroup.DATE,
    "vetoed_contract": MarkGroup.NUMBER,
    "vetoed_product": MarkGroup.LENDER,
    "about_other_person": MarkGroup.PERSON,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered stretch, with all its places: it may be said again, or stand on both sides of another one.

    ``read_as`` is what was read where that is written otherwise.
    """

    number: int
    group: MarkGroup
    text: str
    meanings: tuple[str, ...]
    places: tuple[Span, ...]
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class _Meaning:
    group: MarkGroup
    span: Span
    text: str


@dataclass(slots=True)
class _Draft:
    group: MarkGroup
    meanings: list[str] = field(default_factory=list)


def marks_of(text: str, judgement: Judgement) -> tuple[Mark, ...]:
    """Every stretch of ``text`` that the judgement rests on, numbered in the order of the text; none overlap.

    The same words said again with the same meaning have the same number.
    """
    said = [one for one in _read(judgement.reading) if _is_inside(one.span, text)]
    owners, drafts = _placed(text, said, _reasons(judgement))
    alike: dict[tuple[MarkGroup, str, tuple[str, ...]], list[Span]] = {}
    for draft, places in sorted(_places(owners).items(), key=lambda one: one[1][0].start):
        words = "…".join(text[place.start : place.end].strip() for place in places)
        key = (drafts[draft].group, words, tuple(drafts[draft].meanings))
        alike.setdefault(key, []).extend(places)
    return tuple(
        Mark(number, group, words, meanings, tuple(places), _read_as(words))
        for number, ((group, words, meanings), places) in enumerate(alike.items(), start=1)
    )


def numbers_at(marks: Iterable[Mark], spans: Iterable[Span]) -> tuple[int, ...]:
    """The numbers of the stretches that these spans touch."""
    spans = list(spans)
    return tuple(
        mark.number
        for mark in marks
        if any(place.start < span.end and span.start < place.end for place in mark.places for span in spans)
    )


def _read(reading: Reading) -> Iterator[_Meaning]:
    for group, mentions, text in (
        (MarkGroup.NUMBER, reading.contract_numbers, _("合同号")),
        (MarkGroup.NUMBER, reading.card_tails, _("卡尾号")),
        (MarkGroup.NUMBER, reading.phones, _("电话号码")),
        (MarkGroup.NUMBER, reading.links, _("链接")),
        (MarkGroup.PERSON, reading.addressees, _("称呼的人")),
        (MarkGroup.LENDER, (reading.signature,) if reading.signature else (), _("署名")),
        (MarkGroup.LENDER, reading.lenders, _("机构或产品的名字")),
    ):
        yield from (_Meaning(group, one.span, text) for one in mentions)
    yield from (_Meaning(MarkGroup.LENDER, one.span, words_of(PARTY_KINDS, one.kind)) for one in reading.parties)
    yield from (_Meaning(MarkGroup.AMOUNT, one.span, _amount(one)) for one in reading.amounts)
    yield from (_Meaning(_group_of_day(one), one.span, _day(one)) for one in reading.dates)
    yield from _phrases(reading.phrases)


def _phrases(hits: Iterable[PhraseHit]) -> Iterator[_Meaning]:
    for hit in hits:
        concept = load_concepts().get(name := hit.id.partition(".")[0])
        if concept is None:  # read by another version
            yield _Meaning(MarkGroup.KIND, hit.span, name)
        elif concept.sort is not ConceptSort.BACKGROUND:
            yield _Meaning(MarkGroup(concept.sort), hit.span, say_text(concept.name))


def _amount(one: AmountMention) -> str:
    return f"{words_of(AMOUNT_ROLES, one.role)} {say_amount(one.value, one.currency)}"


def _group_of_day(one: DateMention) -> MarkGroup:
    """逾期3天 is a day worked out from a claim, and marked as that."""
    return MarkGroup.CLAIM if one.role is DateRole.OVERDUE_SINCE else MarkGroup.DATE


def _day(one: DateMention) -> str:
    role = words_of(DATE_ROLES, one.role)
    return (
        f"{role} {date_format(one.value, 'DATE_FORMAT')}"
        if one.value
        else _("%(role)s，算不出是哪一天") % {"role": role}
    )


def _reasons(judgement: Judgement) -> Iterator[Reason]:
    yield from judgement.verdict.reasons
    for candidate in (*judgement.match.candidates, *judgement.match.set_aside):
        yield from candidate.reasons
    for finding in judgement.findings:
        yield from finding.reasons


def _placed(text: str, said: Sequence[_Meaning], reasons: Iterable[Reason]) -> tuple[list[int], list[_Draft]]:
    """For each character the draft that it belongs to, -1 for none."""
    owners, drafts = [-1] * len(text), list[_Draft]()
    phrases = [
        one.span for one in said if RANKS[one.group] > RANKS[MarkGroup.LENDER] and one.group is not MarkGroup.DATE
    ]
    for one in sorted(said, key=lambda one: (_rank(one, phrases), one.span.start, -one.span.end)):
        _place(one, text, owners, drafts)
    for reason in reasons:
        for span in reason.spans:
            if _is_inside(span, text) and -1 in owners[span.start : span.end]:
                group = GROUP_OF_REASON.get(reason.code, MarkGroup.OTHER)
                _place(_Meaning(group, span, _part(reason)), text, owners, drafts)
    return owners, drafts


def _rank(one: _Meaning, phrases: Iterable[Span]) -> int:
    """A day inside a phrase (请于3月15日前还款) belongs to it; one that only touches it (3月20日到期) goes first."""
    if one.group is not MarkGroup.DATE:
        return RANKS[one.group]
    is_within = any(phrase.start <= one.span.start and one.span.end <= phrase.end for phrase in phrases)
    return RANKS[MarkGroup.DATE if is_within else MarkGroup.AMOUNT]


def _part(reason: Reason) -> str:
    return words_of(PARTS, reason.code) if reason.code in PARTS else _("判定的依据")


def _place(one: _Meaning, text: str, owners: list[int], drafts: list[_Draft]) -> None:
    """Give the free characters of the stretch to a draft of its own, or to the one that already covers most of it."""
    inside = range(one.span.start, one.span.end)
    free = [at for at in inside if owners[at] < 0]
    taken = Counter(owners[at] for at in inside if owners[at] >= 0)
    alike = [draft for draft in taken if drafts[draft].group is one.group]
    if taken and (alike or sum(text[at].isalnum() for at in free) <= SHORT):
        draft = max(alike or taken, key=lambda draft: taken[draft])
    else:
        draft = len(drafts)
        drafts.append(_Draft(one.group))
    for at in free:
        owners[at] = draft
    if one.text not in drafts[draft].meanings:
        drafts[draft].meanings.append(one.text)


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


def _places(owners: Sequence[int]) -> dict[int, list[Span]]:
    """The runs of characters of each draft."""
    places: dict[int, list[Span]] = {}
    start = 0
    for at in range(1, len(owners) + 1):
        if at == len(owners) or owners[at] != owners[start]:
            if owners[start] >= 0:
                places.setdefault(owners[start], []).append(Span(start, at))
            start = at
    return places


def _read_as(words: str) -> str:
    plain = normalise(words).text.strip()
    return "" if plain == unicodedata.normalize("NFKC", words) else plain
