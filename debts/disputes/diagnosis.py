"""What probably went wrong, told from all messages of a case together.

Four messages "record not updated", one of them also "another loan"  ->  not synchronised 4 of 4, other loan 1 of 4

Each message has one vote, shared evenly among the causes that its verdict leaves open. A sign of fraud comes first
however few messages show it, because paying is what it asks for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from debts.reconciler.types import VerdictCode


class Cause(StrEnum):
    """What can be behind a demand that contradicts the ledger; the order settles ties."""

    FRAUD = "fraud"
    NOT_SYNCHRONISED = "not_synchronised"
    NOT_BOOKED = "not_booked"
    ASSIGNED = "assigned"
    OTHER_LOAN = "other_loan"
    RESIDUAL = "residual"
    WRONG_PERSON = "wrong_person"


# The reconciler's finer codes -> the cause of the case.
GROUPS: Mapping[str, Cause] = {
    "system_lag": Cause.NOT_SYNCHRONISED,
    "record_not_updated": Cause.NOT_SYNCHRONISED,
    "collector_error": Cause.NOT_SYNCHRONISED,
    "waiver_not_booked": Cause.NOT_SYNCHRONISED,
    "payment_booked_elsewhere": Cause.NOT_BOOKED,
    "payment_not_booked_yet": Cause.NOT_BOOKED,
    "sold_by_mistake": Cause.ASSIGNED,
    "guarantor_paid": Cause.ASSIGNED,
    "other_loan_same_lender": Cause.OTHER_LOAN,
    "loan_not_recorded": Cause.OTHER_LOAN,
    "funder_of_platform": Cause.OTHER_LOAN,
    "residual_fee": Cause.RESIDUAL,
    "penalty_not_recorded": Cause.RESIDUAL,
    "interest_not_recorded": Cause.RESIDUAL,
    "fees_not_recorded": Cause.RESIDUAL,
    "due_day_counted": Cause.RESIDUAL,
    "former_number_owner": Cause.WRONG_PERSON,
    "listed_as_contact": Cause.WRONG_PERSON,
}
_BY_VERDICT: Mapping[str, Cause] = {
    VerdictCode.SUSPECTED_FRAUD: Cause.FRAUD,
    VerdictCode.WRONG_PERSON: Cause.WRONG_PERSON,
}


@dataclass(frozen=True, slots=True)
class Symptom:
    """A message of the case as far as it tells about the cause: its verdict's code and the causes left open."""

    verdict: str
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """A cause, and how many messages of the case leave room for it."""

    cause: Cause
    messages: int


def diagnose(symptoms: Iterable[Symptom]) -> tuple[Likely, ...]:
    """The causes that the messages leave room for, the likeliest first; none where no message points at any."""
    votes: Counter[Cause] = Counter()
    weights: dict[Cause, Fraction] = {}
    for symptom in symptoms:
        causes = _causes(symptom)
        votes.update(causes)
        for cause in causes:
            weights[cause] = weights.get(cause, Fraction(0)) + Fraction(1, len(causes))
    order = list(Cause)
    ranked = sorted(votes, key=lambda cause: (cause is not Cause.FRAUD, -weights[cause], order.index(cause)))
    return tuple(Likely(cause, votes[cause]) for cause in ranked)


def _causes(symptom: Symptom) -> frozenset[Cause]:
    """The causes of one message; codes that are not known here, of another version, say nothing."""
    if certain := _BY_VERDICT.get(symptom.verdict):
        return frozenset({certain})
    return frozenset(GROUPS[code] for code in symptom.causes if code in GROUPS)
