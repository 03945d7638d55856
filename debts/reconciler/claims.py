"""What a message claims, ready to be held against a loan: the sum, what it is said to be, since when it is late."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import AmountMention, AmountRole, DateMention, DateRole, Kind, Reading, Span

WHOLE_WORDS = (
    "总额", "共计", "合计", "全部", "一次性", "全额",
    "本息", "剩余", "余款", "总欠", "结清", "尾款", "剩下", "累计", "总计", "整笔", "余额",
)  # fmt: skip
PARTS = (AmountRole.PRINCIPAL, AmountRole.INTEREST, AmountRole.PENALTY)
PRESSING = frozenset({Kind.COLLECTION, Kind.LEGAL_THREAT, Kind.CREDIT_THREAT, Kind.VISIT_OR_CONTACTS})
REACH = 12


class Scope(Enum):
    """Which figure of the ledger the text speaks of."""

    WHOLE = "whole"
    DUE = "due"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``amount`` is None where no sum is named, or only a part such as the principal."""

    amount: Decimal | None
    currency: str
    amount_spans: tuple[Span, ...]
    penalty: Decimal
    scope: Scope
    is_late: bool
    late_spans: tuple[Span, ...]
    due: DateMention | None
    is_reminder: bool


def claim_of(text: ReadText, within: Span | None = None) -> Claim:
    """The claim of a message whose reading says that there is one; of several claims the one in ``within``."""
    reading = text.reading if within is None else _part(text.reading, within)
    amount, mentions = _claimed(reading)
    return Claim(
        amount=amount,
        currency=mentions[0].currency if mentions else "",
        amount_spans=tuple(one.span for one in mentions),
        penalty=sum((one.value for one in reading.amounts if one.role is AmountRole.PENALTY), Decimal(0)),
        scope=_scope(text, mentions),
        is_late=reading.says_overdue or reading.kind in PRESSING,
        late_spans=spans_of(text, "overdue", "unpaid")
        or spans_of(text, "chase", "legal", "credit", "visit", "contacts"),
        due=next((one for one in reading.dates if one.role is DateRole.DUE and one.value), None),
        is_reminder=reading.kind is Kind.REMINDER,
    )


def _part(reading: Reading, within: Span) -> Reading:
    """The reading with only those sums and days that stand in a part of the text."""
    return replace(
        reading,
        amounts=tuple(one for one in reading.amounts if within.start <= one.span.start < within.end),
        dates=tuple(one for one in reading.dates if within.start <= one.span.start < within.end),
    )


def _claimed(reading: Reading) -> tuple[Decimal | None, tuple[AmountMention, ...]]:
    """The largest sum that is claimed outright, else the instalment, else the parts added up, else the minimum."""
    for role in (AmountRole.CLAIMED, AmountRole.INSTALMENT):
        named = [one for one in reading.amounts if one.role is role]
        if named:
            largest = max(named, key=lambda one: (one.value, -one.span.start))
            return largest.value, (largest,)
    parts = tuple(one for one in reading.amounts if one.role in PARTS)
    if parts:
        return sum((one.value for one in parts), Decimal(0)), parts
    minimum = tuple(one for one in reading.amounts if one.role is AmountRole.MINIMUM)[:1]
    if minimum:
        return minimum[0].value, minimum
    other = tuple(one for one in reading.amounts if one.role is AmountRole.OTHER)
    return (other[0].value, other) if len(other) == 1 else (None, ())


def _scope(text: ReadText, mentions: tuple[AmountMention, ...]) -> Scope:
    if not mentions:
        return Scope.UNSAID
    if mentions[0].role is AmountRole.INSTALMENT:
        return Scope.DUE
    places = text.normalised
    start = mentions[0].span.start
    around = _original_before(places.text, places.starts, start)
    if any(word in around for word in WHOLE_WORDS) or mentions[0].role is AmountRole.PRINCIPAL:
        return Scope.WHOLE
    return Scope.DUE if text.reading.kind is Kind.REMINDER else Scope.UNSAID


def _original_before(text: str, starts: tuple[int, ...] | None, start: int) -> str:
    """The normalised words before an offset of the original."""
    at = start if starts is None else next((place for place, origin in enumerate(starts) if origin >= start), len(text))
    return text[max(0, at - REACH) : at + 1]
