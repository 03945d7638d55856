"""What the rulebook holds: lenders, citations, conduct rules, number ranges and channels, as plain frozen values.

Every legal statement carries its rank and how well it was checked. A reader may say "that is only a guideline", and the
person who relies on it has to know that before, not after.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from re import Pattern

from debts.rulebook.scripts import in_script


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in the languages of the app; simplified Chinese is the source."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """The English words for ``en`` and its variants, else the Chinese ones in the characters of the language."""
        return self.en if code.lower().startswith("en") else in_script(self.zh, code)


class LenderKind(StrEnum):
    """What licence a lender works under, as far as the directory knows."""

    CONSUMER_FINANCE = "consumer_finance"
    BANK = "bank"
    CREDIT_CARD = "credit_card"
    MICROLOAN = "microloan"
    PLATFORM = "platform"


class Confidence(StrEnum):
    """How far a row that rests on general knowledge can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Verification(StrEnum):
    """How a statement was checked: its own text read, another text about it read, or neither."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class DirectoryLender:
    """A lender or platform of the directory.

    ``former_names`` and ``shared_products`` repeat names that stand among the others: names that it went by before, and
    products that it lends for only in part. ``legal_name`` is empty where the company behind a brand is not certain;
    ``operator`` then says what is known. Signatures and hotlines help to suggest a lender, never to prove a sender.
    """

    id: str
    name: str
    legal_name: str
    kind: LenderKind
    products: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    shared_products: tuple[str, ...] = ()
    operator: str = ""
    note: str = ""
    is_active: bool = True
    confidence: Confidence = Confidence.MEDIUM

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the common one first, each once."""
        every = (self.name, self.legal_name, *self.aliases, *self.products, *self.signatures)
        return tuple(dict.fromkeys(name for name in every if name))


@dataclass(frozen=True, slots=True)
class Rank:
    """How strongly an instrument binds a lender, and the cautious words that fit it."""

    letter: str
    name: Text
    binding: Text
    wording: Text


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision that the app may print, with a summary in our own words.

    ``effective_to`` is the last day on which it applied, None while it does. ``applies_to`` is empty where it binds
    everybody, else the kinds of lenders that it is addressed to.
    """

    id: str
    instrument: str
    article: str
    rank: str
    effective_from: date
    effective_to: date | None
    summary: Text
    verification: Verification
    confidence: Confidence | None
    sources: tuple[str, ...]
    applies_to: frozenset[LenderKind] = frozenset()

    def is_in_force(self, day: date) -> bool:
        """Whether it applied on that day, first and last day included."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def binds(self, kind: LenderKind | None) -> bool:
        """Whether it is addressed to this kind of lender; a provision for some kinds needs a known kind."""
        return not self.applies_to or kind in self.applies_to


@dataclass(frozen=True, slots=True)
class MissingFact:
    """Something nobody knows yet that would make a finding surer, put as a question."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class ConductSign:
    """What points at a rule: phrases of one of the ``concepts``, or a ``test`` that the reconciler knows by name.

    ``sentence`` says what was seen; its placeholders are filled from the parameters of the reason. Every circumstance
    in ``needs`` has to hold. The sign speaks only of messages sent while one of its ``decisive`` citations was in
    force; ``missing`` are codes of facts that would make it surer.
    """

    reason: str
    sentence: Text
    concepts: frozenset[str]
    test: str
    needs: frozenset[str]
    decisive: tuple[str, ...]
    citations: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConductRule:
    """A kind of misconduct, M1 to M11.

    ``sentence`` says that it may be so, ``in_letters`` says it in the voice of the person who writes a letter. The rule
    speaks only of messages sent while one of its ``decisive`` citations was in force. ``severe`` ones are for
    information in grave cases and never the normal label. ``missing`` are codes of facts that are usually not known.
    """

    id: str
    code: str
    name: Text
    sentence: Text
    in_letters: str
    citations: tuple[str, ...]
    decisive: tuple[str, ...]
    severe: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    signs: tuple[ConductSign, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which collecting should rest: ``start`` belongs to them, ``end`` does not."""

    start: time
    end: time
    zone: str
    citations: tuple[str, ...]

    def covers(self, local: time) -> bool:
        """Whether a time of day in ``zone`` falls into the hours, which may run over midnight."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """A count a natural day that should not be passed; no instrument sets one for SMS."""

    limit: int
    citation: str


@dataclass(frozen=True, slots=True)
class MessageBurst:
    """From how many messages within how many hours on a row is described: a choice of ours, no limit of any rule."""

    hours: int
    count: int


@dataclass(frozen=True, slots=True)
class ConductLimits:
    """The figures of the conduct rules."""

    quiet_hours: QuietHours
    connected_calls: DailyLimit
    attempts: DailyLimit
    message_burst: MessageBurst


@dataclass(frozen=True, slots=True)
class NumberRange:
    """What a sender's number looks like: it helps to describe a sender and never proves who it is."""

    id: str
    pattern: Pattern[str]
    name: Text
    description: Text
    verification: Verification
    confidence: Confidence | None
    is_abroad: bool = False


class Start(StrEnum):
    """The event from which a period is counted."""

    RECEIPT = "receipt"  # what was handed in has arrived
    ACCEPTANCE = "acceptance"  # the matter was accepted, filed or passed on
    NOTICE = "notice"  # papers were asked for: the period is the person's own


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A period of a channel. ``is_statutory`` is False for a yardstick that the law does not fix as such.

    ``is_for_receipt`` marks the period within which somebody says whether the matter was accepted or passed on; it is
    kept by a notice that decides nothing.
    """

    id: str
    days: int
    is_working_days: bool
    text: Text
    citation: str
    is_statutory: bool = True
    starts: Start = Start.RECEIPT
    is_for_receipt: bool = False


class Turn(StrEnum):
    """When it is a channel's turn in the order that the app proposes."""

    FIRST = "first"
    NEXT = "next"  # one after the other, when the one before did not help
    BESIDE = "beside"  # at the same time as the others
    CREDIT = "credit"  # where a credit report is wrong
    FEES = "fees"  # where a platform's services or fees are the matter
    DANGER = "danger"  # at once, on threats, impersonation or visits
    FRAUD = "fraud"
    COURT_NOTICE = "court_notice"  # where a message speaks of a court


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to turn to, in the order that the app proposes.

    ``lender_kinds`` is empty where it takes cases against every kind of lender; ``warning`` is what to mind there.
    ``contact`` is where it is reached, a number or a site; empty where that differs by place or lender.
    """

    id: str
    name: Text
    accepts: Text
    how: Text
    attach: Text
    verification: Verification
    confidence: Confidence | None
    sources: tuple[str, ...] = ()
    lender_kinds: frozenset[LenderKind] = frozenset()
    limits: tuple[TimeLimit, ...] = ()
    needs_lender_first: bool = False
    turn: Turn = Turn.BESIDE
    warning: Text | None = None
    contact: str = ""

    def takes(self, kind: LenderKind | None) -> bool:
        """Whether it takes cases against this kind of lender; for an unknown kind every channel may be tried."""
        return kind is None or not self.lender_kinds or kind in self.lender_kinds
