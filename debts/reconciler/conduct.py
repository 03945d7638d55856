"""Conduct findings M1 to M11: the signs of the rulebook held against one message. They say what may be wrong, no more.

Rules with a date speak only of messages sent while they were in force; on loans of Hong Kong and Taiwan only the plain
fact of a demand after settlement is left.
"""

from collections.abc import Iterable, Sequence

from debts.reconciler.conduct_tests import TESTS
from debts.reconciler.contacts import Tally
from debts.reconciler.ledger_index import SignsInForce
from debts.reconciler.observed import Observed
from debts.reconciler.reading import spans_of
from debts.reconciler.standing import MAINLAND, REGION_OF_CURRENCY, region_of
from debts.reconciler.types import Finding, Kind, Reading, Reason
from debts.rulebook import ConductSign

# A debt that ended has ended under every law; what else may be wrong, mainland rules say for the mainland only.
EVERYWHERE = "M8"
# Beside claims: what deceives, what may pose as a court, and what advertises.
CONCERNED = frozenset({Kind.FRAUD, Kind.LEGAL_THREAT, Kind.MARKETING})


def may_concern(reading: Reading, tally: Tally) -> bool:
    """Whether any rule can speak of such a message; of most that a phone receives none does."""
    return reading.is_claim or reading.kind in CONCERNED or bool(tally.ids)


def findings(observed: Observed) -> tuple[Finding, ...]:
    """Every conduct rule that the message may break, in the order of the rules."""
    if not observed.concerns:
        return ()
    is_mainland = _is_mainland(observed)
    told: dict[str, list[tuple[ConductSign, Reason]]] = {}
    signs = observed.index.signs_on(observed.day) if is_mainland else _everywhere(observed)
    for rule_id, sign in signs.speaking(observed.concepts):
        if observed.meets(sign.needs):
            told.setdefault(rule_id, []).extend((sign, reason) for reason in _tell(sign, observed))
    return tuple(_finding(rule_id, found, observed, cites=is_mainland) for rule_id, found in told.items() if found)


def _is_mainland(observed: Observed) -> bool:
    """Whether mainland rules apply: by the loan, the loans it may be, the lender's loans, else the money named."""
    regions = {region_of(observed.index.loans[one]) for one in observed.loan_ids}
    if not regions:
        regions = {REGION_OF_CURRENCY.get(one.currency, MAINLAND) for one in observed.text.reading.amounts}
    return not regions or MAINLAND in regions


def _tell(sign: ConductSign, observed: Observed) -> Iterable[Reason]:
    if sign.test:
        return TESTS[sign.test](observed)
    return (Reason(sign.reason, {}, spans_of(observed.text, *sign.concepts)),)


def _everywhere(observed: Observed) -> SignsInForce:
    return SignsInForce(tuple((rule, sign) for rule, sign in observed.index.rulebook.signs if rule == EVERYWHERE))


def _finding(rule_id: str, told: Sequence[tuple[ConductSign, Reason]], observed: Observed, *, cites: bool) -> Finding:
    signs = dict.fromkeys(sign for sign, _ in told)
    reasons = tuple(reason for _, reason in told)
    citations = _citations(signs, observed) if cites else ()
    missing = observed.missing(rule_id, (code for sign in signs for code in sign.missing))
    return Finding(
        id=rule_id,
        spans=tuple(dict.fromkeys(span for reason in reasons for span in reason.spans)),
        citations=citations,
        reasons=reasons,
        missing=tuple(dict.fromkeys(missing)),
        ranks=tuple(sorted({observed.index.rulebook.citation(one).rank for one in citations})),
        events=_events(reasons, observed),
    )


def _citations(signs: Iterable[ConductSign], observed: Observed) -> tuple[str, ...]:
    """What was in force on the day, for the kind of lender where it is known and one."""
    if observed.day is None:
        return ()
    kinds = observed.index.names.kinds_of(observed.match.lender_ids)
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    cited = (observed.index.cited(sign.citations, observed.day, kind) for sign in signs)
    return tuple(dict.fromkeys(one for citations in cited for one in citations))


def _events(reasons: Iterable[Reason], observed: Observed) -> tuple[str, ...]:
    """The messages that a row is made of, else the one message."""
    counted = [fact.id for reason in reasons for fact in reason.facts if fact.kind == "message"]
    return tuple(dict.fromkeys(counted)) or (observed.message.id,)
