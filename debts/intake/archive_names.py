"""Ids that are local to a loan, made unique in the archive: two loans may both call a repayment r1.

An id that occurs in several loans gets its loan's in front (``x1/r1``), always the same way, so that loading the same
archive twice finds the same facts. Ids that occur in one loan only stay as they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from debts.intake.archive_types import ArchivedLoan


def with_distinct_ids(loans: tuple[ArchivedLoan, ...]) -> tuple[ArchivedLoan, ...]:
    """The loans with ids of repayments, settlements, proofs and assignments that no two loans share."""
    repayments = _shared([row.id for row in loan.repayments] for loan in loans)
    settlements = _shared([loan.settlement.id] if loan.settlement else [] for loan in loans)
    proofs = _shared([row.facts.id for row in loan.proofs] for loan in loans)
    assignments = _shared([row.id for row in loan.assignments] for loan in loans)
    return tuple(
        _renamed(
            loan,
            repayment=_namer(loan, repayments),
            settlement=_namer(loan, settlements),
            proof=_namer(loan, proofs),
            assignment=_namer(loan, assignments),
        )
        for loan in loans
    )


Namer = Callable[[str], str]


def _shared(lists: Iterable[list[str]]) -> frozenset[str]:
    counts = Counter(one for ids in lists for one in set(ids) if one)
    return frozenset(one for one, count in counts.items() if count > 1)


def _namer(loan: ArchivedLoan, shared: frozenset[str]) -> Namer:
    return lambda one: f"{loan.id}/{one}" if one in shared else one


def _renamed(
    loan: ArchivedLoan, *, repayment: Namer, settlement: Namer, proof: Namer, assignment: Namer
) -> ArchivedLoan:
    kept = loan.settlement
    return replace(
        loan,
        repayments=tuple(replace(row, id=repayment(row.id)) for row in loan.repayments),
        settlement=replace(kept, id=settlement(kept.id)) if kept else None,
        proofs=tuple(replace(row, facts=replace(row.facts, id=proof(row.facts.id))) for row in loan.proofs),
        assignments=tuple(replace(row, id=assignment(row.id)) for row in loan.assignments),
    )
