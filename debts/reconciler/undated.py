"""Messages that came nobody knows when: asked at every moment at which the answer could change.

Where it does not change it is given; where it does, only the owner can say more.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from debts.reconciler.answers import ZERO
from debts.reconciler.case import Case
from debts.reconciler.claim_parts import ClaimPart
from debts.reconciler.claims import Claim
from debts.reconciler.deciding import GRAVITY, Decision, decide, gravest
from debts.reconciler.standing import Course
from debts.reconciler.telling import tell_all
from debts.reconciler.types import DateMention, DateRole, Match, Reason, Verdict, VerdictCode

Value = TypeVar("Value")
ENDED = frozenset({"settled_on", "paid_off_on"})
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)
# After every fact of a ledger, however far it looks ahead.
AFTERWARDS = timedelta(days=36_500)
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - takes the owner's zone where it is used
# 如截至6月30日仍未还款, 请在截至6月30日前: a day to come, which tells nothing about when the message was written.
IF_BEFORE = re.compile(r"(?:如果?|若|倘若?|假如|一旦|请|须|务必|应)[^。,;!?，；]{0,4}截[至止][到至]?\D{0,3}$")
LIMIT_AFTER = re.compile(r"\s?(?:\d{1,2}[:：点时]\d{0,2}分?)?(?:之前|以前|前)")
REACH = 16

Claims = Sequence[tuple[ClaimPart, Claim]]


def judge_without_time(case: Case, match: Match, claims: Claims) -> Verdict:
    """The verdict that holds at every time at which the message can have come, else ``undecided``."""
    courses = [case.index.courses[one.loan_id] for one in match.candidates]
    decided = [_decisions(case, claims, moment) for moment in _moments(case, courses)]
    codes = {gravest(decisions).code for decisions in decided}
    if len(codes) == 1:
        return _at_any_time([tell_all(decisions, case, match) for decisions in decided])
    reasons = [
        *(reason for reason in tell_all(decided[-1], case, match).reasons if reason.code in ENDED),
        Reason("time_unknown"),
        *(
            Reason("would_be", {"verdict": code}, speaks_for=False)
            for code in sorted(codes - {VerdictCode.UNDECIDED}, key=GRAVITY.__getitem__)
        ),
    ]
    loans = {one.answers[0].loan_id if one.answers else None for one in map(gravest, decided)}
    return Verdict(VerdictCode.UNDECIDED, loan_id=loans.pop() if len(loans) == 1 else None, reasons=tuple(reasons))


def _at_any_time(told: Sequence[Verdict]) -> Verdict:
    """What is true whenever the message came: what changes with the day is left out.

    A demand of too much is held against the most that was ever owed.
    """
    most = max(told, key=lambda one: one.owed or ZERO)
    is_too_much = most.code is VerdictCode.OVERSTATED
    reasons = (one for one in most.reasons if one.code == "exceeds_owed" or all(one in each.reasons for each in told))
    return replace(
        most,
        loan_id=_unchanged(one.loan_id for one in told),
        owed=most.owed if is_too_much else _unchanged(one.owed for one in told),
        days_since_settlement=_unchanged(one.days_since_settlement for one in told),
        reasons=(*reasons, Reason("time_unknown", speaks_for=False)),
        causes=tuple(one for one in most.causes if all(one in each.causes for each in told)),
    )


def _unchanged(values: Iterable[Value]) -> Value | None:
    """The value where it is one, else None."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _decisions(case: Case, claims: Claims, at: datetime) -> list[Decision]:
    return [decide(part, claim, case, at) for part, claim in claims]


def _moments(case: Case, courses: Sequence[Course]) -> list[datetime]:
    """Moments just before and after each fact of the loans, none older than a day that the text counts as past."""
    zone = case.index.zone
    facts = [fact for course in courses for fact in _facts(course)]
    facts += [fact + case.grace + INSTANT for fact in facts]
    floor = _no_older_than(case)
    drawn = [course.loan.terms.drawn_on for course in courses]
    earliest = datetime.combine(min(day for day in drawn if day), time(), zone) if any(drawn) else None
    moments = {moment for fact in facts for moment in (fact, fact - INSTANT)} | ({floor} if floor else set())
    moments.add(max([*facts, floor or LONG_AGO.replace(tzinfo=zone)]) + AFTERWARDS)
    lower = max((one for one in (floor, earliest) if one), default=None)
    return sorted(moment for moment in moments if lower is None or moment >= lower)


def _facts(course: Course) -> Iterable[datetime]:
    """When something about the loan changed: drawn, due, paid, money taken back, told of an assignment, settled."""
    loan = course.loan
    days = [loan.terms.drawn_on, *(one.due_on + DAY for one in course.plan)]
    yield from (datetime.combine(day, time(), course.calendar) for day in days if day)
    for entry in loan.repayments:
        yield from (moment for moment in (entry.paid_at, entry.reversed_at) if moment)
    if loan.settlement:
        yield loan.settlement.settled_at


def _no_older_than(case: Case) -> datetime | None:
    days = [one.value for one in case.text.reading.dates if one.value and _is_past(one, case)]
    return datetime.combine(max(days), time(), case.index.zone) if days else None


def _is_past(one: DateMention, case: Case) -> bool:
    """Whether the text counts up to the day (截至6月30日), and does not set it as a limit to come."""
    text, span = case.message.text, one.span
    before = text[max(0, span.start - REACH) : span.start]
    return one.role is DateRole.AS_OF and not IF_BEFORE.search(before) and not LIMIT_AFTER.match(text, span.end)
