"""Guesses the columns of a table of messages whose first row says nothing that is known: by what stands in them.

    10690000,2024-03-05 10:22,【远山消金】您的借款已逾期3天。      -> sender, when, text

A guess needs a column of times with their year, one of telephone numbers, and one of sentences: names of goods and
addresses are none. A table with a column of sums of money is one of payments or orders and is left alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC

from debts.intake.written_times import moment_written
from debts.rulebook.message_tables import Column, load_message_tables

_NUMBER = re.compile(
    r"[='\"]*(?:\+?86[ -]?)?(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8}|[489]\d{4,9}|1\d{4,20})[\"']*"
)
_SUM = re.compile(
    r"(?:[¥￥$]|RMB|CNY|人民币)\s?[+-]?\d[\d,]{0,12}(?:\.\d{1,2})?|[+-]?[¥￥]?\d[\d,]{0,12}(?:\.\d{1,2})?\s?(?:元|块|圆|RMB|CNY)"
    r"|[¥￥+-]?\d[\d,]{0,12}\.\d{2}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[【】，。！？；：、!?;:,.]")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
_MOST, _HALF, _SOME = 0.8, 0.5, 0.3
_LONGEST_WORD = 8
_FEWEST_CHARACTERS = 6  # of the words of a message, in the mean

Test = Callable[[str], bool]


def guessed_columns(rows: Sequence[Sequence[str]]) -> Mapping[Column, int] | None:
    """The columns of these rows, the first of a table; None where they are no messages for sure."""
    width = max(map(len, rows), default=0)
    columns = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    if any(_share(one, _is_sum) > _SOME for one in columns):
        return None
    when = _first(columns, is_time, ())
    sender = _first(columns, is_number, (when,))
    text = max(
        (at for at, one in enumerate(columns) if at not in (when, sender) and _share(one, _has_words) > _MOST),
        key=lambda at: _mean_length(columns[at]),
        default=None,
    )
    if when is None or sender is None or text is None or not _is_said(columns[text]):
        return None
    found = {Column.WHEN: when, Column.SENDER: sender, Column.TEXT: text}
    box = next((at for at, one in enumerate(columns) if at not in found.values() and _tells_direction(one)), None)
    return found if box is None else {**found, Column.BOX: box}


def _is_said(cells: Sequence[str]) -> bool:
    """Whether a column is of what somebody says: long enough in the mean, and half of it made of sentences."""
    return _mean_length(cells) >= _FEWEST_CHARACTERS and _share(cells, _has_sentence) >= _HALF


def _tells_direction(cells: Sequence[str]) -> bool:
    """Whether a column is of short words, some of which say that a message was sent."""
    words = load_message_tables()
    is_short = all(len(one) <= _LONGEST_WORD for one in cells)
    return is_short and any(one.casefold() in words.sent for one in cells)


def _first(columns: Sequence[Sequence[str]], test: Test, taken: Iterable[int | None]) -> int | None:
    fitting = (at for at, one in enumerate(columns) if at not in taken and _share(one, test) >= _MOST)
    return next(fitting, None)


def _share(cells: Sequence[str], test: Test) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _mean_length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def is_time(cell: str) -> bool:
    """Whether a cell is a time of a day that names its year."""
    return moment_written(cell, UTC) is not None


def is_number(cell: str) -> bool:
    """Whether a cell is the number of a telephone or of a sender of messages."""
    return _NUMBER.fullmatch(cell) is not None


def _is_sum(cell: str) -> bool:
    return _SUM.fullmatch(cell) is not None


def _has_sentence(cell: str) -> bool:
    return _SENTENCE.search(cell) is not None


def _has_words(cell: str) -> bool:
    return _WORDS.search(cell) is not None
