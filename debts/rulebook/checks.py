"""What must be true between the data files: small checks of one signature, in a list."""

import re
from collections.abc import Callable, Collection, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from debts.rulebook.book import Rulebook
from debts.rulebook.entries import RulebookError
from debts.rulebook.types import Confidence, Verification

Check = Callable[[Rulebook], Iterator[RulebookError]]
RANKS = tuple("ABCDEF")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def check(book: Rulebook) -> None:
    """Raise the first RulebookError that any check finds."""
    for run in CHECKS:
        for problem in run(book):
            raise problem


def _ranks_are_known(book: Rulebook) -> Iterator[RulebookError]:
    if tuple(rank.letter for rank in book.ranks) != RANKS:
        yield RulebookError("rulebook.toml", "rank", "the ranks must be A to F, in this order")
    for citation in book.citations:
        if citation.rank not in RANKS:
            yield RulebookError("citations.toml", citation.id, f"rank {citation.rank!r} is none of A to F")


def _days_are_in_order(book: Rulebook) -> Iterator[RulebookError]:
    for citation in book.citations:
        if citation.effective_to is not None and citation.effective_to < citation.effective_from:
            yield RulebookError("citations.toml", citation.id, "effective_to lies before effective_from")


def _memory_says_how_sure(book: Rulebook) -> Iterator[RulebookError]:
    for citation in book.citations:
        if not tag_is_complete(citation.verification, citation.confidence):
            yield RulebookError("citations.toml", citation.id, "what is from memory, and only that, has a confidence")
    for channel in book.channels:
        if not tag_is_complete(channel.verification, channel.confidence):
            yield RulebookError("channels.toml", channel.id, "what is from memory, and only that, has a confidence")


def tag_is_complete(verification: Verification, confidence: Confidence | None) -> bool:
    """Whether what is from memory, and only that, says how sure it is."""
    return (verification is Verification.MEMORY) == (confidence is not None)


def _sources_exist(book: Rulebook) -> Iterator[RulebookError]:
    for citation in book.citations:
        if not is_sourced(book, citation.verification, citation.sources):
            yield RulebookError("citations.toml", citation.id, "what was verified names known sources")
    for channel in book.channels:
        if not is_sourced(book, channel.verification, channel.sources):
            yield RulebookError("channels.toml", channel.id, "what was verified names known sources")


def is_sourced(book: Rulebook, verification: Verification, sources: Collection[str]) -> bool:
    """Whether what was verified names sources, and none that the rulebook does not know."""
    if verification is not Verification.MEMORY and not sources:
        return False
    return set(sources) <= set(book.sources)


def _citations_exist(book: Rulebook) -> Iterator[RulebookError]:
    known = {citation.id for citation in book.citations}
    for file, entry, citation_id in _references(book):
        if citation_id not in known:
            yield RulebookError(file, entry, f"there is no citation {citation_id!r}")


def _references(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Every place that names a citation: file, entry, id."""
    for rule in book.conduct:
        for citation_id in (*rule.citations, *rule.severe):
            yield "conduct.toml", rule.id, citation_id
    limits = book.limits
    for citation_id in (*limits.quiet_hours.citations, limits.connected_calls.citation, limits.attempts.citation):
        yield "conduct.toml", "limits", citation_id
    for name, citation_ids in book.bases.items():
        for citation_id in citation_ids:
            yield "rulebook.toml", f"bases.{name}", citation_id
    for channel in book.channels:
        for limit in channel.limits:
            yield "channels.toml", channel.id, limit.citation


def _rules_rest_on_something(book: Rulebook) -> Iterator[RulebookError]:
    for rule in book.conduct:
        if not rule.decisive or not set(rule.decisive) <= set(rule.citations):
            yield RulebookError("conduct.toml", rule.id, "decisive must name some of the rule's citations")


def _signs_rest_on_their_rule(book: Rulebook) -> Iterator[RulebookError]:
    for rule in book.conduct:
        for sign in rule.signs:
            entry = f"{rule.id}.{sign.reason}"
            if not set(sign.decisive) <= set(sign.citations) <= set(rule.citations):
                yield RulebookError("conduct.toml", entry, "decisive and citations must be some of the rule's")
            if any(book.citation(one).applies_to for one in sign.decisive):
                yield RulebookError("conduct.toml", entry, "what is decisive must bind every lender")
            if bool(sign.concepts) == bool(sign.test):
                yield RulebookError("conduct.toml", entry, "a sign has either concepts or a test")
            if not sign.concepts <= book.phrases.concepts:
                yield RulebookError("conduct.toml", entry, "names a concept that no phrase has")


def _reasons_belong_to_one_sign(book: Rulebook) -> Iterator[RulebookError]:
    reasons = [sign.reason for _, sign in book.signs]
    for reason in sorted({one for one in reasons if reasons.count(one) > 1}):
        yield RulebookError("conduct.toml", reason, "two signs have this reason")


def _sentences_fill_in_the_same(book: Rulebook) -> Iterator[RulebookError]:
    for rule_id, sign in book.signs:
        chinese, english = (set(PLACEHOLDER.findall(words)) for words in (sign.sentence.zh, sign.sentence.en))
        if chinese != english:
            yield RulebookError("conduct.toml", f"{rule_id}.{sign.reason}", "zh and en fill in different values")


def _missing_facts_exist(book: Rulebook) -> Iterator[RulebookError]:
    known = {fact.code for fact in book.missing_facts}
    for rule in book.conduct:
        for code in (*rule.missing, *(code for sign in rule.signs for code in sign.missing)):
            if code not in known:
                yield RulebookError("conduct.toml", rule.id, f"there is no missing fact {code!r}")


def _zone_exists(book: Rulebook) -> Iterator[RulebookError]:
    try:
        ZoneInfo(book.limits.quiet_hours.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield RulebookError("conduct.toml", "limits.quiet_hours", "the zone is unknown")


def _settled_debt_has_a_basis(book: Rulebook) -> Iterator[RulebookError]:
    if not book.bases.get("settled_debt"):
        yield RulebookError("rulebook.toml", "bases", "settled_debt is missing")


def _lender_names_belong(book: Rulebook) -> Iterator[RulebookError]:
    for lender in book.lenders:
        strangers = {*lender.former_names, *lender.shared_products} - set(lender.names)
        if strangers:
            yield RulebookError("lenders.toml", lender.id, f"{sorted(strangers)} stand among none of its names")


CHECKS: tuple[Check, ...] = (
    _ranks_are_known,
    _days_are_in_order,
    _memory_says_how_sure,
    _sources_exist,
    _citations_exist,
    _rules_rest_on_something,
    _signs_rest_on_their_rule,
    _reasons_belong_to_one_sign,
    _sentences_fill_in_the_same,
    _missing_facts_exist,
    _zone_exists,
    _settled_debt_has_a_basis,
    _lender_names_belong,
)
