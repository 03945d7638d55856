"""How well texts are read: labelled messages, what was read in them, and the figures that compare the two.

A labelled message is a JSON object: id, text, kind (one, or a list of which any is right), is_claim, and where they are
known channel, recipient, stage and claimed (the sum demanded, a decimal string).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from debts.reconciler import read
from debts.reconciler.types import Channel, Reading, Recipient
from debts.rulebook import load_rulebook

# Kinds with fewer examples say nothing about how well a kind is told apart.
ENOUGH_EXAMPLES = 10
# The labels were made without a time, and days in them are not asked for.
SOME_DAY = datetime(2025, 9, 6, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """One labelled message with what was read in it."""

    label: Mapping[str, Any]
    reading: Reading

    @property
    def kinds(self) -> tuple[str, str]:
        """The right kind and the one that was read; of several right ones that which was read, else the first."""
        wanted, said = as_list(self.label["kind"]), self.reading.kind.value
        return (said if said in wanted else wanted[0]), said

    @property
    def claims(self) -> tuple[bool, bool]:
        """Whether it is a claim, and whether it was read as one."""
        return bool(self.label["is_claim"]), self.reading.is_claim

    @property
    def is_right(self) -> bool:
        """Whether kind and claim are right."""
        (right, said), (claims, found) = self.kinds, self.claims
        return right == said and claims == found


def as_list(value: Any) -> list[Any]:
    """A value that may be one or several."""
    return value if isinstance(value, list) else [value]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file with a JSON object on each line."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def answer_readings(rows: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """Read each labelled message."""
    return [Answer(row, _read(row)) for row in rows]


def _read(row: Mapping[str, Any]) -> Reading:
    return read(
        row["text"],
        load_rulebook(),
        received_at=SOME_DAY,
        channel=Channel(row.get("channel") or "sms"),
        recipient=Recipient(row.get("recipient") or "self"),
    )


def figures_of(answers: Sequence[Answer]) -> dict[str, float]:
    """Shares from 0 to 1: kinds by macro-F1 and plainly, claims by precision and recall, stages and sums of claims."""
    claims = Counter(one.claims for one in answers)
    found, false, missed = claims[True, True], claims[False, True], claims[True, False]
    both = [one for one in answers if one.claims == (True, True)]
    return {
        "kind macro-F1": macro_f1([one.kinds for one in answers]),
        "kind accuracy": _share(one.kinds[0] == one.kinds[1] for one in answers),
        "claim precision": found / max(1, found + false),
        "claim recall": found / max(1, found + missed),
        "stage": _share(one.label["stage"] == one.reading.stage for one in both if one.label.get("stage")),
        "claimed sum": _share(_names_sum(one) for one in both if one.label.get("claimed")),
    }


def _names_sum(answer: Answer) -> bool:
    return Decimal(answer.label["claimed"]) in {one.value for one in answer.reading.amounts}


def _share(right: Iterable[bool]) -> float:
    given = list(right)
    return sum(given) / len(given) if given else 1.0


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the kinds that have enough examples; pairs are the right kind and the one that was read."""
    sizes = Counter(right for right, _ in pairs)
    kinds = [kind for kind, size in sizes.items() if size >= ENOUGH_EXAMPLES]
    return sum(_f1(pairs, kind) for kind in kinds) / max(1, len(kinds))


def _f1(pairs: Iterable[tuple[str, str]], kind: str) -> float:
    hits = Counter((right == kind, said == kind) for right, said in pairs)
    return 2 * hits[True, True] / max(1, 2 * hits[True, True] + hits[True, False] + hits[False, True])


def print_confusion(answers: Iterable[Answer]) -> None:
    """A line for each right kind: how often it was read as which."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for right, said in (one.kinds for one in answers):
        table[right][said] += 1
    for right, row in sorted(table.items()):
        print(f"  {right:20} {dict(row.most_common())}")


def print_misses(answers: Iterable[Answer]) -> None:
    """A line for each message whose kind or claim was misread."""
    for one in answers:
        if not one.is_right:
            claims, found = one.claims
            wrong = "" if claims == found else (" CLAIM MISSED" if claims else " NO CLAIM")
            print(f"{one.label['id']} {one.kinds[0]} read as {one.kinds[1]}{wrong}: {one.label['text'][:80]!r}")
