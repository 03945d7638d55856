"""Writing a letter of any kind about a case, and which kinds fit a case."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from debts.dossier.letters.case import Case
from debts.dossier.letters.english import english_facts
from debts.dossier.letters.letter import FULL_NAME, Gap, Letter, checks_of, fill, length_of
from debts.dossier.letters.listing import Listing
from debts.dossier.letters.loans import NO_CONTRACT_NUMBER, loan_facts_of
from debts.dossier.letters.phrasing import POINTS, say_day, say_list, say_numbers
from debts.dossier.letters.provisions import Provisions
from debts.dossier.letters.requests import outcomes_of, requests_of
from debts.rulebook import LenderKind, load_rulebook
from debts.rulebook.letters import LetterGroup, LetterKind, load_letters
from debts.wording import KINDS

ENGLISH = "english_summary"
SHORT = "short"
# How many requests the short texts keep, from the longest to the shortest.
BREVITIES = (20, 3, 3, 1)
TO_FILL = {
    Gap.OWNER_NAME: "（请填写姓名）",
    Gap.PHONE: "（请填写收到消息的手机号）",
    Gap.CONTRACT: NO_CONTRACT_NUMBER,
    Gap.COLLECTOR: "（请填写催收机构自己报出的全称）",
    Gap.ASSIGNEE: "（请填写受让方的全称）",
}


def letters_for(case: Case) -> tuple[LetterKind, ...]:
    """The kinds that fit: their channel takes such a lender, and the mainland's ways are open to the matter."""
    return tuple(kind for kind in load_letters() if fits(kind, case))


def fits(kind: LetterKind, case: Case) -> bool:
    """Whether a kind of letter can be meant for a case at all.

    Where nothing has ended and no message contradicts the ledger there is nothing to dispute, and so nothing to write.
    """
    messages = case.messages if kind.tells_fraud else case.without_fraud().messages
    settled, is_owed = bool(case.settled), not case.settled and not messages
    obstacles = (
        is_owed,
        "settlement" in kind.needs and not settled,
        kind.is_for_mainland_only and not case.is_mainland,
        kind.is_for_assigned_only and not (case.assignment and case.about_assigned().settled),
        kind.is_for_institutions_only and case.lender.is_private,
    )
    return not any(obstacles) and kind.takes(case.lender.kind)


def write_letter(kind: LetterKind, case: Case) -> Letter:
    """Write it, with what is missing and what its owner should check."""
    with translation.override("en" if kind.id == ENGLISH else "zh-hans"):
        return _Writer(kind, _about(kind, case)).letter()


def shorten_letter(kind: LetterKind, case: Case, longest: int) -> Letter:
    """The same matter in at most ``longest`` characters, for the field of a form; the shortest text where none fits.

    What is left out stands in the summary that goes with it. No citation stands in it, so nothing is to be checked.
    """
    with translation.override("zh-hans"):
        writer = _Writer(kind, _about(kind, case))
        texts = [writer.short(level) for level in range(len(BREVITIES))]
        text = next((one for one in texts if length_of(one) <= longest), texts[-1])
        return Letter(kind.name.zh, writer.file_name, text, tuple(writer.gaps(text)))


def _about(kind: LetterKind, case: Case) -> Case:
    """What of a case a letter of that kind tells."""
    about = case.about_assigned() if kind.is_for_assigned_only else case
    return about if kind.tells_fraud else about.without_fraud()


