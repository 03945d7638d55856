"""Readings drawn up once for all texts of a template, of which only the figures are left to be filled in.

An inbox has few templates and many texts. Where a name or a phrase hangs on which figures stand in it (360, 0元), or
where something is hidden, each text is drawn up by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from debts.reconciler.amounts import Sum, sums_of
from debts.reconciler.gist import Gist
from debts.reconciler.lexicon import Lexicon, Named, signature_of
from debts.reconciler.normalise import NormalisedText, fold, normalise
from debts.reconciler.outlines import Besides, Marks, Outline, marks_in, outline_of
from debts.reconciler.types import Channel, NameMention, Reading, Recipient
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Found, Phrase
from debts.rulebook.templates import FIGURE, LONGEST_KEPT, TEMPLATES_KEPT, template_bytes, text_of


@dataclass(frozen=True, slots=True)
class Sketch:
    """All of a reading that hangs on no figure: ``reading`` as far as it goes, and ``sums`` to be filled in.

    ``folds`` are the signs of the texts that are read as others, each with the other; None where that is not all there
    is to it. Texts in which phrases stand that they ``may_spell`` have a sketch of their own.
    """

    template: str
    reading: Reading
    named: tuple[Named, ...]
    debtors: tuple[NameMention, ...]
    outline: Outline
    sums: tuple[Sum, ...]
    folds: tuple[tuple[str, str], ...] | None = None
    may_spell: tuple[Phrase, ...] = ()

    def folded(self, text: str) -> str:
        """One of its texts as it is read."""
        return fold(text) if self.folds is None else _replaced(text, self.folds)


class Sketches:
    """The sketches of one set of names; those of the latest templates are remembered."""

    def __init__(self, rulebook: Rulebook, lexicon: Lexicon) -> None:
        self._hand = _Hand(rulebook, lexicon)
        self._scan_for = rulebook.phrases.scan_for
        self._for_all = lru_cache(maxsize=TEMPLATES_KEPT)(self._hand.for_all)

    def of(self, text: str, channel: Channel, recipient: Recipient) -> tuple[Sketch, NormalisedText]:
        """The sketch of a text, and the text as it is read."""
        template = template_bytes(text)
        sketch = self._for_all(template, channel, recipient) if len(text) <= LONGEST_KEPT else None
        if sketch is None:
            normalised = normalise(text)
            return self._hand.for_one(normalised, channel, recipient), normalised
        normalised = NormalisedText(sketch.folded(text), sketch.template, len(text))
        spelt = self._scan_for(sketch.may_spell, normalised.text) if sketch.may_spell else ()
        return (self._for_all(template, channel, recipient, spelt) if spelt else None) or sketch, normalised


def _folds(text: str, read: str) -> tuple[tuple[str, str], ...] | None:
    """Which signs to put in the place of which; None where one sign for another does not make it."""
    folds = tuple(sorted((sign, other) for sign, other in set(zip(text, read, strict=True)) if sign != other))
    return folds if _replaced(text, folds) == read else None


def _replaced(text: str, folds: Iterable[tuple[str, str]]) -> str:
    for sign, read in folds:
        text = text.replace(sign, read)
    return text


@dataclass(frozen=True, slots=True)
class _Hand:
    """Draws sketches with one rulebook and one set of names."""

    rulebook: Rulebook
    lexicon: Lexicon

    def for_all(
        self, template: bytes, channel: Channel, recipient: Recipient, spelt: tuple[Found, ...] = ()
    ) -> Sketch | None:
        """The sketch of all texts of a template that spell these phrases; None where they share none."""
        text = text_of(template)
        normalised = normalise(text)
        if normalised.starts is not None or normalised.text != normalised.template:
            return None
        sketch = self._draw(normalised, spelt, channel, recipient)
        signature = sketch.reading.signature
        is_signed_with_figures = signature and FIGURE.search(signature.name)
        if is_signed_with_figures or self.lexicon.hangs_on_figures(normalised.text):
            return None
        may_spell = self.rulebook.phrases.may_spell(normalised.text)
        return replace(sketch, folds=_folds(text, normalised.text), may_spell=may_spell)

    def for_one(self, normalised: NormalisedText, channel: Channel, recipient: Recipient) -> Sketch:
        """The sketch of one text."""
        return self._draw(normalised, self.rulebook.phrases.scan_figures(normalised.text), channel, recipient)

    def _draw(
        self, normalised: NormalisedText, spelt: tuple[Found, ...], channel: Channel, recipient: Recipient
    ) -> Sketch:
        signature = signature_of(normalised.text)
        named = self.lexicon.find(normalised.text, signature)
        signed = normalised.text[slice(*signature)] if signature else ""
        outline = outline_of(normalised.template, Besides(signed, named, spelt, channel, recipient), self.rulebook)
        marks = marks_in(normalised, outline, self.rulebook)
        mention = NameMention(signed, normalised.span(*signature)) if signature else None
        lenders = tuple([one.mention(normalised) for one in named])
        reading = _reading(outline.gist, marks, mention, lenders)
        return Sketch(normalised.template, reading, named, marks.debtors, outline, sums_of(normalised.template))


def _reading(gist: Gist, marks: Marks, signature: NameMention | None, lenders: tuple[NameMention, ...]) -> Reading:
    return Reading(
        kind=gist.kind,
        is_claim=gist.is_claim,
        signature=signature,
        lenders=lenders,
        parties=marks.parties,
        addressees=marks.addressees,
        says_overdue=gist.says_overdue,
        demands=gist.demands,
        threats=gist.threats,
        phrases=marks.hits,
        wording=marks.wording,
    )
