"""Texts with the words marked that were looked for, and of long ones the stretch around the first of them."""

from collections.abc import Iterable

from debts.reconciler.searching import spans_of
from debts.reconciler.types import Span
from debts.web.marking import Piece, marked

LENGTH = 160
BEFORE = 30


def pieces_of(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The whole text with the folded ``words`` marked."""
    return tuple(marked(text, spans_of(text, words)))


def excerpt_of(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The stretch of the text around the first place of the folded ``words``, with the words marked."""
    spans = spans_of(text, words)
    start = max(0, spans[0].start - BEFORE) if spans and spans[0].end > LENGTH else 0
    end = start + LENGTH
    moved = [Span(span.start - start, span.end - start) for span in spans if span.start < end]
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return (*_plain(before), *marked(text[start:end], moved), *_plain(after))


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()
