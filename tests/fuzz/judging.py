"""Judging a text that means nothing, in circumstances that a seed chooses, against loans of every kind or none."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from debts.reconciler import judge_messages
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Ledger, Recipient, Span
from debts.rulebook import load_rulebook
from tests.fuzz.ledgers import LEDGER


def judged(text: str, seed: int) -> Judgement:
    """Judge the text as a message in circumstances that the seed chooses."""
    chance = random.Random(seed)  # noqa: S311 - the same seed has to give the same case
    message = IncomingMessage(
        "m",
        text,
        chance.choice([None, datetime(2025, 9, 6, 4, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]),
        chance.choice(["", "13800000000", "106900000000", text[:20]]),
        chance.choice(list(Channel)),
        chance.choice(list(Recipient)),
    )
    (judgement,) = judge_messages(chance.choice([Ledger(), LEDGER]), [message], rulebook=load_rulebook())
    return judgement


def spans_of(value: Any) -> Iterator[Span]:
    """Every span in a judgement."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans_of(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from spans_of(getattr(value, name))


def try_text(text: str, seed: int) -> None:
    """Raise where judging the text raises or a span lies outside of it."""
    for span in spans_of(judged(text, seed)):
        if not 0 <= span.start <= span.end <= len(text):
            raise ValueError(f"{span} lies outside of {text!r}")
