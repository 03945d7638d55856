"""The data files become one checked rulebook, once a process."""

from dataclasses import replace
from functools import cache
from types import MappingProxyType

from debts.rulebook.book import Rulebook
from debts.rulebook.checks import check
from debts.rulebook.entries import Entry, RulebookError, build_all, digest_of_rules, read_file
from debts.rulebook.parties import party_names
from debts.rulebook.phrase_files import load_phrases
from debts.rulebook.phrases import PhraseBook
from debts.rulebook.types import (
    Channel,
    Citation,
    ConductLimits,
    ConductRule,
    ConductSign,
    Confidence,
    DailyLimit,
    DirectoryLender,
    LenderKind,
    MessageBurst,
    MissingFact,
    NumberRange,
    QuietHours,
    Rank,
    Start,
    TimeLimit,
    Turn,
    Verification,
)
from debts.rulebook.votes import load_votes
from debts.rulebook.weights import load_weights


@cache
def load_rulebook() -> Rulebook:
    """The rulebook of this version of the app; raises RulebookError where a data file is broken."""
    book = _build()
    check(book)
    return book


def _build() -> Rulebook:
    general, conduct = read_file("rulebook.toml"), read_file("conduct.toml")
    book = Rulebook(
        version=f"{general.text('version')}-{digest_of_rules()}",
        lenders=build_all(read_file("lenders.toml").parts("lender"), _lender),
        ranks=build_all(general.parts("rank"), _rank),
        citations=build_all(read_file("citations.toml").parts("citation"), _citation),
        conduct=build_all(conduct.parts("rule"), _rule),
        limits=_limits(conduct.part("limits")),
        missing_facts=build_all(conduct.parts("missing"), _missing_fact),
        number_ranges=build_all(read_file("numbers.toml").parts("range"), _number_range),
        channels=build_all(read_file("channels.toml").parts("channel"), _channel),
        bases=_bases(general.part("bases")),
        sources=_sources(general.part("sources")),
        standing_note=general.both("standing_note"),
        weights=load_weights(),
        votes=load_votes(),
        phrases=_phrases(),
        parties=party_names(read_file("parties.toml")),
    )
    general.finish()
    conduct.finish()
    return book


def _phrases() -> PhraseBook:
    try:
        return load_phrases()
    except ValueError as error:
        raise RulebookError("phrases", "file", str(error)) from error


def _lender(entry: Entry) -> DirectoryLender:
    return DirectoryLender(
        id=entry.text("id"),
        name=entry.text("name"),
        legal_name=entry.text("legal_name", ""),
        kind=entry.choice("kind", LenderKind),
        products=entry.texts("products"),
        aliases=entry.texts("aliases"),
        signatures=entry.texts("signatures"),
        hotlines=entry.texts("hotlines"),
        former_names=entry.texts("former_names"),
        shared_products=entry.texts("shared_products"),
        operator=entry.text("operator", ""),
        note=entry.text("note", ""),
        is_active=entry.flag("is_active", default=True),
        confidence=entry.choice("confidence", Confidence),
    )


def _rank(entry: Entry) -> Rank:
    return Rank(entry.text("letter"), entry.both("name"), entry.both("binding"), entry.both("wording"))


def _citation(entry: Entry) -> Citation:
    return Citation(
        id=entry.text("id"),
        instrument=entry.text("instrument"),
        article=entry.text("article"),
        rank=entry.text("rank"),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day_or_none("effective_to"),
        summary=entry.both("summary"),
        verification=entry.choice("verification", Verification),
        confidence=entry.choice_or_none("confidence", Confidence),
        sources=entry.texts("sources"),
        applies_to=entry.lender_kinds("applies_to"),
    )


def _rule(entry: Entry) -> ConductRule:
    bare = ConductRule(
        id=entry.text("id"),
        code=entry.text("code"),
        name=entry.both("name"),
        sentence=entry.both("sentence"),
        in_letters=entry.text("in_letters"),
        citations=entry.texts("citations"),
        decisive=entry.texts("decisive"),
        severe=entry.texts("severe"),
        missing=entry.texts("missing"),
    )
    return replace(bare, signs=build_all(entry.parts("sign"), lambda sign: _sign(sign, bare)))


def _sign(entry: Entry, rule: ConductRule) -> ConductSign:
    return ConductSign(
        reason=entry.text("reason"),
        sentence=entry.both("sentence"),
        concepts=frozenset(entry.texts("concepts")),
        test=entry.text("test", ""),
        needs=frozenset(entry.texts("needs")),
        decisive=entry.texts("decisive") or rule.decisive,
        citations=entry.texts("citations") or rule.citations,
        missing=entry.texts("missing") or rule.missing,
    )


def _limits(entry: Entry) -> ConductLimits:
    limits = ConductLimits(
        quiet_hours=_quiet_hours(entry.part("quiet_hours")),
        connected_calls=_daily_limit(entry.part("connected_calls")),
        attempts=_daily_limit(entry.part("attempts")),
        message_burst=_message_burst(entry.part("message_burst")),
    )
    entry.finish()
    return limits


def _quiet_hours(entry: Entry) -> QuietHours:
    hours = QuietHours(entry.clock("start"), entry.clock("end"), entry.text("zone"), entry.texts("citations"))
    entry.finish()
    return hours


def _daily_limit(entry: Entry) -> DailyLimit:
    limit = DailyLimit(entry.count("limit"), entry.text("citation"))
    entry.finish()
    return limit


def _message_burst(entry: Entry) -> MessageBurst:
    burst = MessageBurst(entry.count("hours"), entry.count("count"))
    entry.finish()
    return burst


def _missing_fact(entry: Entry) -> MissingFact:
    return MissingFact(entry.text("code"), entry.both("text"))


def _number_range(entry: Entry) -> NumberRange:
    return NumberRange(
        id=entry.text("id"),
        pattern=entry.pattern("pattern"),
        name=entry.both("name"),
        description=entry.both("description"),
        verification=entry.choice("verification", Verification),
        confidence=entry.choice_or_none("confidence", Confidence),
        is_abroad=entry.flag("is_abroad", default=False),
    )


def _channel(entry: Entry) -> Channel:
    return Channel(
        id=entry.text("id"),
        name=entry.both("name"),
        accepts=entry.both("accepts"),
        how=entry.both("how"),
        attach=entry.both("attach"),
        verification=entry.choice("verification", Verification),
        confidence=entry.choice_or_none("confidence", Confidence),
        sources=entry.texts("sources"),
        lender_kinds=entry.lender_kinds("lender_kinds"),
        limits=build_all(entry.parts("limit"), _time_limit),
        needs_lender_first=entry.flag("needs_lender_first", default=False),
        turn=entry.choice("turn", Turn),
        warning=entry.both_or_none("warning"),
        contact=entry.text("contact", ""),
    )


def _time_limit(entry: Entry) -> TimeLimit:
    return TimeLimit(
        id=entry.text("id"),
        days=entry.count("days"),
        is_working_days=entry.flag("working_days", default=False),
        text=entry.both("text"),
        citation=entry.text("citation"),
        is_statutory=entry.flag("statutory", default=True),
        starts=entry.choice_or_none("starts", Start) or Start.RECEIPT,
        is_for_receipt=entry.flag("for_receipt", default=False),
    )


def _sources(entry: Entry) -> MappingProxyType[str, str]:
    return MappingProxyType({key: entry.text(key) for key in entry.unread()})


def _bases(entry: Entry) -> MappingProxyType[str, tuple[str, ...]]:
    return MappingProxyType({name: entry.texts(name) for name in entry.unread()})
