"""What stands in a text, by concept: the evidence on which its kind is decided."""

import re
from collections.abc import Iterable, Mapping, Sequence
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

# 12368 is the courts' own number and signature.
COURTS = ("法院", "12368", "诉讼服务", "送达", "法庭")


@dataclass(frozen=True, slots=True)
class Signs:
    """All that the kind of a message is decided on."""

    by_concept: Mapping[str, list[Found]]
    signature: str = ""
    has_lender: bool = False
    has_amount: bool = False
    has_code: bool = False
    names_reader: bool = False
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF

    def has(self, *concepts: str) -> bool:
        """Whether the text says any of these."""
        return not self.by_concept.keys().isdisjoint(concepts)

    def ids(self, *concepts: str) -> frozenset[str]:
        """The phrases that say one of these."""
        return frozenset(found.phrase.id for concept in concepts for found in self.by_concept.get(concept, ()))

    def places(self, concept: str, *, only: str = "", but: str = "") -> int:
        """In how many places the text says this; phrases that lie across one another are one place."""
        count = end = 0
        for found in sorted(self.by_concept.get(concept, ()), key=lambda one: one.start):
            if found.phrase.id != but and only in ("", found.phrase.id):
                count += found.start >= end
                end = max(end, found.end)
        return count

    @property
    def is_addressed(self) -> bool:
        """Whether the text speaks to somebody or for somebody; a note always tells what was said to its owner."""
        return self.names_reader or self.channel in NOTES

    @property
    def is_office(self) -> bool:
        """Whether the sender signs as an authority or says to be one."""
        return self.has("authority") or any(office in self.signature for office in OFFICES)

    @property
    def is_court(self) -> bool:
        """Whether a court signs, or where nobody signs, speaks of itself; it proves nothing about who sent it."""
        if self.signature:
            return any(name in self.signature for name in COURTS)
        return self.has("court")

    @property
    def speaks_of_loan(self) -> bool:
        """Whether money lent is the subject."""
        return self.has_lender or self.has("loan_word", "transfer")


# What a text says that speaks to somebody; news and proverbs do not.
ADDRESS = re.compile(
    r"您|你|贵[户方司]|阁下|尊敬|客户|用户|持卡人|[借债]款?务?人|先生|女士|[我本][司行方院所]|我公司|本公司|我们|咱|俺|恁|等着|限|速|请"
)
# In a note of a call or a visit: what the owner answered, up to where the other side speaks again.
OWN_SPEECH = re.compile(
    r"(?<![说问让叫要给对跟和])我(?:就|也|又|都|当场|当时|马上|(?:跟|对|和|向|给)(?:他|她|对方|他们|那边))?"
    r"(?:说|告诉|回答|回复|回了|答|讲|表示|解释|反问|强调|坚持|出示|提出)[^。;!?\n]*?"
    r"(?=[,]?(?:但|可是|结果|不过)?(?:他们|他|她|对方|那人|那边|客服|催收|来人|结果|仍|还是|依然)|[。;!?\n]|\Z)"
)
# What the owner says to have done takes nothing back from what the other side demands.
EXCUSES = frozenset({"settled", "zero", "receipt", "if_paid", "moved", "disbursed", "anti_fraud", "not_debt"})
NOTES = frozenset({Channel.CALL, Channel.VISIT})


def without_own_words(found: Sequence[Found], text: str, channel: Channel) -> list[Found]:
    """The phrases without the owner's excuses, where the text is the owner's note of what was said."""
    if channel not in NOTES:
        return list(found)
    own = [hit.span() for hit in OWN_SPEECH.finditer(text)]
    return [
        one
        for one in found
        if one.phrase.concept not in EXCUSES or not any(start <= one.start < end for start, end in own)
    ]


def collect(found: Iterable[Found]) -> dict[str, list[Found]]:
    """The phrases by concept."""
    by_concept: dict[str, list[Found]] = {}
    for one in found:
        by_concept.setdefault(one.phrase.concept, []).append(one)
    return by_concept
