"""Collectors, law firms, assignees and guarantors named in a text, found by how their names end.

受招联金融委托，北京明理律师事务所现通知您   ->  北京明理律师事务所, a law firm
"""

from collections.abc import Iterator

from debts.reconciler.normalise import NormalisedText
from debts.reconciler.readings import PartyMention
from debts.rulebook.needles import longest
from debts.rulebook.parties import PartyNames

LONGEST_NAME = 16
SHORTEST_NAME = 2
LIMIT = 10


def read_parties(normalised: NormalisedText, names: PartyNames) -> tuple[PartyMention, ...]:
    """Every such name in the text, each name once; an ending without a name before it names nobody."""
    text = normalised.text
    found = {text[start:end]: (start, end, ending) for start, end, ending in _places(text, names)}
    return tuple(
        PartyMention(name, names.endings[ending], normalised.span(start, end))
        for name, (start, end, ending) in list(found.items())[:LIMIT]
    )


def _places(text: str, names: PartyNames) -> Iterator[tuple[int, int, str]]:
    hits = names.needles.find(text)
    if not hits:
        return
    for begin, end in longest((start, end) for _, start, end in hits):
        start = _beginning(text, begin, names.stops)
        whole = text[start:end]
        if begin - start >= SHORTEST_NAME and not whole.endswith(names.look_alikes):
            yield start, end, text[begin:end]


def _beginning(text: str, begin: int, stops: tuple[str, ...]) -> int:
    """Where the name begins whose ending begins here: after the last sign or word that no name holds."""
    at = begin
    while at > max(0, begin - LONGEST_NAME) and "\u4e00" <= text[at - 1] <= "\u9fff":
        at -= 1
    head = text[at:begin]
    after = max((head.rfind(word) + len(word) for word in stops if word in head), default=0)
    return at + after
