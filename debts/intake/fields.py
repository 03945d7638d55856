"""Walks JSON objects and notes every problem with its place instead of stopping at the first.

fields = Fields({"principal": "-5"}, "loans[2]", report)
fields.required("principal", values.money, ZERO)   -> ZERO, and the report holds loans[2].principal: money

A reader of one kind of object takes its ``Fields`` and gives a fact; ``built`` calls it and looks for keys left over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from debts.intake import values
from debts.intake.values import ProblemCode, Reader, RefusedError

T = TypeVar("T")
SHOWN_CHARACTERS = 80
SHOWN_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One place that is wrong: a path such as ``loans[2].principal``, a code, and the value as far as it is short."""

    path: str
    code: ProblemCode
    value: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.code}" + (f" ({self.value})" if self.value else "")


class ArchiveProblem(ValueError):
    """The archive cannot be taken; ``problems`` lists every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems[:SHOWN_PROBLEMS])))
        self.problems = problems


@dataclass(slots=True)
class Report:
    """What was noticed on the way: problems refuse the archive, warnings do not."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, path: str, code: ProblemCode, value: object = None) -> None:
        """Note something that refuses the archive."""
        self.problems.append(Problem(path, code, shown(value)))

    def warning(self, path: str, code: ProblemCode, value: object = None) -> None:
        """Note something that is left aside."""
        self.warnings.append(Problem(path, code, shown(value)))

    def raise_problems(self) -> None:
        """Raise all problems together, if there is any."""
        if self.problems:
            raise ArchiveProblem(tuple(self.problems))


def shown(value: object) -> str:
    """A short form of a value for people; nothing for None and for whole lists or objects."""
    if value is None or isinstance(value, list | dict):
        return ""
    return str(value)[:SHOWN_CHARACTERS]


class Fields:
    """One JSON object at one place of the archive, read key by key. Null and absent are the same."""

    def __init__(self, value: object, path: str, report: Report) -> None:
        self.path = path
        self.report = report
        self._unread: dict[str, object] = {}
        if isinstance(value, dict):
            self._unread.update(value)
        else:
            report.problem(path, ProblemCode.NOT_AN_OBJECT, value)

    def at(self, key: str) -> str:
        """The path of a key of this object."""
        return f"{self.path}.{key}" if self.path else key

    def optional(self, key: str, read: Reader[T]) -> T | None:
        """The value, or None where it is absent; a value that is refused is reported."""
        value = self._unread.pop(key, None)
        return None if value is None else self._read(self.at(key), value, read)

    def default(self, key: str, read: Reader[T], default: T) -> T:
        """The value, or ``default`` where it is absent."""
        found = self.optional(key, read)
        return default if found is None else found

    def required(self, key: str, read: Reader[T], stand_in: T) -> T:
        """The value; its absence is reported, and ``stand_in`` only keeps the walk going until the report is raised."""
        if self._unread.get(key) is None:
            self.report.problem(self.at(key), ProblemCode.MISSING)
        return self.default(key, read, stand_in)

    def name(self, key: str) -> str:
        """A name or an id, which has to be there."""
        return self.required(key, values.identifier, "")

    def text(self, key: str) -> str:
        """A text, empty where it is absent."""
        return self.default(key, values.text, "")

    def lenient(self, key: str, read: Reader[T], default: T) -> T:
        """The value, or ``default`` where it is absent; one that is refused is replaced too, with a warning."""
        value = self._unread.pop(key, None)
        try:
            return default if value is None else read(value)
        except RefusedError as refused:
            self.report.warning(self.at(key), refused.code, value)
            return default

    def many(self, key: str, read: Reader[T]) -> tuple[T, ...]:
        """The values of a list; an absent list is empty."""
        found = (self._read(path, value, read) for path, value in self._items(key))
        return tuple(value for value in found if value is not None)

    def every(self, key: str, build: "Build[T]") -> tuple[T, ...]:
        """What is built from each object of a list; an absent list is empty."""
        return tuple(Fields(value, path, self.report).built(build) for path, value in self._items(key))

    def child(self, key: str, build: "Build[T]") -> T | None:
        """What is built from the object under a key, or None where it is absent."""
        value = self._unread.pop(key, None)
        return None if value is None else Fields(value, self.at(key), self.report).built(build)

    def raw(self, key: str) -> tuple[object, ...]:
        """The items of a list as they are."""
        return tuple(value for _path, value in self._items(key))

    def built(self, build: "Build[T]") -> T:
        """What is built from this object, with a warning for every key that nobody asked for."""
        found = build(self)
        for key in self._unread:
            self.report.warning(self.at(key), ProblemCode.UNKNOWN_KEY)
        return found

    def _items(self, key: str) -> list[tuple[str, object]]:
        value = self._unread.pop(key, None)
        if value is None:
            return []
        if not isinstance(value, list):
            self.report.problem(self.at(key), ProblemCode.NOT_A_LIST, value)
            return []
        return [(f"{self.at(key)}[{index}]", item) for index, item in enumerate(value)]

    def _read(self, path: str, value: object, read: Reader[T]) -> T | None:
        try:
            return read(value)
        except RefusedError as refused:
            self.report.problem(path, refused.code, value)
            return None


Build = Callable[[Fields], T]
