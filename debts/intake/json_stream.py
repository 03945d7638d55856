"""A JSON object read member by member, and its long lists item by item, so that memory does not grow with the file.

members(stream of '{"version": 1, "messages": [{"id": "m1"}, {"id": "m2"}]}', {"messages"}, limit)
-> ("version", None, 1), ("messages", 0, {"id": "m1"}), ("messages", 1, {"id": "m2"})
"""

import codecs
import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NoReturn, Protocol

from debts.intake.values import ProblemCode, RefusedError

PIECE = 64 * 1024  # bytes read at once
LONGEST = 64 * 1024 * 1024  # characters of one value, such as a loan with all its repayments
_SPACE = " \t\n\r"
_OF_NUMBERS = "0123456789.eE+-"

Member = tuple[str, int | None, Any]


class Bytes(Protocol):
    """What can be read in pieces: a file, or what stands for one."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""


def members(stream: Bytes, lists: Collection[str], limit: int) -> Iterator[Member]:
    """Each member of the object with its value; of those in ``lists`` each item with its place.

    A value that is no object has no members. The stream is read to its end, or to the first fault.

    Raises:
        RefusedError: A name stands twice, a value is too long, or there are more than ``limit`` bytes.
        ValueError: It is no JSON.
        RecursionError: It is nested too deeply.
    """
    text = _Text(stream, limit)
    if text.sign() == "{":
        yield from _members(text, lists)
    else:
        text.value()
    if text.sign():
        text.fail("something follows the end")


def _members(text: "_Text", lists: Collection[str]) -> Iterator[Member]:
    names: set[str] = set()
    for _ in text.between("{", "}"):
        name = text.value()
        if not isinstance(name, str):
            text.fail("a name is expected")
        if name in names:
            raise RefusedError(ProblemCode.DUPLICATE_KEY)
        names.add(name)
        text.take(":")
        if name in lists and text.sign() == "[":
            yield from ((name, place, text.value()) for place in text.between("[", "]"))
        else:
            yield name, None, text.value()


class _Text:
    """The characters of a stream, of which only those are held that belong to the value at hand."""

    def __init__(self, stream: Bytes, limit: int) -> None:
        self._stream = stream
        self._left = limit
        self._characters = codecs.getincrementaldecoder("utf-8-sig")()
        self._held, self._at, self._before = "", 0, 0
        self._ended = False
        self._decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(object_pairs_hook=_object).raw_decode

    def sign(self) -> str:
        """The next character that is no space, which stays to be read; empty at the end."""
        while True:
            while self._at < len(self._held):
                if self._held[self._at] not in _SPACE:
                    return self._held[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def take(self, signs: str) -> str:
        """One of the characters that may come next."""
        found = self.sign()
        if not found or found not in signs:
            self.fail(f"{signs} is expected")
        self._at += 1
        return found

    def between(self, opening: str, closing: str) -> Iterator[int]:
        """The places of what stands in brackets, each when it is to be read."""
        self.take(opening)
        place = 0
        if self.sign() == closing:
            self.take(closing)
            return
        yield place
        while self.take(f",{closing}") == ",":
            place += 1
            yield place

    def value(self) -> Any:
        """The value that comes next."""
        self.sign()
        while True:
            try:
                found, end = self._decode(self._held, self._at)
            except json.JSONDecodeError as problem:
                if self._ended:
                    self.fail(problem.msg)
            else:
                if self._ended or self._is_whole(found, end):
                    self._at = end
                    return found
            self._more()

    def _is_whole(self, found: Any, end: int) -> bool:
        """Whether the value ends at ``end``: a number may go on with what is not held yet, as 1. or 1e- does."""
        if isinstance(found, int | float):
            return bool(
                self._held[end : end + 4].strip(_OF_NUMBERS)
            )  # what was not taken is at most a point, or e and a sign
        return True

    def fail(self, what: str) -> NoReturn:
        """Say what is wrong here."""
        raise ValueError(f"{what}: character {self._before + self._at}")

    def _more(self) -> None:
        """Hold more of the stream; at least as much again, so that a long value is not tried too often."""
        rest = self._held[self._at :]
        if len(rest) > LONGEST:
            raise RefusedError(ProblemCode.TOO_LARGE)
        piece = self._stream.read(max(PIECE, len(rest)))
        self._left -= len(piece)
        if self._left < 0:
            raise RefusedError(ProblemCode.TOO_LARGE)
        self._ended = not piece
        self._before += self._at
        self._held, self._at = rest + self._characters.decode(piece, self._ended), 0


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):  # which of two sums is meant cannot be known
        raise RefusedError(ProblemCode.DUPLICATE_KEY)
    return found
