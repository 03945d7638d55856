"""Learn the weights of the vote of the wording from labelled messages, or say how far such weights carry over.

    python -m tools.votes [FOLDER] [--across]

FOLDER holds ``sms/`` (messages and labels). Besides it the corpus and the cases of the tests are learnt from, but
nothing that is set aside. With ``--across`` nothing is written: each file in turn is answered by weights learnt from
the others.

The phrases were written with most of these messages in sight, so they find more in them than in any other text. A
message is therefore shown to the learner as if it were new: without the phrases that hardly any other file needs.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from debts.reconciler.gist import Gist, gist_of, with_kind
from debts.reconciler.kind_signs import CLAIM_KINDS
from debts.reconciler.reading import reader_for
from debts.reconciler.signs import Signs
from debts.reconciler.types import Channel, Kind, Recipient
from debts.reconciler.voting import ballot_of, marks_of
from debts.rulebook import load_rulebook
from debts.rulebook.entries import DATA
from debts.rulebook.votes import FILE, PIECE_WORTH, Row, Votes, packed, pieces_of, squashed, weighed_by
from tests.scenarios.ledgers import all_cases
from tools.evaluate import CORPUS, DEFAULT_FOLDER, TUNED_ON, half_of
from tools.readings import SOME_DAY, as_list, macro_f1, rows_of

KINDS = tuple(kind.value for kind in Kind)
# A phrase that fewer messages of other files need may have been written for this one.
NEEDED_BY = 2
# How the learning goes: rounds over all messages, what a message on the wrong side costs, and how loud pieces and marks
# are. The marks are kept low, for phrases tell more of the messages that they were written for than of any other.
ROUNDS, COST = 12, 0.4
PIECES_LOUD, MARKS_LOUD = 6.0, 0.15
# What is rarer in an inbox than in the corpus counts for so much of what other files' messages on the wrong side cost.
COUNTS = {"hints": 0.27}
# Margins of 1 become so much, whose powers are then compared as shares.
SCALE = 7.0
# Pieces of fewer messages, and those that tell no two kinds apart by this many tenths, are not kept.
IN_MESSAGES, LEAST_SPREAD = 2, 12
SEED = 20261126
NOTE = "# Learnt by tools.votes; see debts/rulebook/votes.py.\n"
# No phrase was written for these.
UNSEEN_BY_PHRASES = frozenset(
    {"voices", "plain", "inbox", "street", "demands", "lures", "lenders", "pressure", "public", "hints"}
)


@dataclass(frozen=True)
class Example:
    """A labelled message as the learner sees it, and as it is."""

    file: str
    kinds: tuple[str, ...]
    is_claim: bool
    template: str
    signs: Signs

    @property
    def gist(self) -> Gist:
        """What the rules say of it."""
        return gist_of(self.signs)

    def features(self) -> Iterator[tuple[str, str]]:
        """Its pieces and marks, as they are named in the table."""
        yield from (("piece", piece) for piece in sorted(pieces_of(squashed(self.template))))
        gist = self.gist
        yield from (("mark", mark) for mark in marks_of(self.signs, gist.kind, is_claim=gist.is_claim))


def examples(folder: Path) -> list[Example]:
    """All that may be learnt from, each as if it were new to the phrases."""
    given = [_example(file, row) for file, row in _rows(folder)]
    needed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in given:
        for phrase in one.signs.phrases:
            needed[phrase][one.file] += 1
    return [replace(one, signs=_as_new(one, needed)) for one in given]


def _rows(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(CORPUS.glob("readings_*.jsonl")):
        file = path.stem.removeprefix("readings_")
        yield from ((file, row) for row in rows_of(path) if half_of(row["id"]) == TUNED_ON)
    yield from (("cases", row) for row in _of_cases())
    yield from (("scenarios", row) for row in _of_scenarios())
    labels = {row["id"]: row for row in rows_of(folder / "sms" / "labels.jsonl")}
    for row in rows_of(folder / "sms" / "messages.jsonl"):
        channel = "sms" if row["channel"] == "sms" else "push"
        yield "shared", labels[row["id"]] | {"text": row["text"], "channel": channel}


def _of_cases() -> Iterator[Mapping[str, Any]]:
    for case in (row for path in sorted(CORPUS.glob("cases_*.jsonl")) for row in rows_of(path)):
        if half_of(case["id"]) == TUNED_ON:
            messages = {row["id"]: row for row in case["messages"]}
            yield from ({**messages[one["id"]], **_labels(as_list(one["kind"]))} for one in case["expect"])


def _of_scenarios() -> Iterator[Mapping[str, Any]]:
    for case in all_cases():
        channel, recipient = case.message.channel.value, case.message.recipient.value
        if case.kinds != ("*",):
            yield {"text": case.message.text, "channel": channel, "recipient": recipient, **_labels(case.kinds)}


def _labels(kinds: Sequence[str]) -> Mapping[str, Any]:
    return {"kind": list(kinds), "is_claim": Kind(kinds[0]) in CLAIM_KINDS}


def _example(file: str, row: Mapping[str, Any]) -> Example:
    text = reader_for(load_rulebook()).read(
        row["text"],
        received_at=SOME_DAY,
        channel=Channel(row.get("channel") or "sms"),
        recipient=Recipient(row.get("recipient") or "self"),
    )
    kinds = tuple(as_list(row["kind"]))
    return Example(file, kinds, bool(row["is_claim"]), text.normalised.template, text.signs)


def _as_new(one: Example, needed: Mapping[str, Counter[str]]) -> Signs:
    """Its signs without the phrases that may have been written for its file."""
    if one.file in UNSEEN_BY_PHRASES:
        return one.signs
    kept = frozenset(p for p in one.signs.phrases if needed[p].total() - needed[p][one.file] >= NEEDED_BY)
    concepts = frozenset(phrase.split(".", 1)[0] for phrase in kept)
    return replace(
        one.signs,
        phrases=kept,
        concepts=concepts,
        offers=one.signs.offers if "offer" in concepts else 0,
        notices=one.signs.notices if "moved.notice" in kept else 0,
    )


def learn(given: Sequence[Example]) -> Votes:
    """Weights of a support vector machine for each kind against all others."""
    features = [list(one.features()) for one in given]
    met = Counter(feature for one in features for feature in one)
    kept = (feature for feature in sorted(met) if met[feature] >= IN_MESSAGES)
    numbers = {feature: at for at, feature in enumerate(kept)}
    inputs = [_input(one, squashed(example.template), numbers) for one, example in zip(features, given, strict=True)]
    slack = [1 / (2 * COST * COUNTS.get(one.file, 1.0)) for one in given]
    weights = _margins(inputs, np.array([_sides(one.kinds) for one in given]), slack, len(numbers) + 1)
    return _table(SCALE * weights, numbers)


def _input(features: Iterable[tuple[str, str]], text: str, numbers: Mapping[tuple[str, str], int]) -> tuple[Any, Any]:
    known = [(numbers[one], one[0]) for one in features if one in numbers]
    loud = {"piece": PIECES_LOUD / weighed_by(text), "mark": MARKS_LOUD}
    places = [*(at for at, _ in known), len(numbers)]
    return np.array(places), np.array([*(loud[what] for _, what in known), MARKS_LOUD])


def _sides(kinds: Sequence[str]) -> list[float]:
    """For its kind and against the others; neither for nor against what it may be called as well."""
    return [1.0 if kind == kinds[0] else 0.0 if kind in kinds else -1.0 for kind in KINDS]


def _margins(inputs: Sequence[tuple[Any, Any]], sides: Any, slack: Sequence[float], size: int) -> Any:
    """Dual coordinate descent for the squared hinge loss (Hsieh and others, 2008), all kinds side by side."""
    weights, pulls = np.zeros((size, len(KINDS))), np.zeros((len(inputs), len(KINDS)))
    order = np.random.default_rng(SEED)
    for at in (at for _ in range(ROUNDS) for at in order.permutation(len(inputs))):
        places, values = inputs[at]
        slope = sides[at] * (values @ weights[places]) - 1 + slack[at] * pulls[at]
        pulled = np.maximum(pulls[at] - slope / (values @ values + slack[at]), 0)
        weights[places] += np.outer(values, (pulled - pulls[at]) * sides[at])
        pulls[at] = pulled
    return weights


def _table(weights: Any, numbers: Mapping[tuple[str, str], int]) -> Votes:
    marks = {name: _of_mark(weights[at]) for (what, name), at in numbers.items() if what == "mark"}
    pieces = {name: _of_piece(weights[at]) for (what, name), at in numbers.items() if what == "piece"}
    telling = {name: row for name, row in pieces.items() if max(row) - min(row) >= LEAST_SPREAD}
    return Votes(KINDS, telling, marks, _of_mark(weights[len(numbers)]))


def _of_mark(weights: Any) -> Row:
    return packed(round(100 * MARKS_LOUD * one) for one in weights)


def _of_piece(weights: Any) -> Row:
    return packed(round(100 / PIECE_WORTH * PIECES_LOUD * one) for one in weights)


def write(votes: Votes, path: Path) -> None:
    """The table as a file that ``load_votes`` reads."""
    rows = [("kinds", *votes.kinds), ("base", "base", *map(str, votes.base))]
    rows += [("mark", name, *map(str, row)) for name, row in sorted(votes.marks.items())]
    rows += [("piece", name, *map(str, row)) for name, row in sorted(votes.pieces.items())]
    path.write_text(NOTE + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def answer(one: Example, votes: Votes) -> Gist:
    """What the rules and the vote make of an example."""
    gist = one.gist
    ballot = ballot_of(one.template, one.signs, gist.kind, votes, is_claim=gist.is_claim)
    return with_kind(gist, ballot.kind, one.signs) if ballot else gist


def report_across(given: Sequence[Example]) -> None:
    """Each file answered by what was learnt from the others, beside what the rules alone say."""
    pairs: list[tuple[Example, Gist]] = []
    for file in dict.fromkeys(one.file for one in given):
        votes = learn([one for one in given if one.file != file])
        answered = [(one, answer(one, votes)) for one in given if one.file == file]
        pairs += answered
        _print_figures(file, answered)
    _print_figures("all", pairs)


def _print_figures(name: str, answered: Sequence[tuple[Example, Gist]]) -> None:
    for how, gists in (("rules", [(one, one.gist) for one, _ in answered]), ("vote", answered)):
        kinds = [(gist.kind if gist.kind in one.kinds else one.kinds[0], gist.kind.value) for one, gist in gists]
        claims = Counter((one.is_claim, gist.is_claim) for one, gist in gists)
        found = claims[True, True]
        precision, recall = found / max(1, found + claims[False, True]), found / max(1, found + claims[True, False])
        score = macro_f1([(str(right), said) for right, said in kinds])
        print(f"{name:16}{how:6} n {len(gists):5}  kinds {score:6.1%}  claims {precision:6.1%} {recall:6.1%}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table, or print how far it carries over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--across", action="store_true", help="answer each file by what the others teach")
    options = parser.parse_args(arguments)
    given = examples(options.folder)
    if options.across:
        report_across(given)
        return 0
    votes = learn(given)
    write(votes, Path(str(DATA)) / FILE)
    print(f"{len(votes.pieces)} pieces and {len(votes.marks)} marks learnt from {len(given)} messages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
