"""Reading of the rulebook's data files: every complaint names the file and the entry.

[[citation]]
id = "civil-code-1033-1"        ->  Entry("citations.toml", "civil-code-1033-1", {...})
effective_from = "2021-1-1"     ->  RulebookError: citations.toml, civil-code-1033-1: effective_from is no day …
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from debts.rulebook.types import LenderKind, Text

Choice = TypeVar("Choice", bound=StrEnum)
Built = TypeVar("Built")

NAMING_KEYS = ("id", "code", "letter", "reason")
DATA = files("debts.rulebook") / "data"
_JUDGING = ("finance", "rulebook", "reconciler")  # packages whose code decides what a message is judged to be
MADE_FROM_OTHERS = "traditional.toml"


class RulebookError(Exception):
    """A data file of the rulebook is broken; the message names the file, the entry and what is wrong there."""

    def __init__(self, file: str, entry: str, problem: str) -> None:
        super().__init__(f"{file}, {entry}: {problem}")
        self.file = file
        self.entry = entry
        self.problem = problem


class Entry:
    """One table of a data file. Reading takes a value out, so that ``finish`` can name keys that nobody knows."""

    def __init__(self, file: str, name: str, values: Mapping[str, object]) -> None:
        self.file = file
        self.name = name
        self._left = dict(values)

    def problem(self, what: str) -> RulebookError:
        """An error that points at this entry."""
        return RulebookError(self.file, self.name, what)

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty, unless the default is taken."""
        value = self._left.pop(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.problem(f"{key} is missing or no text")
        return value

    def both(self, key: str) -> Text:
        """The Chinese and the English words ``key.zh`` and ``key.en``."""
        part = self.part(key)
        words = Text(part.text("zh"), part.text("en"))
        part.finish()
        return words

    def both_or_none(self, key: str) -> Text | None:
        """The same; None where the key is absent."""
        return self.both(key) if key in self._left else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, each once; empty where the key is absent."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.problem(f"{key} is no list of texts")
        if len(set(values)) < len(values):
            raise self.problem(f"{key} names something twice")
        return tuple(values)

    def flag(self, key: str, *, default: bool) -> bool:
        """A truth value."""
        value = self._left.pop(key, default)
        if not isinstance(value, bool):
            raise self.problem(f"{key} is neither true nor false")
        return value

    def count(self, key: str) -> int:
        """A whole number above nothing."""
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.problem(f"{key} is no whole number above 0")
        return value

    def weight(self, key: str) -> int:
        """A whole number other than 0, below it for what counts against."""
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or value == 0:
            raise self.problem(f"{key} is no whole number other than 0")
        return value

    def day(self, key: str) -> date:
        """A day as YYYY-MM-DD in quotes."""
        found = self.day_or_none(key)
        if found is None:
            raise self.problem(f"{key} is missing")
        return found

    def day_or_none(self, key: str) -> date | None:
        """A day, None where the key is absent."""
        if key not in self._left:
            return None
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.problem(f"{key} is no day of the form YYYY-MM-DD") from error

    def clock(self, key: str) -> time:
        """A time of day as HH:MM in quotes."""
        try:
            return time.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.problem(f"{key} is no time of the form HH:MM") from error

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of the values of an enumeration."""
        found = self.choice_or_none(key, kind)
        if found is None:
            raise self.problem(f"{key} is missing")
        return found

    def choice_or_none(self, key: str, kind: type[Choice]) -> Choice | None:
        """One of the values of an enumeration, None where the key is absent."""
        if key not in self._left:
            return None
        value = self.text(key)
        try:
            return kind(value)
        except ValueError as error:
            raise self.problem(f"{key} is {value!r}, which is none of {', '.join(kind)}") from error

    def lender_kinds(self, key: str) -> frozenset[LenderKind]:
        """A set of lender kinds, empty for all of them."""
        try:
            return frozenset(LenderKind(value) for value in self.texts(key))
        except ValueError as error:
            raise self.problem(f"{key} names an unknown kind of lender") from error

    def pattern(self, key: str) -> re.Pattern[str]:
        """A regular expression."""
        try:
            return re.compile(self.text(key), re.ASCII)
        except re.error as error:
            raise self.problem(f"{key} is no pattern: {error}") from error

    def part(self, key: str) -> "Entry":
        """A table inside this one."""
        value = self._left.pop(key, None)
        if not isinstance(value, dict):
            raise self.problem(f"{key} is missing or no table")
        return Entry(self.file, f"{self.name}.{key}", value)

    def parts(self, key: str) -> tuple["Entry", ...]:
        """The tables of a list inside this one, each named by its id; none where the key is absent."""
        values = self._left.pop(key, [])
        if not isinstance(values, list):
            raise self.problem(f"{key} is no list of tables")
        return tuple(_named(self.file, f"{self.name}.{key}", number, value) for number, value in enumerate(values, 1))

    def unread(self) -> tuple[str, ...]:
        """The keys that are still to be read, in the order of the file."""
        return tuple(self._left)

    def finish(self) -> None:
        """Refuse keys that nobody read: a slip in a key's name would silently drop a fact."""
        if self._left:
            raise self.problem(f"unknown keys: {', '.join(self._left)}")


def digest_of_rules() -> str:
    """Eight characters that differ where any data file does, or any code that judges by them.

    The traditional characters are made from the other files and say nothing of their own.
    """
    digest = sha256()
    for file in _rules():
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _rules() -> Iterator[Traversable]:
    data = _files(DATA)
    yield from sorted((file for file in data if file.name != MADE_FROM_OTHERS), key=str)
    for package in _JUDGING:
        code = _files(files("debts") / package)
        yield from sorted((file for file in code if file.name.endswith(".py")), key=str)


def _files(folder: Traversable) -> Iterator[Traversable]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _files(one)
        else:
            yield one


def read_file(name: str) -> Entry:
    """The whole data file as one entry; raises RulebookError where it is no TOML."""
    return parse(name, (DATA / name).read_text(encoding="utf-8"))


def parse(name: str, content: str) -> Entry:
    """The text of a data file as one entry."""
    try:
        return Entry(name, "file", tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(name, "file", f"is no TOML: {error}") from error


def build_all(entries: Sequence[Entry], build: Callable[[Entry], Built]) -> tuple[Built, ...]:
    """Build a value from each entry, and refuse what is left over in it and names that stand twice."""
    for name in _repeated(entry.name for entry in entries):
        raise RulebookError(entries[0].file, name, "stands twice")
    built = []
    for entry in entries:
        built.append(build(entry))
        entry.finish()
    return tuple(built)


def _repeated(names: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _named(file: str, list_name: str, number: int, value: object) -> Entry:
    if not isinstance(value, dict):
        raise RulebookError(file, f"{list_name} {number}", "is no table")
    name = next((value[key] for key in NAMING_KEYS if key in value), f"{list_name} {number}")
    return Entry(file, str(name), value)
