"""How good the reconciler is: judge files of scenarios and labelled messages, print the figures and every miss.

    python -m tools.evaluate [FOLDER] [--answers FILE]

FOLDER holds ``scenarios.jsonl``, ``sms/`` (messages and labels) and, where bills are measured too, ``bills/``. The exit
status is 1 where a figure is below its floor; a floor only ever rises. ``--answers`` writes what was answered, a JSON
line for each message.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from debts.intake.archive import archive_to_ledger, parse_archive
from debts.intake.values import moment
from debts.reconciler import judge_messages, read
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Recipient, VerdictCode
from debts.rulebook import load_rulebook
from tools.bills import load_expected, report_bills

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FOLDER = ROOT.parent / "shared" / "data"
FLOORS = {
    "verdict": 0.97,
    "kind": 0.97,
    "loan": 0.97,
    "findings": 0.97,
    "sms kind macro-F1": 0.92,
    "sms claim precision": 1.0,
    "sms claim recall": 1.0,
    "bills read": 1.0,
    "bill loan precision": 1.0,
    "bill loan recall": 1.0,
}
# Kinds with fewer examples say nothing about how well a kind is told apart.
ENOUGH_EXAMPLES = 10


@dataclass(frozen=True)
class Answered:
    """One message of a scenario with what was expected and what was judged."""

    scenario: str
    text: str
    expected: dict[str, Any]
    judgement: Judgement

    @property
    def parts(self) -> dict[str, bool]:
        """What is right in the answer, part by part."""
        verdict, found = self.judgement.verdict, {one.id for one in self.judgement.findings}
        wanted, unwanted = self.expected["findings_include"], self.expected["findings_exclude"]
        return {
            "verdict": verdict.code in _as_list(self.expected["verdict"]),
            "kind": self.judgement.reading.kind in _as_list(self.expected["kind"]),
            "loan": self.expected["loan"] == "any" or verdict.loan_id in _as_list(self.expected["loan"]),
            "findings": found.issuperset(wanted) and not found.intersection(unwanted),
        }

    @property
    def is_costly(self) -> bool:
        """Said to be settled where it was owed, or the other way round."""
        wanted = {"consistent", "after_settlement"}.intersection(_as_list(self.expected["verdict"]))
        said = self.judgement.verdict.code
        return bool(wanted) and said in {"consistent", "after_settlement"} - wanted


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _incoming(row: dict[str, Any]) -> IncomingMessage:
    received = row.get("received_at")
    return IncomingMessage(
        id=str(row["id"]),
        text=row["text"],
        received_at=moment(received) if received else None,
        sender=row.get("sender", ""),
        channel=Channel(row.get("channel", "sms")),
        recipient=Recipient(row.get("recipient", "self")),
    )


def answer_scenarios(path: Path) -> list[Answered]:
    """Judge each scenario of the file with its own ledger."""
    return [answered for scenario in _rows(path) for answered in _answer(scenario)]


def _answer(scenario: dict[str, Any]) -> Iterator[Answered]:
    ledger = archive_to_ledger(parse_archive(json.dumps(scenario["ledger"]).encode()))
    messages = [_incoming(row) for row in scenario["messages"]]
    judged = {one.message_id: one for one in judge_messages(ledger, messages, rulebook=load_rulebook())}
    texts = {one.id: one.text for one in messages}
    for expected in scenario["expect"]:
        yield Answered(scenario["id"], texts[expected["id"]], expected, judged[expected["id"]])


def report_scenarios(answers: Sequence[Answered]) -> dict[str, float]:
    """Print every miss; the share of right answers by part."""
    right: Counter[str] = Counter()
    for one in answers:
        parts = one.parts
        right.update(part for part, good in parts.items() if good)
        if not all(parts.values()):
            _print_miss(one, [part for part, good in parts.items() if not good])
    print(f"{len(answers)} messages of scenarios, {sum(one.is_costly for one in answers)} costly mistakes")
    return {part: right[part] / max(1, len(answers)) for part in ("verdict", "kind", "loan", "findings")}


def _print_miss(one: Answered, wrong: Sequence[str]) -> None:
    judged, expected = one.judgement, one.expected
    found = ",".join(finding.id for finding in judged.findings)
    said = f"{judged.verdict.code} {judged.reading.kind} {judged.verdict.loan_id} [{found}]"
    wanted = f"{expected['verdict']} {expected['kind']} {expected['loan']} {expected['findings_include']}"
    label = f"{one.scenario}/{judged.message_id} {'COSTLY ' if one.is_costly else ''}{'+'.join(wrong)}"
    print(f"{label}: {said}; expected {wanted}")
    print(f"    {one.text}")


def report_sms(folder: Path) -> dict[str, float]:
    """Read the labelled messages; print each miss and a confusion table."""
    labels = {row["id"]: row for row in _rows(folder / "labels.jsonl")}
    pairs: list[tuple[str, str]] = []
    claims: Counter[tuple[bool, bool]] = Counter()
    for row in _rows(folder / "messages.jsonl"):
        channel = Channel.SMS if row["channel"] == "sms" else Channel.PUSH
        reading, label = read(row["text"], load_rulebook(), channel=channel), labels[row["id"]]
        pairs.append((label["kind"], reading.kind.value))
        claims[label["is_claim"], reading.is_claim] += 1
        if pairs[-1][0] != pairs[-1][1] or label["is_claim"] != reading.is_claim:
            print(f"{row['id']} {label['kind']} read as {reading.kind}: {row['text'][:60]!r}")
    _print_confusion(pairs)
    found, false, missed = claims[True, True], claims[False, True], claims[True, False]
    return {
        "sms kind macro-F1": macro_f1(pairs),
        "sms claim precision": found / max(1, found + false),
        "sms claim recall": found / max(1, found + missed),
    }


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the kinds that have enough examples; pairs are the right kind and the one that was read."""
    sizes = Counter(right for right, _ in pairs)
    kinds = [kind for kind, size in sizes.items() if size >= ENOUGH_EXAMPLES]
    return sum(_f1(pairs, kind) for kind in kinds) / max(1, len(kinds))


def _f1(pairs: Iterable[tuple[str, str]], kind: str) -> float:
    hits = Counter((right == kind, said == kind) for right, said in pairs)
    return 2 * hits[True, True] / max(1, 2 * hits[True, True] + hits[True, False] + hits[False, True])


def _print_confusion(pairs: Iterable[tuple[str, str]]) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for right, said in pairs:
        table[right][said] += 1
    for right, row in sorted(table.items()):
        print(f"  {right:20} {dict(row.most_common())}")


def _write_answers(answers: Iterable[Answered], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for one in answers:
            judged = one.judgement
            row = {
                "scenario": one.scenario,
                "id": judged.message_id,
                "verdict": judged.verdict.code,
                "loan": judged.verdict.loan_id,
                "kind": judged.reading.kind,
                "findings": [finding.id for finding in judged.findings],
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--answers", type=Path, help="write the answers to this file")
    options = parser.parse_args(arguments)
    answers = answer_scenarios(options.folder / "scenarios.jsonl")
    figures = report_scenarios(answers) | report_sms(options.folder / "sms")
    if (bills := options.folder / "bills").is_dir():
        figures |= report_bills(bills, load_expected())
    if options.answers:
        _write_answers(answers, options.answers)
    for name, figure in figures.items():
        print(f"{name:22} {figure:7.2%}  floor {FLOORS[name]:.0%}")
    print({code.value: sum(one.judgement.verdict.code is code for one in answers) for code in VerdictCode})
    return int(any(figure < FLOORS[name] for name, figure in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
