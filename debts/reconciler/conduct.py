"""Conduct findings M1 to M11: small functions of one signature in a list. Each says what may be wrong, no more.

Rules with a date speak only of messages sent while they were in force; on loans of Hong Kong and Taiwan only the plain
fact of a demand after settlement is left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from debts.reconciler.contacts import Tally
from debts.reconciler.dates import CHINA
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.standing import MAINLAND, region_of
from debts.reconciler.types import (
    Channel,
    Finding,
    IncomingMessage,
    Kind,
    Match,
    Reason,
    Recipient,
    Span,
    Verdict,
    VerdictCode,
)
from debts.rulebook import LenderKind, plain_number

PRIVATE_MOBILE_LENGTH = 11
SECOND_FIGURES = frozenset("3456789")
ADVERTISING_CHANNELS = frozenset({Channel.SMS, Channel.EMAIL})
SILENT_CHANNELS = frozenset({Channel.LETTER, Channel.EMAIL})
CONTACT_CONCEPTS = ("contacts", "addressed_contact")


@dataclass(frozen=True, slots=True)
class Observed:
    """One judged message with all that a conduct rule may look at."""

    message: IncomingMessage
    text: ReadText
    match: Match
    verdict: Verdict
    index: LedgerIndex
    tally: Tally

    @property
    def day(self) -> date | None:
        """The day of the message in UTC+8, the zone in which the rules count."""
        return self.message.received_at.astimezone(CHINA).date() if self.message.received_at else None

    @property
    def presses(self) -> bool:
        """Whether a debt is asserted, honestly or not."""
        return self.text.reading.is_claim or self.text.reading.kind is Kind.FRAUD or self.poses_as_court

    @property
    def poses_as_court(self) -> bool:
        """A notice of a case from a private mobile, from which no court writes."""
        is_legal = self.text.reading.kind is Kind.LEGAL_THREAT
        return is_legal and self.text.signs.is_court and _is_private(self.message.sender)

    def spans(self, *concepts: str) -> tuple[Span, ...]:
        """Where the text says one of these."""
        return spans_of(self.text, *concepts)


Rule = Callable[[Observed], Iterable[Reason]]


def findings(observed: Observed) -> tuple[Finding, ...]:
    """Every conduct rule that the message may break, in the order of the rules."""
    if not (observed.presses or observed.tally.ids or observed.text.reading.kind is Kind.MARKETING):
        return ()
    if not _is_mainland(observed):
        return (Finding("M8", reasons=tuple(_post_settlement(observed))),) if any(_post_settlement(observed)) else ()
    found = ((rule_id, tuple(rule(observed))) for rule_id, rule in RULES.items())
    return tuple(_finding(rule_id, reasons, observed) for rule_id, reasons in found if reasons)


def _is_mainland(observed: Observed) -> bool:
    ids = [observed.verdict.loan_id] if observed.verdict.loan_id else [one.loan_id for one in observed.match.candidates]
    regions = {region_of(observed.index.loans[one]) for one in ids}
    return not regions or MAINLAND in regions


def _finding(rule_id: str, reasons: tuple[Reason, ...], observed: Observed) -> Finding:
    book = observed.index.rulebook
    citations = book.citations_for(rule_id, observed.day, _lender_kind(observed)) if observed.day else ()
    spans = tuple(dict.fromkeys(span for reason in reasons for span in reason.spans))
    return Finding(rule_id, spans, tuple(one.id for one in citations), reasons, book.rule(rule_id).missing)


def _lender_kind(observed: Observed) -> LenderKind | None:
    kinds = {row.kind for one in observed.match.lender_ids for row in observed.index.directory_rows(one)}
    return kinds.pop() if len(kinds) == 1 else None


def _speaks(rule_id: str, observed: Observed) -> bool:
    """Without a day nobody knows which rules were in force; what is bad at any time is still said."""
    return observed.day is None or observed.index.rulebook.speaks(rule_id, observed.day)


# --- the rules -------------------------------------------------------------------------------------------------------


def _bombing(observed: Observed) -> Iterable[Reason]:
    book, day = observed.index.rulebook, observed.day
    for count, limit, code in (
        (observed.tally.connected, book.limits.connected_calls, "calls_connected"),
        (observed.tally.unanswered, book.limits.attempts, "calls_unanswered"),
    ):
        if day and count > limit.limit and book.citation(limit.citation).is_in_force(day):
            yield Reason(
                code, {"count": str(count), "limit": str(limit.limit), "messages": " ".join(observed.tally.ids)}
            )
    if observed.presses and (spans := observed.spans("bombing")) and _speaks("M1", observed):
        yield Reason("announces_more_contacts", {}, spans)


def _false_info(observed: Observed) -> Iterable[Reason]:
    if not observed.presses or not _speaks("M2", observed):
        return
    if spans := observed.spans("false_info"):
        yield Reason("claims_what_cannot_be", {}, spans)
    if (
        observed.verdict.code is VerdictCode.AFTER_SETTLEMENT
        and observed.spans("legal", "credit")
        and (spans := observed.spans("filed_now"))
    ):
        yield Reason("claims_case_without_debt", {}, spans)
    if (spans := observed.spans("pseudo_authority")) and observed.text.signs.has("pay", "unpaid", "overdue"):
        yield Reason("poses_as_tribunal", {}, spans)


def _third_party(observed: Observed) -> Iterable[Reason]:
    if not observed.text.reading.is_claim or not _speaks("M3", observed):
        return
    if observed.message.recipient is not Recipient.SELF:
        yield Reason("reached_third_party", {"recipient": observed.message.recipient})
    if spans := observed.spans(*CONTACT_CONCEPTS):
        yield Reason("involves_third_party", {}, spans)


def _insult_threat(observed: Observed) -> Iterable[Reason]:
    spans = observed.spans("insult", "safety")
    if spans and observed.presses and _speaks("M4", observed):
        yield Reason("insults_or_threatens", {}, spans)


def _impersonation(observed: Observed) -> Iterable[Reason]:
    signs, reading = observed.text.signs, observed.text.reading
    is_office = signs.is_office or observed.poses_as_court
    if not observed.presses or not is_office or not _speaks("M5", observed):
        return
    spans = observed.spans("authority", "court") if observed.poses_as_court else observed.spans("authority")
    signature = (reading.signature.span,) if reading.signature and not spans else ()
    if (
        reading.kind is Kind.FRAUD
        or observed.poses_as_court
        or (spans and (_is_private(observed.message.sender) or observed.verdict.code.is_flagged))
    ):
        yield Reason("speaks_as_authority", {}, spans or signature)


def _night(observed: Observed) -> Iterable[Reason]:
    received, hours = observed.message.received_at, observed.index.rulebook.limits.quiet_hours
    if received is None or not observed.text.reading.is_claim or observed.message.channel in SILENT_CHANNELS:
        return
    local = received.astimezone(CHINA)
    in_force = any(observed.index.rulebook.citation(one).is_in_force(local.date()) for one in hours.citations)
    if in_force and observed.text.reading.kind is not Kind.FRAUD and hours.covers(local.time()):
        yield Reason("in_quiet_hours", {"time": f"{local:%H:%M}"}, observed.spans("night"))


def _leak(observed: Observed) -> Iterable[Reason]:
    spans = observed.spans("publish")
    if spans and observed.presses and _speaks("M7", observed):
        yield Reason("shows_private_data", {}, spans)


def _post_settlement(observed: Observed) -> Iterable[Reason]:
    if observed.verdict.code is VerdictCode.AFTER_SETTLEMENT:
        yield Reason("demand_after_settlement", {"days": str(observed.verdict.days_since_settlement or 0)})


def _marketing(observed: Observed) -> Iterable[Reason]:
    is_advertising = observed.text.reading.kind is Kind.MARKETING and observed.message.channel in ADVERTISING_CHANNELS
    if not is_advertising or not _speaks("M9", observed):
        return
    if spans := observed.spans("opted_out"):
        yield Reason("advertises_after_refusal", {}, spans)
    if not observed.spans("opt_out"):
        yield Reason("no_way_to_refuse", {}, observed.spans("offer"))


def _private_channel(observed: Observed) -> Iterable[Reason]:
    if not observed.presses or observed.day is None or not _speaks("M10", observed):
        return
    if spans := observed.spans("private_channel"):
        yield Reason("leads_to_private_channel", {}, spans)
    if _is_private(observed.message.sender) and observed.text.reading.is_claim:
        yield Reason("sent_from_private_number", {"sender": observed.message.sender})


def _private_payee(observed: Observed) -> Iterable[Reason]:
    spans = observed.spans("private_payee")
    if spans and observed.text.reading.kind is Kind.FRAUD and _speaks("M11", observed):
        yield Reason("asks_private_payee", {}, spans)


def _is_private(sender: str) -> bool:
    """An eleven-figure mobile number; it describes the sender and proves nothing."""
    plain = plain_number(sender) if sender else ""
    return len(plain) == PRIVATE_MOBILE_LENGTH and plain.isdecimal() and plain[0] == "1" and plain[1] in SECOND_FIGURES


RULES: dict[str, Rule] = {
    "M1": _bombing,
    "M2": _false_info,
    "M3": _third_party,
    "M4": _insult_threat,
    "M5": _impersonation,
    "M6": _night,
    "M7": _leak,
    "M8": _post_settlement,
    "M9": _marketing,
    "M10": _private_channel,
    "M11": _private_payee,
}
