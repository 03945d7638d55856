"""The letters that a person can send: to whom each goes, when it fits, on what it relies, what to mind before sending.

The words of a letter are a text of the dossier; what is law in it comes from the citations that are named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from debts.rulebook.book import Rulebook
from debts.rulebook.entries import Entry, RulebookError, build_all, read_file
from debts.rulebook.loading import load_rulebook
from debts.rulebook.types import Channel, LenderKind, Text

FILE = "letters.toml"
ALL = "all"


class LetterGroup(StrEnum):
    """Where a letter goes, in the order in which the groups are shown."""

    COLLECTOR = "collector"
    LENDER = "lender"
    CREDIT = "credit"
    OFFICE = "office"
    JUSTICE = "justice"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter.

    ``addressee`` is the office that it goes to, or the place to fill it in; empty for lender, collector or assignee.
    ``channel`` is the id of the channel that takes it, empty where none is meant. ``needs`` are codes of facts that it
    cannot do without. ``grounds`` name lists of citations that hold for what was done on the days of the messages,
    ``asking`` those that hold on the day of the letter. ``rules`` are the conduct rules whose findings it tells.
    ``longest`` is the channel's limit in characters, None without. ``tells_fraud`` lets messages in that may be a fraud
    in the lender's name, for which it cannot be blamed. ``can_be_brief`` says that its matter may be told in brief
    where a form limits the text.
    """

    id: str
    name: Text
    about: Text
    group: LetterGroup
    addressee: str = ""
    channel: str = ""
    needs: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    warnings: tuple[Text, ...] = ()
    longest: int | None = None
    is_for_mainland_only: bool = True
    is_for_assigned_only: bool = False
    is_for_institutions_only: bool = False
    tells_fraud: bool = False
    can_be_brief: bool = False

    def takes(self, kind: LenderKind | None) -> bool:
        """Whether its channel takes cases against this kind of lender."""
        return not self.channel or self.way.takes(kind)

    def tells(self, rule: str) -> bool:
        """Whether it tells the findings of this conduct rule."""
        return rule in self.rules or ALL in self.rules

    @property
    def way(self) -> Channel:
        """Its channel; KeyError for a letter without one."""
        return load_rulebook().channel(self.channel)


@cache
def load_letters() -> tuple[LetterKind, ...]:
    """The letters of this version, in the order to show them; raises RulebookError where the data file is broken."""
    return build_letters(read_file(FILE), load_rulebook())


def build_letters(file: Entry, book: Rulebook) -> tuple[LetterKind, ...]:
    """The content of the data file, held against the rulebook."""
    letters = build_all(file.parts("letter"), _letter)
    file.finish()
    for problem in _problems(letters, book):
        raise problem
    return letters


def _letter(entry: Entry) -> LetterKind:
    return LetterKind(
        id=entry.text("id"),
        name=entry.both("name"),
        about=entry.both("about"),
        group=entry.choice("group", LetterGroup),
        addressee=entry.text("addressee", ""),
        channel=entry.text("channel", ""),
        needs=entry.texts("needs"),
        grounds=entry.texts("grounds"),
        asking=entry.texts("asking"),
        rules=entry.texts("rules"),
        warnings=tuple(map(_warning, entry.parts("warning"))),
        longest=entry.count("longest") if "longest" in entry.unread() else None,
        is_for_mainland_only=entry.flag("mainland_only", default=True),
        is_for_assigned_only=entry.flag("assigned_only", default=False),
        is_for_institutions_only=entry.flag("institutions_only", default=False),
        tells_fraud=entry.flag("tells_fraud", default=False),
        can_be_brief=entry.flag("can_be_brief", default=False),
    )


def _warning(entry: Entry) -> Text:
    words = entry.both("text")
    entry.finish()
    return words


def _problems(letters: tuple[LetterKind, ...], book: Rulebook) -> Iterator[RulebookError]:
    channels = {channel.id for channel in book.channels}
    for letter in letters:
        if letter.channel and letter.channel not in channels:
            yield RulebookError(FILE, letter.id, f"{letter.channel} is no channel")
        unknown = set(letter.rules) - {ALL, *(rule.id for rule in book.conduct)}
        if unknown:
            yield RulebookError(FILE, letter.id, f"{', '.join(sorted(unknown))} is no conduct rule")
        for name in (*letter.grounds, *letter.asking):
            if name not in book.bases:
                yield RulebookError(FILE, letter.id, f"{name} is no list of citations")
