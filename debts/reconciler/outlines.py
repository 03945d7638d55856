"""What a text says apart from its figures and its ledger: the phrases in it and what they come down to.

The texts of one template share it, so that an inbox of many messages asks for few outlines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from debts.reconciler.amounts import names_sum
from debts.reconciler.gist import Gist, gist_of, with_kind
from debts.reconciler.lexicon import Named
from debts.reconciler.normalise import NormalisedText
from debts.reconciler.parties import read_parties
from debts.reconciler.people import people_matchers, read_people
from debts.reconciler.signs import Signs, outside_names, signs_of, without_own_words
from debts.reconciler.types import Channel, NameMention, PartyMention, PhraseHit, Recipient, Span
from debts.reconciler.voting import ballot_of, places_of
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Found, in_order
from debts.rulebook.templates import by_template


class Marks(NamedTuple):
    """What is marked in a message and hangs on no figure: phrases, and where it is about debts people and companies."""

    hits: tuple[PhraseHit, ...]
    addressees: tuple[NameMention, ...] = ()
    debtors: tuple[NameMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    wording: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The phrases of a text, and its marks as they are where nothing was moved by normalising it."""

    found: tuple[Found, ...]
    signs: Signs
    gist: Gist
    marks: Marks
    wording: tuple[tuple[int, int], ...] = ()


class Besides(NamedTuple):
    """What an outline rests on beside the template; ``spelt`` are the phrases that are found by their figures."""

    signature: str
    named: tuple[Named, ...]
    spelt: tuple[Found, ...]
    channel: Channel
    recipient: Recipient


@by_template
def outline_of(template: str, besides: Besides, rulebook: Rulebook) -> Outline:
    """The outline of the texts of a template."""
    every = in_order((*rulebook.phrases.scan_template(template), *besides.spelt))
    found = tuple(without_own_words(outside_names(every, besides.named), template, besides.channel))
    signs = signs_of(
        found,
        template,
        besides.signature,
        has_lender=bool(besides.named),
        has_amount=names_sum(template),
        channel=besides.channel,
        recipient=besides.recipient,
    )
    gist = gist_of(signs)
    wording: tuple[tuple[int, int], ...] = ()
    ballot = ballot_of(template, signs, gist.kind, rulebook.votes, is_claim=gist.is_claim)
    if ballot:
        gist, wording = with_kind(gist, ballot.kind, signs), places_of(ballot, template)
    plain = NormalisedText(template, template, len(template))
    return Outline(found, signs, gist, _marks(found, gist, wording, plain, rulebook), wording)


def marks_in(normalised: NormalisedText, outline: Outline, rulebook: Rulebook) -> Marks:
    """The marks of one text."""
    if normalised.starts is None:
        return outline.marks
    return _marks(outline.found, outline.gist, outline.wording, normalised, rulebook)


def _marks(
    found: Iterable[Found],
    gist: Gist,
    wording: Iterable[tuple[int, int]],
    normalised: NormalisedText,
    rulebook: Rulebook,
) -> Marks:
    hits = tuple([PhraseHit(one.phrase.id, normalised.span(one.start, one.end)) for one in found])
    worded = tuple([normalised.span(*place) for place in wording])
    if not gist.is_about_debts:
        return Marks(hits, wording=worded)
    addressees, debtors = read_people(normalised, people_matchers(rulebook))
    return Marks(hits, addressees, debtors, read_parties(normalised, rulebook.parties), worded)
