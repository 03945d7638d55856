"""Type-ahead search in the directory of lenders.

招联      ->  招联消费金融
借呗      ->  蚂蚁消费金融
HOME c    ->  天津京东消费金融
"""

import unicodedata
from enum import IntEnum
from functools import lru_cache

from debts.rulebook.book import Rulebook
from debts.rulebook.types import DirectoryLender

# A single sign inside a longer typed text, such as 京 in 北京分期, says nothing about a lender.
SHORTEST_CONTAINED_NAME = 2
LONGEST_QUERY = 64


class Fit(IntEnum):
    """How well a name answers what was typed, best first."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2
    CONTAINED = 3


def find_lenders(rulebook: Rulebook, text: str, limit: int = 10) -> tuple[DirectoryLender, ...]:
    """The lenders that go by something like ``text``, best first, at most ``limit`` of them.

    A name fits when it is what was typed, begins with it, holds it, or stands inside it. Width, case, spaces and
    punctuation do not matter. Among equal fits the common name counts before the others, then the name that is
    closer in length, then lenders that still lend before those that stopped.
    """
    query = search_key(text[:LONGEST_QUERY])
    if not query or limit < 1:
        return ()
    fits = ((_best_fit(lender, query), lender) for lender in rulebook.lenders)
    found = [(fit, lender) for fit, lender in fits if fit is not None]
    found.sort(key=lambda pair: (*pair[0], not pair[1].is_active))
    return tuple(lender for _, lender in found[:limit])


def search_key(text: str) -> str:
    """The text in half width and small letters, without spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _best_fit(lender: DirectoryLender, query: str) -> tuple[Fit, bool, int] | None:
    """How well the lender fits: by which fit, whether by a lesser name than the common one, how far off in length."""
    common, *_ = keys = _keys(lender.names)
    fits = ((_fit(key, query), key) for key in keys)
    return min(((fit, key != common, abs(len(key) - len(query))) for fit, key in fits if fit is not None), default=None)


@lru_cache(maxsize=1024)
def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(search_key(name) for name in names))


def _fit(key: str, query: str) -> Fit | None:
    if key == query:
        return Fit.EXACT
    if key.startswith(query):
        return Fit.PREFIX
    if query in key:
        return Fit.INSIDE
    return Fit.CONTAINED if len(key) >= SHORTEST_CONTAINED_NAME and key in query else None
