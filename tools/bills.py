"""How well bills are read: samples held against what a person counted in them."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from debts.intake.bills import BillRow, UnreadableRow, read_bill
from debts.intake.bills.relation import LoanWords
from debts.reconciler.types import Ledger
from debts.rulebook import load_rulebook

SAMPLES = Path(__file__).with_name("bill_samples.toml")


@dataclass(frozen=True)
class Expected:
    """What one sample holds."""

    name: str
    rows: int
    sum: Decimal
    loan_lines: frozenset[int]


@dataclass(frozen=True)
class Counted:
    """What was read of it."""

    rows: int
    sum: Decimal
    unreadable: int
    loan_lines: frozenset[int]


def load_expected() -> list[Expected]:
    """The table of what the samples hold."""
    table = tomllib.loads(SAMPLES.read_text("utf-8"))
    return [
        Expected(name, one["rows"], Decimal(one["sum"]), frozenset(one["loan_lines"])) for name, one in table.items()
    ]


def count(path: Path, words: LoanWords) -> Counted:
    """Read one bill."""
    items = list(read_bill(path))
    rows = [item for item in items if isinstance(item, BillRow)]
    related = [row for row in rows if (relation := words.relate(row)) and not relation.is_hidden]
    return Counted(
        rows=len(rows),
        sum=sum((row.amount for row in rows), Decimal(0)),
        unreadable=sum(isinstance(item, UnreadableRow) for item in items),
        loan_lines=frozenset(row.place.line for row in related),
    )


def report_bills(folder: Path, expected: list[Expected]) -> dict[str, float]:
    """Print each sample and whether it is right; the share of right samples, and of right rows about loans."""
    words = LoanWords(Ledger(), load_rulebook())
    right, found, wanted, wrong = 0, 0, 0, 0
    for one in expected:
        counted = count(folder / one.name, words)
        is_read = (counted.rows, counted.sum, counted.unreadable) == (one.rows, one.sum, 0)
        right += is_read
        wanted += len(one.loan_lines)
        found += len(one.loan_lines & counted.loan_lines)
        wrong += len(counted.loan_lines - one.loan_lines)
        verdict = "read" if is_read else f"EXPECTED {one.rows} rows, {one.sum}"
        print(
            f"  {one.name:30} {counted.rows:4} rows {counted.sum:>12} {verdict}; "
            f"about loans {len(counted.loan_lines)} of {len(one.loan_lines)}"
        )
    return {
        "bills read": right / max(1, len(expected)),
        "bill loan precision": found / max(1, found + wrong),
        "bill loan recall": found / max(1, wanted),
    }
