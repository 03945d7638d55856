"""The whole rulebook as one frozen value, with look-ups by id and by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from debts.rulebook.parties import PartyNames
from debts.rulebook.phrases import PhraseBook
from debts.rulebook.types import (
    Channel,
    Citation,
    ConductLimits,
    ConductRule,
    ConductSign,
    DirectoryLender,
    LenderKind,
    MissingFact,
    NumberRange,
    Rank,
    Text,
)
from debts.rulebook.votes import Votes
from debts.rulebook.weights import Weights


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything that the app knows about lenders, law and language, in one version.

    ``bases`` are lists of citation ids for the parts of a dispute summary, in the order to print them; ``sources`` say
    what was read to check a statement; ``weights`` say what each part of a match adds to its score, ``votes`` what
    wording speaks for which kind. Look-ups by an unknown id raise KeyError.
    """

    version: str
    lenders: tuple[DirectoryLender, ...]
    ranks: tuple[Rank, ...]
    citations: tuple[Citation, ...]
    conduct: tuple[ConductRule, ...]
    limits: ConductLimits
    missing_facts: tuple[MissingFact, ...]
    number_ranges: tuple[NumberRange, ...]
    channels: tuple[Channel, ...]
    bases: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]
    standing_note: Text
    weights: Weights = field(repr=False)
    votes: Votes = field(repr=False)
    phrases: PhraseBook = field(repr=False)
    parties: PartyNames = field(repr=False)

    def lender(self, lender_id: str) -> DirectoryLender:
        """The lender of the directory with this id."""
        return self._lenders[lender_id]

    def rank(self, letter: str) -> Rank:
        """The rank A to F."""
        return self._ranks[letter]

    def citation(self, citation_id: str) -> Citation:
        """The citation with this id."""
        return self._citations[citation_id]

    def rule(self, rule_id: str) -> ConductRule:
        """The conduct rule M1 to M11."""
        return self._rules[rule_id]

    def sign(self, reason: str) -> ConductSign:
        """The sign of a conduct rule that gives this reason."""
        return self._signs[reason]

    def missing_fact(self, code: str) -> MissingFact:
        """The question behind a code of ``ConductRule.missing``."""
        return self._missing_facts[code]

    def channel(self, channel_id: str) -> Channel:
        """The complaint channel with this id."""
        return self._channels[channel_id]

    def in_force(self, citation_ids: Iterable[str], day: date, kind: LenderKind | None = None) -> tuple[Citation, ...]:
        """Those of the citations that applied on that day to that kind of lender, in the order given.

        With an unknown kind, provisions for some kinds of lenders only are left out.
        """
        citations = (self._citations[citation_id] for citation_id in citation_ids)
        return tuple(one for one in citations if one.is_in_force(day) and one.binds(kind))

    def basis(self, name: str, day: date, kind: LenderKind | None = None) -> tuple[Citation, ...]:
        """The citations of one list in ``bases`` as they applied on that day."""
        return self.in_force(self.bases[name], day, kind)

    def speaks(self, rule_id: str, day: date) -> bool:
        """Whether the rule speaks of messages of that day at all: one of its decisive citations was in force."""
        return any(self.citation(one).is_in_force(day) for one in self.rule(rule_id).decisive)

    @cached_property
    def signs(self) -> tuple[tuple[str, ConductSign], ...]:
        """Every sign with the id of its rule, in the order of the rules."""
        return tuple((rule.id, sign) for rule in self.conduct for sign in rule.signs)

    @cached_property
    def _lenders(self) -> dict[str, DirectoryLender]:
        return {lender.id: lender for lender in self.lenders}

    @cached_property
    def _ranks(self) -> dict[str, Rank]:
        return {rank.letter: rank for rank in self.ranks}

    @cached_property
    def _citations(self) -> dict[str, Citation]:
        return {citation.id: citation for citation in self.citations}

    @cached_property
    def _rules(self) -> dict[str, ConductRule]:
        return {rule.id: rule for rule in self.conduct}

    @cached_property
    def _signs(self) -> dict[str, ConductSign]:
        return {sign.reason: sign for _, sign in self.signs}

    @cached_property
    def _missing_facts(self) -> dict[str, MissingFact]:
        return {fact.code: fact for fact in self.missing_facts}

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return {channel.id: channel for channel in self.channels}
