"""The words of a message that decided are marked in the message's own text, and nothing of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from debts.dossier.marks import Mark, MarkGroup
from debts.reconciler.types import (
    Channel,
    IncomingMessage,
    Judgement,
    Kind,
    Match,
    MatchOutcome,
    Reading,
    Reason,
    Span,
    Verdict,
    VerdictCode,
)
from debts.web.marking import SHOWN_AT_ONCE, Piece, folded, marked, numbered, quote_of

TEXT = "您的好期贷已逾期3天"


def words(pieces):
    return [piece.text for piece in pieces if piece.is_marked]


def quote(text, *spans):
    verdict = Verdict(VerdictCode.AFTER_SETTLEMENT, reasons=(Reason("says_overdue", spans=spans),))
    judgement = Judgement("1", Reading(Kind.COLLECTION, is_claim=True), Match(MatchOutcome.NOBODY), verdict)
    return quote_of(IncomingMessage("1", text, channel=Channel.SMS), judgement)


def test_the_words_under_a_span_are_marked():
    assert list(marked(TEXT, [Span(2, 5)])) == [Piece("您的"), Piece("好期贷", is_marked=True), Piece("已逾期3天")]


def test_spans_come_in_any_order():
    assert words(marked(TEXT, [Span(5, 8), Span(0, 2)])) == ["您的", "已逾期"]


def test_overlapping_spans_become_one():
    assert words(marked(TEXT, [Span(2, 6), Span(4, 8)])) == ["好期贷已逾期"]


def test_a_span_beyond_the_text_is_cut_off():
    assert words(marked(TEXT, [Span(8, 99), Span(50, 60), Span(-3, 1)])) == ["您", "3天"]


def test_an_empty_text_has_no_pieces():
    assert list(marked("", [Span(0, 5)])) == []


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_the_pieces_always_make_up_the_text(text, pairs):
    assert "".join(piece.text for piece in marked(text, [Span(*pair) for pair in pairs])) == text


def test_a_long_text_is_folded_and_stays_whole():
    found = quote("催" * (SHOWN_AT_ONCE + 7), Span(0, 3))
    assert sum(len(piece.text) for piece in found.pieces) == SHOWN_AT_ONCE
    assert sum(len(piece.text) for piece in found.rest) == 7


def test_a_text_that_just_fits_is_not_folded():
    assert quote("催" * SHOWN_AT_ONCE).rest == ()


def test_a_marked_word_on_the_fold_is_marked_on_both_sides():
    found = quote("催" * (SHOWN_AT_ONCE + 4), Span(SHOWN_AT_ONCE - 2, SHOWN_AT_ONCE + 2))
    assert words(found.pieces) == ["催催"]
    assert words(found.rest) == ["催催"]


def mark(number, *places):
    return Mark(number, MarkGroup.OTHER, "", (), tuple(Span(*place) for place in places))


def test_a_numbered_word_is_reached_at_its_first_place_only():
    debt = mark(1, (0, 2), (3, 5))
    pieces = list(numbered("欠款、欠款", [debt]))
    assert [(piece.text, piece.mark, piece.is_first) for piece in pieces] == [
        ("欠款", debt, True),
        ("、", None, False),
        ("欠款", debt, False),
    ]


def test_a_numbered_word_on_the_fold_is_not_torn():
    pieces = list(numbered("您的好期贷已逾期", [mark(1, (2, 5))]))
    shown, rest = folded(pieces, 4)
    assert [piece.text for piece in shown] == ["您的"]
    assert [piece.text for piece in rest] == ["好期贷", "已逾期"]
