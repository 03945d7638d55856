"""What a letter is, and how its text is filled: the facts go in as data, so nothing in them can act as markup."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from debts.dossier.summary import name_part
from debts.rulebook import Citation, Verification, load_rulebook

TEXTS = Path(__file__).parent / "texts"
ENGINE = Engine(dirs=[str(TEXTS)], autoescape=False)
CERTIFICATE_NAMES = {"CN": "结清证明", "HK": "还款证明（清數紙）", "TW": "清償證明"}
# A company signs with a name that ends like this; 借呗 or 招联金融 are names of products and apps.
FULL_NAME = re.compile(r"(?:公司|银行|信用社|合作社|中心|Ltd\.?|Limited|Bank)$", re.IGNORECASE)
PLACE = "（请填写"
_ORIGINAL = re.compile("\ue000\\d+\ue001")
SECTIONS = (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五")
_EMPTY_LINES = re.compile(r"\n{3,}")


class Gap(StrEnum):
    """A fact that the letter asks for and the ledger does not have; its place in the text says what to write there."""

    SETTLEMENT = "settlement"
    FULL_NAME = "full_name"
    OWNER_NAME = "owner_name"
    PHONE = "phone"
    CONTRACT = "contract"
    DRAWN_ON = "drawn_on"
    PROOF = "proof"
    MESSAGES = "messages"
    REAL_LENDER = "real_lender"
    ASSIGNEE = "assignee"
    COLLECTOR = "collector"
    CREDIT_REPORT = "credit_report"
    LENDER_ANSWER = "lender_answer"
    OBJECTION = "objection"
    STORY = "story"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Check:
    """A provision whose own text nobody could check; what rests on memory alone is kept out of the letter."""

    provision: str
    is_in_letter: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be read and changed; ``addressee`` names its file, ``checks`` are for its owner to see to."""

    title: str
    addressee: str
    text: str
    gaps: tuple[Gap, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def file_stem(self) -> str:
        """A name for its file without the ending; safe on every disk."""
        return "-".join(part for part in (self.title, name_part(self.addressee)) if part)


def places_left(text: str) -> list[str]:
    """The lines of a letter in which something is still to be filled in."""
    return [line.strip() for line in text.splitlines() if PLACE in line]


def length_of(text: str) -> int:
    """How many characters a text has, as the field of a form counts them: line breaks too, the ends not."""
    return len(text.strip().replace("\r\n", "\n"))


def fill(name: str, facts: Mapping[str, Any], originals: Sequence[str] = ()) -> str:
    """The text of that name in ``texts``, with the facts in their places; empty lines in a row count as one.

    ``originals`` go in last, for nothing in the text of a message may be tidied: ``original(1)`` stands for the second.
    """
    filled = ENGINE.get_template(f"{name}.txt").render(Context({"section": _sections(), **facts}, autoescape=False))
    lines = (line.rstrip() for line in filled.splitlines())
    tidy = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"
    known = {original(place): text for place, text in enumerate(originals)}
    return _ORIGINAL.sub(lambda mark: known.get(mark[0], ""), tidy)


def original(place: int) -> str:
    """The mark for a text that has to stay as it is."""
    return f"\ue000{place}\ue001"


def cited(citation: Citation) -> str:
    """A citation as a letter gives it: with its rank."""
    rank = load_rulebook().rank(citation.rank)
    return f"《{citation.instrument}》{citation.article}（效力级别：{rank.name.zh}）：{citation.summary.zh}"


def checks_of(citations: Iterable[Citation], left_out: Iterable[Citation] = ()) -> tuple[Check, ...]:
    """What of a letter has to be checked by its owner: what was cited unread, and what was left out for that."""
    unread = (one for one in citations if one.verification is not Verification.VERIFIED)
    every = [*((one, True) for one in unread), *((one, False) for one in left_out)]
    return tuple(dict.fromkeys(Check(f"{titled(one.instrument)}{one.article}", is_in) for one, is_in in every))


def titled(instrument: str) -> str:
    """The name of an instrument between the marks for titles, unless it has some already."""
    return instrument if "《" in instrument else f"《{instrument}》"


def _sections() -> Callable[[], str]:
    """The next Chinese number of a section each time that it is asked: a section that is left out leaves no hole."""
    return iter(SECTIONS).__next__
