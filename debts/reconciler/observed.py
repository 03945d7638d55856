"""One judged message with all that a conduct rule may look at, and the circumstances that its signs can need."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from debts.finance.once import once
from debts.finance.values import quickly_made
from debts.reconciler.contacts import Tally, day_of
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import Channel, IncomingMessage, Kind, Match, ProofLevel, Span, Verdict, VerdictCode
from debts.rulebook import is_mobile

ADVERTISING_CHANNELS = frozenset({Channel.SMS, Channel.EMAIL})
SILENT_CHANNELS = frozenset({Channel.LETTER, Channel.EMAIL})
PROVED = frozenset({ProofLevel.CERTIFIED, ProofLevel.CREDIT_REPORT})
SETTLEMENT_PROOF = "settlement_proof"


@quickly_made
@dataclass(frozen=True)
class Observed:
    """One judged message, its place in the contacts of its day, and the ledger."""

    message: IncomingMessage
    text: ReadText
    match: Match
    verdict: Verdict
    index: LedgerIndex
    tally: Tally

    @once
    def day(self) -> date | None:
        """The day of the message in UTC+8, the zone in which the rules count."""
        return day_of(self.message)

    @once
    def concepts(self) -> frozenset[str]:
        """What the text says, by concept."""
        return self.text.signs.concepts

    def meets(self, needs: Iterable[str]) -> bool:
        """Whether these circumstances hold, by the names under which signs need them."""
        for name in needs:  # noqa: SIM110 - asked some ten times a claim, and ``all`` takes twice as long
            if not CIRCUMSTANCES[name](self):
                return False
        return True

    @property
    def concerns(self) -> bool:
        """Whether any conduct rule speaks of such a message."""
        return self.presses or bool(self.tally.ids) or self.text.reading.kind is Kind.MARKETING

    @once
    def presses(self) -> bool:
        """Whether a debt is asserted, honestly or not."""
        return self.text.reading.is_claim or self.text.reading.kind is Kind.FRAUD or self.poses_as_court

    @once
    def poses_as_court(self) -> bool:
        """A notice of a case from a private mobile, from which no court writes."""
        is_legal = self.text.reading.kind is Kind.LEGAL_THREAT
        return is_legal and self.text.signs.is_court and self.is_from_mobile

    @once
    def is_from_mobile(self) -> bool:
        """Whether it came from somebody's phone, which no office and no lender's port is."""
        return is_mobile(self.index.rulebook, self.message.sender)

    @property
    def loan_ids(self) -> frozenset[str]:
        """The loan of the verdict, else those that it may be, else all that the lender gave."""
        if self.verdict.loan_id:
            return frozenset({self.verdict.loan_id})
        candidates = frozenset(one.loan_id for one in self.match.candidates)
        return candidates or frozenset().union(*(self.index.group(one).ids for one in self.match.lender_ids))

    @once
    def rule_zone(self) -> tzinfo:
        """The zone in which the quiet hours count."""
        return ZoneInfo(self.index.rulebook.limits.quiet_hours.zone)

    @once
    def is_abroad(self) -> bool:
        """Whether the owner's clock showed another hour than the one by which the rules count."""
        received = self.message.received_at
        if received is None:
            return False
        return received.astimezone(self.index.zone).utcoffset() != received.astimezone(self.rule_zone).utcoffset()

    def missing(self, rule_id: str, named: Iterable[str]) -> tuple[str, ...]:
        """Facts that are not known: those that the rule names, less what is proved, and more for this message alone."""
        further = ("recipient_zone",) if rule_id == "M6" and self.is_abroad else ()
        is_proved = self.verdict.proof_level in PROVED
        return (*(one for one in named if not (is_proved and one == SETTLEMENT_PROOF)), *further)

    def spans(self, *concepts: str) -> tuple[Span, ...]:
        """Where the text says one of these."""
        return spans_of(self.text, *concepts)


CIRCUMSTANCES: Mapping[str, Callable[[Observed], object]] = {
    "presses": lambda one: one.presses,
    "claim": lambda one: one.text.reading.is_claim,
    "fraud": lambda one: one.text.reading.kind is Kind.FRAUD,
    "honest": lambda one: one.text.reading.kind is not Kind.FRAUD,
    "dated": lambda one: one.day is not None,
    "audible": lambda one: one.message.channel not in SILENT_CHANNELS,
    "after_settlement": lambda one: one.verdict.code is VerdictCode.AFTER_SETTLEMENT,
    "names_case": lambda one: not one.concepts.isdisjoint(("legal", "credit")),
    "asks_for_money": lambda one: one.text.signs.has("pay", "unpaid", "overdue"),
    "office": lambda one: one.text.signs.is_office or one.poses_as_court,
    "advertising": lambda one: one.text.reading.kind is Kind.MARKETING and one.message.channel in ADVERTISING_CHANNELS,
}
