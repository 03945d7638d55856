"""The Chinese that stands in the rulebook's data files: what it says, and what it names."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MADE = "traditional.toml"  # from what is read here, so it is not read
DATA = Path(__file__).resolve().parent.parent / "debts" / "rulebook" / "data"
BOTH = {"zh", "en"}
NAMES = ("instrument", "article")


@cache
def chinese_texts() -> tuple[str, ...]:
    """Every text that the rulebook has in both languages, each once, in the order of its files."""
    return tuple(dict.fromkeys(table["zh"] for table in _tables() if table.keys() == BOTH))


@cache
def names() -> tuple[str, ...]:
    """The names of laws and of their articles, each once."""
    return tuple(dict.fromkeys(table[key] for table in _tables() for key in NAMES if key in table))


def _tables() -> Iterator[dict[str, str]]:
    for path in sorted(set(DATA.glob("*.toml")) - {DATA / MADE}):
        yield from _within(tomllib.loads(path.read_text(encoding="utf-8")))


def _within(value: object) -> Iterator[dict[str, str]]:
    """Every table inside of a value, and the value itself where it is one."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _within(part)
