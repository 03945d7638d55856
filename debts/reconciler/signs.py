"""What stands in a text, by concept: the evidence on which its kind is decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from debts.reconciler.lexicon import Named
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
COURTS = ("法院", "仲裁委员会", "12368", "诉讼服务", "送达", "法庭")


SUPPLIERS = (
    "电信",
    "移动",
    "联通",
    "电讯",
    "有线",
    "供电",
    "电网",
    "电力",
    "水务",
    "供水",
    "燃气",
    "热力",
    "物业",
    "图书馆",
    "税务",
    "12123",
    "交警",
    "人寿",
    "学校",
    "社区",
)
# What lenders call themselves.
LENT_BY = ("银行", "金融", "消金", "消费", "小贷", "信贷", "信用卡", "卡中心", "融资租赁", "信用社", "农商", "贷")
# What those call themselves who press for debts; their signature says what a text of a few words is about.
COLLECTORS = (
    "催收", "催告", "催缴", "清收", "法务", "律师", "律所", "贷后", "债务", "案件", "诉讼", "委外", "处置", "保全",
    "信用管理", "资产管理", "商务咨询", "逾期",
)  # fmt: skip

CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d|元)|[xX*]{4,8}")
# A text that says none of these speaks of somebody else, or of nobody.
SECOND_PERSON = frozenset("您你贵阁我咱俺恁")
# Who says so little has no room for another subject: 法院见, 明天上征信.
FEW_CHARACTERS = 45
LETTERS_OF_A_CHARACTER = 3
# Letters of lenders are signed or name the loan; who writes more than this without either tells a story.
MANY_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Signs:
    """All that the kind of a message is decided on: ids of phrases, and what stands beside them.

    ``offers`` and ``notices`` count the places in which something is offered and money is said to have moved. Texts of
    one template have the same signs, so what follows from them is worked out once (see ``gist``).
    """

    phrases: frozenset[str]
    concepts: frozenset[str]
    offers: int = 0
    notices: int = 0
    signature: str = ""
    has_lender: bool = False
    has_amount: bool = False
    has_code: bool = False
    to_reader: bool = False
    is_short: bool = False
    is_long: bool = False
    channel: Channel = Channel.SMS
    recipient: Recipient = Recipient.SELF

    def has(self, *concepts: str) -> bool:
        """Whether the text says any of these."""
        return not self.concepts.isdisjoint(concepts)

    def ids(self, *concepts: str) -> frozenset[str]:
        """The phrases that say one of these."""
        return frozenset(phrase for phrase in self.phrases if phrase.split(".", 1)[0] in concepts)

    @property
    def is_office(self) -> bool:
        """Whether the sender signs as an authority or says to be one."""
        return self.has("authority") or self.signs_as_office

    @property
    def signs_as_office(self) -> bool:
        """Whether the signature is that of an authority."""
        return _names_any(self.signature, OFFICES)

    @property
    def is_households(self) -> bool:
        """Whether the sender's signature is that of one who supplies a household and lends it nothing."""
        return _names_any(self.signature, SUPPLIERS)

    @property
    def is_collectors(self) -> bool:
        """Whether the sender's signature is that of one who presses for debts."""
        return _names_any(self.signature, COLLECTORS) and not self.signs_as_office

    @property
    def is_court(self) -> bool:
        """Whether a court signs, or where nobody signs, speaks of itself; it proves nothing about who sent it."""
        if self.signature:
            return _names_any(self.signature, COURTS)
        return self.has("court")

    @property
    def speaks_of_loan(self) -> bool:
        """Whether money lent is the subject."""
        return self.has_lender or self.has("loan_word", "transfer", "pending")


# In a note of a call or a visit: what the owner answered, up to where the other side speaks again.
OWN_SPEECH = re.compile(
    r"(?<![说问让叫要给对跟和])我(?:就|也|又|都|当场|当时|马上|(?:跟|对|和|向|给)(?:他|她|对方|他们|那边))?"
    r"(?:说|告诉|回答|回复|回了|答|讲|表示|解释|反问|强调|坚持|出示|提出)[^。;!?\n]*?"
    r"(?=[,]?(?:但|可是|结果|不过)?(?:他们|他|她|对方|那人|那边|客服|催收|来人|结果|仍|还是|依然)|[。;!?\n]|\Z)"
)
# What the owner says to have done takes nothing back from what the other side demands.
EXCUSES = frozenset({"settled", "zero", "receipt", "if_paid", "moved", "disbursed", "anti_fraud", "not_debt"})
NOTES = frozenset({Channel.CALL, Channel.VISIT})


# Names such as 马上消费, 还呗 and 奇富借条 are made of words that mean something else when they stand in a sentence.
SAID_BY_NAMES = frozenset({"private_payee", "agreement", "moved", "offer", "fraud"})


@lru_cache(maxsize=4096)
def _names_any(signature: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names stands in a signature; an inbox has few signatures."""
    return any(name in signature for name in names)


def _is_lenders(signature: str) -> bool:
    """Whether a signature says by its words that a lender signs, be it one that no list knows: 【大新银行】."""
    return any(word in signature for word in LENT_BY) and not any(office in signature for office in OFFICES)


def _weight(text: str) -> int:
    """The length of a text in Chinese characters; what one of them says takes three letters."""
    return len(text) // LETTERS_OF_A_CHARACTER if text.isascii() else len(text)


def signs_of(
    found: Sequence[Found],
    text: str,
    signature: str,
    *,
    has_lender: bool,
    has_amount: bool,
    channel: Channel,
    recipient: Recipient,
) -> Signs:
    """The signs of a normalised text in which these phrases were found."""
    return Signs(
        phrases=frozenset([one.phrase.id for one in found]),
        concepts=frozenset([one.phrase.concept for one in found]),
        offers=places(found, "offer", but="offer.greeting"),
        notices=places(found, "moved", only="moved.notice"),
        signature=signature,
        has_lender=has_lender or _is_lenders(signature),
        has_amount=has_amount,
        has_code=CODE.search(text) is not None,
        to_reader=bool(signature) or not SECOND_PERSON.isdisjoint(text) or "you" in text,
        is_short=_weight(text) - len(signature) <= FEW_CHARACTERS,
        is_long=len(text) > MANY_CHARACTERS,
        channel=channel,
        recipient=recipient,
    )


def outside_names(found: Sequence[Found], named: Sequence[Named]) -> Sequence[Found]:
    """The phrases without those that are only a part of a lender's name."""
    if not named or not found:
        return found
    return [one for one in found if one.phrase.concept == "loan_word" or not any(_is_of(one, name) for name in named)]


def _is_of(one: Found, name: Named) -> bool:
    if not name.start <= one.start < name.end:
        return False
    return one.end <= name.end or one.phrase.concept in SAID_BY_NAMES


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


def places(found: Sequence[Found], concept: str, *, only: str = "", but: str = "") -> int:
    """In how many places the text says this; phrases that lie across one another are one place."""
    count = end = 0
    for one in found:
        phrase = one.phrase
        if phrase.concept == concept and phrase.id != but and only in ("", phrase.id):
            count += one.start >= end
            end = max(end, one.end)
    return count
