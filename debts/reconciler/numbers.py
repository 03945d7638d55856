"""Numbers that are the same in different notations, and the loans that a written number leads to.

HT-2023-0001  is  ht20230001,  HT2023****01,  HT2023xx01,  0001
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from debts.reconciler.lexicon import key_of

SHORTEST_TAIL = 4
# Fonts and filters take these for each other.
LOOK_ALIKES = str.maketrans("oil", "011")
MASK = "*"
MASKED_RUN = re.compile(r"\*+|x{2,}")


@lru_cache(maxsize=8192)
def plain_contract(number: str) -> str:
    """A number without the signs that are set between its parts, look-alikes as figures; a mask is left."""
    signs = "".join(sign for sign in key_of(number) if sign.isalnum() or sign == MASK)
    return signs.translate(LOOK_ALIKES)


@lru_cache(maxsize=8192)
def is_same_number(own: str, written: str) -> bool:
    """Equal but for signs, or what a masked number shows of the other, or the end; under four figures say nothing."""
    own, written = plain_contract(own), plain_contract(written)
    if not own or own == written:
        return bool(own)
    if MASK not in own:
        return _shows(own, written) or _is_end(own, written)
    return _overlap(own, written) if MASK in written else _shows(written, own)


def shows_enough(number: str) -> bool:
    """Whether enough of a number is shown to tell it from others."""
    return len(plain_contract(number).replace(MASK, "")) >= SHORTEST_TAIL


def _shows(whole: str, written: str) -> bool:
    """Whether what is written, masked or only an end, shows parts of the whole number in their places."""
    *heads, tail = MASKED_RUN.split(written)
    shown = sum(map(len, heads)) + len(tail)
    if not SHORTEST_TAIL <= shown <= len(whole) or not whole.endswith(tail):
        return False
    if not heads:
        return True
    head, *middle = heads
    at = len(head)
    for part in middle:
        found = whole.find(part, at, len(whole) - len(tail))
        if found < 0:
            return False
        at = found + len(part)
    return whole.startswith(head)


def _is_end(own: str, written: str) -> bool:
    """Some people record only the end of a number."""
    return len(own) >= SHORTEST_TAIL and written.endswith(own)


def _overlap(one: str, other: str) -> bool:
    """Whether two masked numbers agree where both show something."""
    heads, tails = ([MASKED_RUN.split(number)[place] for number in (one, other)] for place in (0, -1))
    shared_head, shared_tail = min(map(len, heads)), min(map(len, tails))
    if shared_head + shared_tail < SHORTEST_TAIL:
        return False
    is_same_head = heads[0][:shared_head] == heads[1][:shared_head]
    return is_same_head and tails[0][len(tails[0]) - shared_tail :] == tails[1][len(tails[1]) - shared_tail :]


class NumberIndex:
    """Numbers on record, found by what a text writes of them without trying each one."""

    def __init__(self, numbers: Iterable[tuple[str, str]]) -> None:
        self._every = [(number, loan_id) for number, loan_id in numbers if plain_contract(number)]
        self.loan_ids = frozenset(loan_id for _, loan_id in self._every)
        self._by_end: dict[str, list[tuple[str, str]]] = {}
        for number, loan_id in self._every:
            self._by_end.setdefault(_end(plain_contract(number)), []).append((number, loan_id))

    def find(self, written: str) -> frozenset[str]:
        """The loans whose number it may be."""
        end = _end(plain_contract(written))
        tried = [*self._by_end.get(end, ()), *self._by_end.get("", ())] if end else self._every
        return frozenset(loan_id for number, loan_id in tried if is_same_number(number, written))


def _end(plain: str) -> str:
    """The last four figures, nothing where fewer are shown."""
    shown = MASKED_RUN.split(plain)[-1]
    return shown[-SHORTEST_TAIL:] if len(shown) >= SHORTEST_TAIL else ""


def tail_of(card: str) -> str:
    """The last four figures of a card as the ledger has it; nothing where it has fewer."""
    figures = "".join(sign for sign in card if sign.isascii() and sign.isdecimal())
    return figures[-SHORTEST_TAIL:] if len(figures) >= SHORTEST_TAIL else ""
