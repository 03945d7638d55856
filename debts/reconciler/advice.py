"""What to do next, as codes that the wording puts into sentences. The law sheet sets the limits.

Nobody is told to ignore a court; everybody is warned before signing or replying that a debt exists.
"""

from collections.abc import Iterable

from debts.reconciler.types import Kind, Reading, VerdictCode

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


def advice_for(code: VerdictCode, reading: Reading, *, is_due: bool = True) -> tuple[str, ...]:
    """Codes of advice, the most urgent first; ``is_due`` is False where nobody can say when the debt falls due."""
    is_calm = code in (VerdictCode.NO_CLAIM, VerdictCode.SUPPORTING)
    if is_calm and reading.kind is not Kind.LEGAL_THREAT:
        return FIRST[code]
    first = FIRST[code] if is_due or code is not VerdictCode.CONSISTENT else NOT_KNOWN_DUE
    return tuple(dict.fromkeys((*_warnings(code, reading), *first)))


def _warnings(code: VerdictCode, reading: Reading) -> Iterable[str]:
    concepts = {hit.id.split(".")[0] for hit in reading.phrases}
    if code is VerdictCode.SUSPECTED_FRAUD and (
        "authority" in concepts or "fraud.task_force" in {hit.id for hit in reading.phrases}
    ):
        yield "ask_12368_or_110"
    if reading.kind is Kind.LEGAL_THREAT or "legal" in reading.threats:
        yield "check_court_papers"
    if reading.demands & {"sign", "reply"}:
        yield "do_not_sign"
    if reading.links or "click" in reading.demands:
        yield "do_not_click"
    if reading.kind is Kind.TRANSFER_NOTICE:
        yield "ask_transfer_proof"
    if reading.demands & {"add_on_chat", "pay_privately"}:
        yield "stay_on_official_channel"
    if reading.threats & {"safety", "insult", "publish"}:
        yield "report_threats"
    if reading.kind is Kind.CREDIT_THREAT and code is VerdictCode.AFTER_SETTLEMENT:
        yield "check_credit_report"
