"""What a sender's number looks like: 1069… is a bulk port, +852… comes from abroad, 138… is somebody's phone."""

import re
import unicodedata
from functools import lru_cache

from debts.rulebook.book import Rulebook
from debts.rulebook.types import NumberRange

SEPARATORS = re.compile(r"[\s\-‐-―()./]+")
MOBILE = "mobile"
MAINLAND_PREFIX = re.compile(r"^(?:\+|00)86(?=[0-9])")


@lru_cache(maxsize=4096)
def describe_sender(rulebook: Rulebook, number: str) -> NumberRange | None:
    """The range that the number falls into; None for names and for numbers of no known shape.

    A description helps the reader and proves nothing: displayed numbers can be forged.
    """
    plain = plain_number(number)
    return next((one for one in rulebook.number_ranges if one.pattern.match(plain)), None)


def is_mobile(rulebook: Rulebook, number: str) -> bool:
    """Whether it is the number of somebody's phone; that describes the sender and proves nothing."""
    described = describe_sender(rulebook, number)
    return described is not None and described.id == MOBILE


@lru_cache(maxsize=4096)
def plain_number(number: str) -> str:
    """The number in half width, without separators and without the prefix of the mainland."""
    bare = SEPARATORS.sub("", unicodedata.normalize("NFKC", number))
    return MAINLAND_PREFIX.sub("", bare)
