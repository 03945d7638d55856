"""What a letter is, and how its text is filled: the facts go in as data, so nothing in them can act as markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from debts.rulebook import Citation, Verification, load_rulebook

TEXTS = Path(__file__).parent / "texts"
ENGINE = Engine(dirs=[str(TEXTS)], autoescape=False)
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNFIT_FOR_FILE_NAMES = re.compile(r"[^\w（）()-]+")
_LONGEST_NAME_PART = 40


class Gap(StrEnum):
    """A fact that the letter asks for and the ledger does not have; its place in the text says what to write there."""

    SETTLEMENT = "settlement"
    FULL_NAME = "full_name"
    OWNER_NAME = "owner_name"
    PHONE = "phone"
    CONTRACT = "contract"
    DRAWN_ON = "drawn_on"
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be read and changed; ``addressee`` is whom it goes to."""

    title: str
    addressee: str
    text: str
    gaps: tuple[Gap, ...] = ()

    @property
    def file_stem(self) -> str:
        """A name for its file without the ending; safe on every disk."""
        addressee = _UNFIT_FOR_FILE_NAMES.sub("", self.addressee)[:_LONGEST_NAME_PART]
        return "-".join(part for part in (self.title, addressee) if part)


def fill(name: str, facts: Mapping[str, Any]) -> str:
    """The text of that name in ``texts``, with the facts in their places; empty lines in a row count as one."""
    filled = ENGINE.get_template(f"{name}.txt").render(Context(dict(facts), autoescape=False))
    lines = (line.rstrip() for line in filled.splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def cited(citation: Citation) -> str:
    """A citation as a letter gives it: with its rank, and a remark where its text could not be checked."""
    rank = load_rulebook().rank(citation.rank)
    remark = "" if citation.verification is Verification.VERIFIED else "（本条未能核对原文，提交前请查官方文本）"
    return f"《{citation.instrument}》{citation.article}（效力级别：{rank.name.zh}）：{citation.summary.zh}{remark}"
