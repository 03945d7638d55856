"""What stands in a text, by concept: the evidence on which its kind is decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from debts.reconciler.types import Channel, Recipient
from debts.rulebook.phrases import Found

OFFICES = (
    "法院",
    "公安",
    "检察",
    "派出所",
    "经侦",
    "执行局",
    "征信中心",
    "人民银行",
    "央行",
    "监管局",
    "司法局",
    "警察",
    "网警",
)


@dataclass(frozen=True, slots=True)
class Signs:
    """All that the kind of a message is decided on."""

    by_concept: Mapping[str, list[Found]]
    signature: str = ""
    has_lender: bool = False
    has_amount: bool = False
    has_code: bool = False
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF

    def has(self, *concepts: str) -> bool:
        """Whether the text says any of these."""
        return any(concept in self.by_concept for concept in concepts)

    def ids(self, *concepts: str) -> frozenset[str]:
        """The phrases that say one of these."""
        return frozenset(found.phrase.id for concept in concepts for found in self.by_concept.get(concept, ()))

    @property
    def is_office(self) -> bool:
        """Whether the sender signs as an authority or says to be one."""
        return self.has("authority") or any(office in self.signature for office in OFFICES)

    @property
    def speaks_of_loan(self) -> bool:
        """Whether money lent is the subject."""
        return self.has_lender or self.has("loan_word", "transfer")


def collect(found: Iterable[Found]) -> dict[str, list[Found]]:
    """The phrases by concept."""
    by_concept: dict[str, list[Found]] = {}
    for one in found:
        by_concept.setdefault(one.phrase.concept, []).append(one)
    return by_concept
