"""Many words looked for in a text at once, in one pass whose cost does not grow with the number of words."""

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick


class Needles:
    """Words compiled into one automaton; ``words[number]`` is the word that a hit names."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self._find = AhoCorasick(self.words).find_matches_as_indexes

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every place of every word as (number, start, end), those inside and across one another included."""
        return self._find(text, overlapping=True)


def longest(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of places as (start, end) the longest at each start, none of which lies across the one before."""
    free = 0
    for start, negative in sorted((start, -end) for start, end in places):
        if start >= free:
            free = -negative
            yield start, free