class _Writer:
    """Puts the facts of one case into the text of one kind."""

    def __init__(self, kind: LetterKind, case: Case) -> None:
        self.kind, self.case = kind, case
        self.provisions = Provisions(kind, case)
        self.listing = Listing(case)

    def letter(self) -> Letter:
        text = fill(self.kind.id, self.facts(), self.listing.originals)
        checks = checks_of(self.provisions.cited, self.provisions.left_out)
        return Letter(self.kind.name.zh, self.file_name, text, tuple(self.gaps(text)), checks)

    def short(self, level: int) -> str:
        """The short text, of which a higher level leaves out more."""
        facts = self.facts()
        contracts = say_list(loan.contract_number for loan in self.case.chased if loan.contract_number)
        brief = {"level": level, "contracts": contracts, "requests": facts["requests"][: BREVITIES[level]]}
        return fill(SHORT, {**facts, **brief})

    @property
    def addressee(self) -> str:
        """Whom the letter goes to, or the place where to write it."""
        if self.kind.is_for_assigned_only:
            return self.case.assignment.assignee if self.case.assignment else TO_FILL[Gap.ASSIGNEE]
        if self.kind.group is LetterGroup.COLLECTOR:
            return self._collector or TO_FILL[Gap.COLLECTOR]
        return self.kind.addressee or self.case.lender.full_name

    @property
    def file_name(self) -> str:
        """Whom the file of the letter is named for."""
        assignment = self.case.assignment if self.kind.is_for_assigned_only else None
        return assignment.assignee if assignment else self.case.lender.name

    @property
    def _is_supervised(self) -> bool:
        """Whether the lender is known to be one that has to keep an office for complaints."""
        kind = self.case.lender.kind
        return kind is not None and load_rulebook().channel("nfra-12378").takes(kind)

    @property
    def _collector(self) -> str:
        """The one agency that the owner has named; of numbers nobody knows whose they are."""
        named = [name for name in self.case.lender.collectors if not any(sign.isdigit() for sign in name)]
        return named[0] if len(named) == 1 else ""

    def gaps(self, text: str) -> Iterator[Gap]:
        """What the letter needs and the case does not have, and what its text has a place for."""
        case = self.case
        held = {
            Gap.SETTLEMENT: case.settled,
            Gap.MESSAGES: case.messages,
            Gap.OWNER_NAME: case.person.names,
            Gap.FULL_NAME: FULL_NAME.search(case.lender.full_name),
            Gap.CONTRACT: case.concerned and all(loan.contract_number for loan in case.concerned),
            Gap.PHONE: case.phone,
            Gap.PROOF: any(loan.proofs or loan.paid_count for loan in case.concerned),
            Gap.ASSIGNEE: case.assignment,
            Gap.COLLECTOR: self._collector,
            # What was told to the lender and what stands in a report is nowhere in the ledger but in the owner's words.
            Gap.LENDER_ANSWER: case.lender_answer,
            # These have a place of their own in a dispute only.
            Gap.OBJECTION: case.objection or not case.is_dispute,
            Gap.STORY: case.story.strip() or not case.is_dispute,
            Gap.ADDRESS: case.lender.address or not case.is_dispute,
        }
        needed = [Gap(need) for need in self.kind.needs]
        needed += [gap for gap, mark in TO_FILL.items() if mark in text and gap not in needed]
        if "full_name" in self.kind.needs and case.lender.kind is LenderKind.PLATFORM:
            needed.append(Gap.REAL_LENDER)
        return (gap for gap in needed if not held.get(gap))

    def facts(self) -> dict[str, Any]:
        """What stands in the places of the text."""
        case, provisions = self.case, self.provisions
        return {
            "addressee": self.addressee,
            "today": say_day(case.day),
            "name": next(iter(case.person.names), TO_FILL[Gap.OWNER_NAME]),
            "phone": case.phone or TO_FILL[Gap.PHONE],
            "lender": case.lender.full_name,
            "address": case.lender.address,
            "is_platform": case.lender.kind is LenderKind.PLATFORM,
            "is_licensed": self._is_supervised,
            "is_mainland": case.is_mainland,
            **loan_facts_of(case),
            "listing": self.listing,
            "points": list(self._points()),
            "themes": say_list(str(KINDS[message.kind]) for message in case.messages),
            "story": case.story.strip(),
            "lender_answer": case.lender_answer.strip(),
            "objection": case.objection.strip(),
            "findings": list(provisions.findings()),
            "provisions": list(provisions.provisions()),
            "requests": [*requests_of(case), *case.requests],
            "outcomes": [*outcomes_of(case), *case.requests],
            "note": load_rulebook().standing_note,
            **(english_facts(case, self.listing) if self.kind.id == ENGLISH else {}),
        }

    def _points(self) -> Iterator[str]:
        """What the ledger says of the messages, by verdict."""
        for verdict, words in POINTS.items():
            if numbers := [one.number for one in self.case.messages if one.verdict is verdict]:
                yield f"{say_numbers(numbers)}：{words}"
