"""Readings drawn up once for all texts of a template, of which only the figures are left to be filled in.

An inbox has few templates and many texts. Where a name or a phrase hangs on which figures stand in it (360, 0元), or
where something is hidden, each text is drawn up by itself.
"""

from dataclasses import dataclass
from functools import lru_cache, partial

from debts.reconciler.amounts import Sum, sums_of
from debts.reconciler.lexicon import Lexicon, Named, signature_of
from debts.reconciler.normalise import NormalisedText, fold, normalise
from debts.reconciler.outlines import Besides, Marks, Outline, marks_in, outline_of
from debts.reconciler.types import Channel, NameMention, Recipient
from debts.rulebook import Rulebook
from debts.rulebook.templates import FIGURE, LONGEST_KEPT, TEMPLATES_KEPT, template_bytes, text_of


@dataclass(frozen=True, slots=True)
class Sketch:
    """All of a reading that hangs on no figure; ``is_folded`` where the texts are written as they are read."""

    template: str
    is_folded: bool
    signature: NameMention | None
    named: tuple[Named, ...]
    lenders: tuple[NameMention, ...]
    outline: Outline
    marks: Marks
    sums: tuple[Sum, ...]


class Sketches:
    """The sketches of one set of names; those of the latest templates are remembered."""

    def __init__(self, rulebook: Rulebook, lexicon: Lexicon) -> None:
        self._draw = partial(_draw, rulebook, lexicon)
        self._for_all = lru_cache(maxsize=TEMPLATES_KEPT)(partial(_for_all, rulebook, lexicon))

    def of(self, text: str, channel: Channel, recipient: Recipient) -> tuple[Sketch, NormalisedText]:
        """The sketch of a text, and the text as it is read."""
        sketch = self._for_all(template_bytes(text), channel, recipient) if len(text) <= LONGEST_KEPT else None
        if sketch is None:
            normalised = normalise(text)
            return self._draw(normalised, channel, recipient), normalised
        folded = text if sketch.is_folded else fold(text)
        return sketch, NormalisedText(folded, sketch.template, len(text))


def _for_all(
    rulebook: Rulebook, lexicon: Lexicon, template: bytes, channel: Channel, recipient: Recipient
) -> Sketch | None:
    """The sketch of all texts of a template, folded or not; None where they have none in common."""
    text = text_of(template)
    normalised = normalise(text)
    if normalised.starts is not None or normalised.text != normalised.template:
        return None
    if lexicon.hangs_on_figures(normalised.text) or rulebook.phrases.hangs_on_figures(normalised.text):
        return None
    sketch = _draw(rulebook, lexicon, normalised, channel, recipient, is_folded=normalised.text == text)
    return None if sketch.signature and FIGURE.search(sketch.signature.name) else sketch


def _draw(
    rulebook: Rulebook,
    lexicon: Lexicon,
    normalised: NormalisedText,
    channel: Channel,
    recipient: Recipient,
    *,
    is_folded: bool = False,
) -> Sketch:
    signature = signature_of(normalised.text)
    named = lexicon.find(normalised.text, signature)
    spelt = rulebook.phrases.scan_figures(normalised.text)
    signed = normalised.text[slice(*signature)] if signature else ""
    outline = outline_of(normalised.template, Besides(signed, named, spelt, channel, recipient), rulebook)
    return Sketch(
        normalised.template,
        is_folded,
        NameMention(signed, normalised.span(*signature)) if signature else None,
        named,
        tuple([one.mention(normalised) for one in named]),
        outline,
        marks_in(normalised, outline, rulebook),
        sums_of(normalised.template),
    )
