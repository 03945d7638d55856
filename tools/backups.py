"""How well backups of phones are read: samples held against what a person counted in them."""

import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from debts.intake.detect import read_messages
from debts.intake.drafts import Draft, Skipped

SAMPLES = Path(__file__).with_name("backup_samples.toml")
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Counted:
    """How many messages a backup holds, of what it skips the numbers, of the first and last text the SHA-256."""

    messages: int
    first: str
    last: str
    skipped: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0


def load_expected() -> dict[str, Counted]:
    """The table of what the samples hold."""
    return {name: Counted(**one) for name, one in tomllib.loads(SAMPLES.read_text("utf-8")).items()}


def count(path: Path) -> Counted:
    """Read one backup."""
    items = list(read_messages(path, zone=ZONE))
    texts = [hashlib.sha256(item.text.encode()).hexdigest() for item in items if isinstance(item, Draft)]
    skipped = Counter(item.code.value for item in items if isinstance(item, Skipped))
    first, last = (texts[0], texts[-1]) if texts else ("", "")
    return Counted(len(texts), first, last, dict(skipped), len(items) - len(texts) - skipped.total())


def report_backups(folder: Path, expected: dict[str, Counted]) -> dict[str, float]:
    """Print each sample and whether it is right; the share of right ones."""
    right = 0
    for name, wanted in expected.items():
        found = count(folder / name)
        right += found == wanted
        print(f"  {name:40} {found.messages:4} messages {'read' if found == wanted else f'EXPECTED {wanted}'}")
    return {"backups read": right / max(1, len(expected))}
