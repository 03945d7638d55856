"""Characters folded one by one: what each becomes is worked out when it is first met, and remembered."""

from abc import ABC, abstractmethod
from functools import cache

import opencc


class Folding(dict[int, str], ABC):
    """What each character becomes, as ``str.translate`` asks for it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = self.fold(chr(code))
        return folded

    @abstractmethod
    def fold(self, character: str) -> str:
        """What one character becomes."""


@cache
def simplified(character: str) -> str:
    """The simplified form of a traditional character; any other as it is."""
    return str(_converter().convert(character))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
