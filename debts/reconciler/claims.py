"""What a message claims, ready to be held against a loan: the sum, what it is said to be, since when it is late."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from debts.finance.values import quickly_made
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import AmountMention, AmountRole, DateMention, DateRole, Kind, Reading, Span

WHOLE_WORDS = (
    "总额", "共计", "合计", "全部", "一次性", "全额",
    "本息", "剩余", "余款", "总欠", "结清", "尾款", "剩下", "累计", "总计", "整笔", "余额",
)  # fmt: skip
SUMMANDS = frozenset(
    {
        AmountRole.CLAIMED,
        AmountRole.INSTALMENT,
        AmountRole.PRINCIPAL,
        AmountRole.INTEREST,
        AmountRole.PENALTY,
        AmountRole.OTHER,
    }
)
PARTS = (AmountRole.PRINCIPAL, AmountRole.INTEREST, AmountRole.PENALTY)
PRESSING = frozenset({Kind.COLLECTION, Kind.LEGAL_THREAT, Kind.CREDIT_THREAT, Kind.VISIT_OR_CONTACTS})
SUBROGATED = "unpaid.subrogated"
REACH = 12
CLAUSE_REACH = 40
CLAUSE = re.compile(r"[。!?;,\n]")


# 逾期应还共计 and 逾期两期合计 are totals of what is late, and not of the loan.
LATE_SUM = re.compile(
    r"逾期(?:应还|金额|本息|本金|账单|款|未还|总额|待还|部分|应缴|供款|[\d一二两三四五六七八九十]{1,3}[期笔个]|共计|合计|总计|(?:了|的)?(?:人民币|¥)?$)"
)
LATE_DEBT = re.compile(r"逾期(?:欠款|债务|借款|贷款)")
LATE_ENGLISH = re.compile(
    r"overdue (?:amount|sum|payment|balance|instalment)|amount overdue|past due amount", re.IGNORECASE
)
FELL_DUE = re.compile(r"(?:应还|应缴|到期|待还)(?:的)?本金$")
DUE_SUM = re.compile(r"本期|本月|当期|每期|月供|\d月账单|\d月份|本次应还|minimum|instalment", re.IGNORECASE)
# Words that mean the loan to its end, late or not.
TO_THE_END = re.compile(
    r"剩余|余下|余款|尾款|剩下|全部|全额|提前|一次性|整笔|结清|未到期|所有|贷款余额|outstanding balance|in full",
    re.IGNORECASE,
)
# A sum that is named as added to another one, and one that is only told as a part of it.
ADDED = re.compile(r"另|外加|加收|加上|再付|再加|还需|还要|并需|并支付|并承担|以及|及|和|\+|plus|and ", re.IGNORECASE)
INCLUDED = re.compile(r"含|其中|包括|内有|includ|of which", re.IGNORECASE)


class Scope(Enum):
    """Which figure of the ledger the text speaks of."""

    WHOLE = "whole"
    LATE = "late"
    DUE = "due"
    UNSAID = "unsaid"


@quickly_made
@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``amount`` is None where no sum is named, or only a part such as the principal.

    ``has_fees`` tells whether interest or fees are named beside or inside the sum; ``subrogated`` is where somebody
    says to have paid for the borrower.
    """

    amount: Decimal | None
    currency: str
    amount_spans: tuple[Span, ...]
    penalty: Decimal
    scope: Scope
    is_late: bool
    late_spans: tuple[Span, ...]
    due: DateMention | None
    is_reminder: bool
    has_fees: bool = False
    subrogated: tuple[Span, ...] = ()


def claim_of(text: ReadText, within: Span | None = None) -> Claim:
    """The claim of a message whose reading says that there is one; of several claims the one in ``within``."""
    reading = text.reading if within is None else _part(text.reading, within)
    amount, mentions = _claimed(text, reading)
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
        has_fees=any(one.role is AmountRole.INTEREST for one in reading.amounts),
        subrogated=tuple(hit.span for hit in reading.phrases if hit.id == SUBROGATED),
    )


def _part(reading: Reading, within: Span) -> Reading:
    """The reading with only those sums and days that stand in a part of the text."""
    return replace(
        reading,
        amounts=tuple(one for one in reading.amounts if within.start <= one.span.start < within.end),
        dates=tuple(one for one in reading.dates if within.start <= one.span.start < within.end),
    )


