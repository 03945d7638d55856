"""What to do next, as codes that the wording puts into sentences. The law sheet sets the limits.

Nobody is told to ignore a court; everybody is warned before signing or replying that a debt exists.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from debts.reconciler.types import Kind, PhraseHit, Reading, Verdict, VerdictCode

FIRST = {
    VerdictCode.AFTER_SETTLEMENT: ("keep_evidence", "do_not_pay_yet", "object_to_lender", "ask_certificate"),
    VerdictCode.WITHIN_GRACE: ("wait_for_update", "keep_evidence"),
    VerdictCode.NOT_OVERDUE: ("check_with_lender", "keep_evidence"),
    VerdictCode.OVERSTATED: ("ask_breakdown", "keep_evidence"),
    VerdictCode.CONSISTENT: ("pay_official_channel", "talk_to_lender"),
    VerdictCode.UNKNOWN_DEBT: ("record_or_disown", "check_with_lender", "do_not_pay_yet"),
    VerdictCode.WRONG_PERSON: ("tell_wrong_person", "keep_evidence"),
    VerdictCode.UNDECIDED: ("tell_which", "keep_evidence"),
    VerdictCode.SUSPECTED_FRAUD: ("do_not_transfer", "call_96110", "keep_evidence"),
    VerdictCode.SUPPORTING: ("keep_as_proof",),
    VerdictCode.NO_CLAIM: (),
}


# Open, but nobody can say that it is due: 这笔钱应还 would be too much.
NOT_KNOWN_DUE = ("check_with_lender", "ask_breakdown", "talk_to_lender")


def advice_for(verdict: Verdict, reading: Reading, *, is_certified: bool = False) -> tuple[str, ...]:
    """Codes of advice, the most urgent first: the first one is the next step.

    Whose loan ``is_certified`` to have ended is not sent for a certificate again.
    """
    code = verdict.code
    if code in (VerdictCode.NO_CLAIM, VerdictCode.SUPPORTING) and reading.kind is not Kind.LEGAL_THREAT:
        return FIRST[code]
    told = {reason.code for reason in verdict.reasons}
    is_undated = code is VerdictCode.CONSISTENT and "no_schedule" in told
    first = NOT_KNOWN_DUE if is_undated else FIRST[code]
    said = Said(reading.kind, reading.threats, reading.demands, has_links=bool(reading.links))
    office = ("ask_12368_or_110",) if _is_office(code, reading) else ()
    steps = dict.fromkeys((*office, *_warnings(code, said), *_by_facts(told), *first))
    return tuple(step for step in steps if not (is_certified and step == "ask_certificate"))


def _by_facts(told: AbstractSet[str]) -> Iterable[str]:
    """What the facts of the loan ask for before anything is paid."""
    if told & {"old_lender_claims", "paid_after_notice", "ended_after_notice"}:
        yield "ask_transfer_proof"
        yield "ask_who_is_paid"
    if "owner_guarantees" in told:
        yield "check_guarantee"
    if told & {"payments_look_doubled", "paid_after_settlement"}:
        yield "check_payments"
    if "guarantor_may_have_paid" in told:
        yield "ask_breakdown"


def _is_of_office(hit: PhraseHit) -> bool:
    return hit.id == "fraud.task_force" or hit.id.startswith("authority.")


def _is_office(code: VerdictCode, reading: Reading) -> bool:
    return code is VerdictCode.SUSPECTED_FRAUD and any(map(_is_of_office, reading.phrases))


class Said(NamedTuple):
    """What of a reading asks for a warning; most messages of an inbox have it in common with others."""

    kind: Kind
    threats: frozenset[str]
    demands: frozenset[str]
    has_links: bool


@lru_cache(maxsize=1024)
def _warnings(code: VerdictCode, said: Said) -> tuple[str, ...]:
    return tuple(advice for advice, asked in WARNINGS if asked(code, said))


WARNINGS: tuple[tuple[str, Callable[[VerdictCode, Said], object]], ...] = (
    ("check_court_papers", lambda _, said: said.kind is Kind.LEGAL_THREAT or "legal" in said.threats),
    ("do_not_sign", lambda _, said: said.demands & {"sign", "reply"}),
    ("do_not_click", lambda _, said: said.has_links or "click" in said.demands),
    ("ask_transfer_proof", lambda _, said: said.kind is Kind.TRANSFER_NOTICE),
    ("stay_on_official_channel", lambda _, said: said.demands & {"add_on_chat", "pay_privately"}),
    ("report_threats", lambda _, said: said.threats & {"safety", "insult", "publish"}),
    (
        "check_credit_report",
        lambda code, said: said.kind is Kind.CREDIT_THREAT and code is VerdictCode.AFTER_SETTLEMENT,
    ),
)
