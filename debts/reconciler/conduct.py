"""Conduct findings M1 to M11: the signs of the rulebook held against one message. They say what may be wrong, no more.

Rules with a date speak only of messages sent while they were in force; on loans of Hong Kong and Taiwan only the plain
fact of a demand after settlement is left.
"""

from collections.abc import Iterable, Iterator

from debts.reconciler.conduct_tests import TESTS
from debts.reconciler.observed import Observed
from debts.reconciler.reading import spans_of
from debts.reconciler.standing import MAINLAND, REGION_OF_CURRENCY, region_of
from debts.reconciler.types import Finding, Reason
from debts.rulebook import ConductRule, ConductSign

# A debt that ended has ended under every law; what else may be wrong, mainland rules say for the mainland only.
EVERYWHERE = "M8"


def findings(observed: Observed) -> tuple[Finding, ...]:
    """Every conduct rule that the message may break, in the order of the rules."""
    if not observed.concerns:
        return ()
    is_mainland = _is_mainland(observed)
    rules = (rule for rule in observed.index.rulebook.conduct if is_mainland or rule.id == EVERYWHERE)
    found = (_finding(rule, observed, is_mainland=is_mainland) for rule in rules)
    return tuple(one for one in found if one)


def _is_mainland(observed: Observed) -> bool:
    """Whether mainland rules apply: by the loan, the loans it may be, the lender's loans, else the money named."""
    regions = {region_of(observed.index.loans[one]) for one in observed.loan_ids}
    if not regions:
        currencies = {one.currency for one in observed.text.reading.amounts}
        regions = {REGION_OF_CURRENCY.get(one, MAINLAND) for one in currencies}
    return not regions or MAINLAND in regions


def _finding(rule: ConductRule, observed: Observed, *, is_mainland: bool) -> Finding | None:
    told = [(sign, reason) for sign in rule.signs for reason in _tell(sign, observed, is_mainland=is_mainland)]
    if not told:
        return None
    signs = list(dict.fromkeys(sign for sign, _ in told))
    reasons = tuple(reason for _, reason in told)
    citations = _citations(signs, observed) if is_mainland else ()
    ranks = sorted({observed.index.rulebook.citation(one).rank for one in citations})
    return Finding(
        id=rule.id,
        spans=tuple(dict.fromkeys(span for reason in reasons for span in reason.spans)),
        citations=citations,
        reasons=reasons,
        missing=tuple(dict.fromkeys((*(code for sign in signs for code in sign.missing), *observed.missing(rule.id)))),
        ranks=tuple(ranks),
        events=_events(reasons, observed),
    )


def _tell(sign: ConductSign, observed: Observed, *, is_mainland: bool) -> Iterator[Reason]:
    if not sign.needs <= observed.circumstances or not (sign.test or sign.concepts & observed.concepts):
        return
    if is_mainland and not _speaks(sign, observed):
        return
    if sign.test:
        yield from TESTS[sign.test](observed)
    else:
        yield Reason(sign.reason, {}, spans_of(observed.text, *sign.concepts))


def _speaks(sign: ConductSign, observed: Observed) -> bool:
    """Without a day nobody knows which rules were in force; what is bad at any time is still said."""
    book, day = observed.index.rulebook, observed.day
    return day is None or any(book.citation(one).is_in_force(day) for one in sign.decisive)


def _citations(signs: Iterable[ConductSign], observed: Observed) -> tuple[str, ...]:
    if observed.day is None:
        return ()
    kinds = observed.index.names.kinds_of(observed.match.lender_ids)
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    every = dict.fromkeys(one for sign in signs for one in sign.citations)
    return tuple(one.id for one in observed.index.rulebook.in_force(every, observed.day, kind))


def _events(reasons: Iterable[Reason], observed: Observed) -> tuple[str, ...]:
    """The messages that a row is made of, else the one message."""
    counted = [fact.id for reason in reasons for fact in reason.facts if fact.kind == "message"]
    return tuple(dict.fromkeys(counted)) or (observed.message.id,)