def _claimed(text: ReadText, reading: Reading) -> tuple[Decimal | None, tuple[AmountMention, ...]]:
    """The largest sum that is claimed outright, else the instalment, else the parts added up, else the minimum.

    A penalty or a fee that the text sets beside the sum (另收, 及) is claimed with it; one that it contains is not.
    """
    for role in (AmountRole.CLAIMED, AmountRole.INSTALMENT):
        named = [one for one in reading.amounts if one.role is role]
        if named:
            largest = max(named, key=lambda one: (one.value, -one.span.start))
            added = tuple(one for one in _added(text, largest, reading.amounts) if one.currency == largest.currency)
            return largest.value + sum((one.value for one in added), Decimal(0)), (largest, *added)
    parts = tuple(one for one in reading.amounts if one.role in PARTS)
    if parts:
        return sum((one.value for one in parts), Decimal(0)), parts
    minimum = tuple(one for one in reading.amounts if one.role is AmountRole.MINIMUM)[:1]
    if minimum:
        return minimum[0].value, minimum
    other = tuple(one for one in reading.amounts if one.role is AmountRole.OTHER)
    return (other[0].value, other) if len(other) == 1 else (None, ())


def _added(text: ReadText, largest: AmountMention, amounts: Iterable[AmountMention]) -> Iterable[AmountMention]:
    """Penalties and fees behind the sum with a word of adding between, and no word of containing in their sentence."""
    previous = largest
    for one in amounts:
        if one.role not in (AmountRole.PENALTY, AmountRole.INTEREST) or one.span.start < largest.span.end:
            continue
        between = _between(text, previous.span.end, one.span.start)
        if INCLUDED.search(between):
            return
        if previous is not largest or ADDED.search(between):
            yield one
            previous = one


def _scope(text: ReadText, mentions: tuple[AmountMention, ...]) -> Scope:
    if not mentions:
        return Scope.UNSAID
    if mentions[0].role is AmountRole.INSTALMENT:
        return Scope.DUE
    clause = _clause_before(text, (_first_summand(text.reading.amounts, mentions[0]) or mentions[0]).span.start)
    return _scope_of(clause, mentions, is_reminder=text.reading.kind is Kind.REMINDER)


def _scope_of(clause: str, mentions: tuple[AmountMention, ...], *, is_reminder: bool) -> Scope:
    """What the words before a sum say that it is a sum of."""
    if TO_THE_END.search(clause):
        return Scope.WHOLE
    if LATE_SUM.search(clause) or LATE_ENGLISH.search(clause):
        return Scope.LATE
    is_total = any(word in clause[-REACH:] for word in WHOLE_WORDS) or _is_all_principal(clause, mentions)
    if is_total and not LATE_DEBT.search(clause) and not (is_reminder and DUE_SUM.search(clause)):
        return Scope.WHOLE
    return Scope.DUE if is_reminder else Scope.UNSAID


def _is_all_principal(clause: str, mentions: Sequence[AmountMention]) -> bool:
    """A principal named alone is all that is left of it; 应还本金 with interest beside it is a part that fell due."""
    fell_due = len(mentions) > 1 and FELL_DUE.search(clause)
    return mentions[0].role is AmountRole.PRINCIPAL and not fell_due


def _first_summand(amounts: Sequence[AmountMention], total: AmountMention) -> AmountMention | None:
    """The first of the sums before ``total`` that add up to it: what they are, the total is."""
    before = [one for one in amounts if one.span.start < total.span.start and one.role in SUMMANDS]
    for at in range(len(before) - 1):
        if sum((one.value for one in before[at:]), Decimal(0)) == total.value:
            return before[at]
    return None


def _clause_before(text: ReadText, start: int) -> str:
    """The normalised clause that leads to an offset of the original, its sum's first sign included."""
    at = _place(text, start)
    return CLAUSE.split(text.normalised.text[max(0, at - CLAUSE_REACH) : at])[-1]


def _between(text: ReadText, start: int, end: int) -> str:
    return text.normalised.text[_place(text, start) : _place(text, end)]


def _place(text: ReadText, offset: int) -> int:
    """Where an offset of the original lies in the normalised text."""
    starts = text.normalised.starts
    return offset if starts is None else bisect_left(starts, offset)
