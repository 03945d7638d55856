"""Words for stored codes. A verdict kept by another version may hold a code that has no words here: then it is shown.

A page about evidence has to open whatever stands in it. What is missing is logged, by its code alone.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

C = TypeVar("C")
W = TypeVar("W")

logger = logging.getLogger(__name__)

# What goes wrong when a sentence is asked for with a code, a part or a sum that it does not know.
_NO_WORDS = (LookupError, ValueError, TypeError, ArithmeticError)


def in_words(words: Callable[[C], W], code: C, otherwise: W) -> W:
    """What ``words`` says of ``code``; ``otherwise`` where it has nothing to say."""
    try:
        return words(code)
    except _NO_WORDS as problem:
        logger.warning("There are no words for %s (%s).", otherwise, type(problem).__name__)
        return otherwise


def words_of(table: Mapping[Any, Any], code: str) -> str:
    """The words of a code in a table of words; the code itself where they are missing."""
    return in_words(lambda one: str(table[one]), code, str(code))
