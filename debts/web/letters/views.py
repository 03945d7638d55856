"""The letters that fit a loan or a lender, and one letter in its field."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from debts.access import Access
from debts.disputes.roles import Deed
from debts.dossier.letters import Letter
from debts.dossier.letters.case import Case
from debts.dossier.letters.disputed import case_of_dispute
from debts.dossier.letters.gathering import case_of
from debts.dossier.letters.letter import length_of, places_left
from debts.dossier.letters.writing import fits, letters_for, shorten_letter, write_letter
from debts.models import Dispute, Lender, Loan
from debts.queries import loans_of
from debts.rulebook import Citation, LenderKind, Rank, Verification, load_rulebook
from debts.rulebook.letters import LetterGroup, LetterKind, load_letters
from debts.web.context import own_or_404
from debts.web.disputes.access import of_dispute
from debts.web.letters.gaps import gap_lines
from debts.web.letters.handing import hand_out, letter_form
from debts.web.letters.sending import LimitForm, Sending
from debts.web.pages import OwnRequest, form_methods

GROUPS = {
    LetterGroup.COLLECTOR: _("答复催收的人"),
    LetterGroup.LENDER: _("向机构提出"),
    LetterGroup.CREDIT: _("信用报告有误"),
    LetterGroup.OFFICE: _("机构不处理，向有关部门反映"),
    LetterGroup.JUSTICE: _("报警、调解、起诉"),
    LetterGroup.OTHERS: _("给其他人看"),
}
# What a person is pressed to do, and what it can cost; each with the provisions behind it.
WARNINGS = (
    (
        _(
            "不要签还款协议、承诺书或催收通知单，也不要答应分期。这可能被看作同意履行，过了时效的债，也会因此不能再拒绝。"
        ),
        ("civil-code-192", "civil-code-195", "limitation-rules-14", "limitation-rules-19"),
    ),
    (
        _("不要回复“1”，不要在电话或链接里“确认欠款”。债权一旦转让，自己确认过的债，一般不能再说它不存在。"),
        ("contract-interpretation-49-2",),
    ),
    (_("不要为了清静再付一点。明知不欠还付出去的钱，可能要不回来。"), ("civil-code-985-1-3",)),
    (
        _("如果消息说已经起诉、立案或冻结，也不要置之不理：拨打12368核实；真的收到法院文书，要在期限内回应。"),
        ("civil-procedure-90", "civil-procedure-225", "civil-procedure-253"),
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the letters are about: all loans with a lender, one loan, or a dispute with its exhibits.

    ``loans`` came from ``queries.loans_of``.
    """

    lender: Lender
    loans: list[Loan]
    loan: Loan | None = None
    access: Access | None = None

    @property
    def dispute(self) -> Dispute | None:
        """The dispute, where they are about one."""
        return self.access.dispute if self.access else None

    @property
    def is_own(self) -> bool:
        """Whether it is the owner who writes, to whom the pages of the ledger are open too."""
        return self.access is None or self.access.may_keep

    def case(self) -> Case:
        """The matter as it stands now."""
        if self.dispute:
            return case_of_dispute(self.lender.owner, self.dispute, timezone.now(), self.loans)
        lender = None if self.loan else self.lender
        return case_of(self.lender.owner, loan=self.loan, lender=lender, now=timezone.now(), rows=self.loans)

    def address(self, kind: LetterKind) -> str:
        """Where a letter about it is."""
        return reverse(f"letter_of_{self._name}", args=[self.row.pk, kind.id])

    @property
    def list_address(self) -> str:
        """Where all its letters are."""
        return reverse(f"letters_of_{self._name}", args=[self.row.pk])

    @property
    def row(self) -> Dispute | Loan | Lender:
        """The record that they are about."""
        return self.dispute or self.loan or self.lender

    @property
    def _name(self) -> str:
        return "dispute" if self.dispute else "loan" if self.loan else "lender"


@require_safe
def letters_of_loan(request: OwnRequest, pk: int) -> HttpResponse:
    """List the letters that fit one loan."""
    return _list(request, _of_loan(request, pk))


@require_safe
def letters_of_lender(request: OwnRequest, pk: int) -> HttpResponse:
    """List the letters that fit everything with one lender."""
    return _list(request, _of_lender(request, pk))


@form_methods
def letter_of_loan(request: OwnRequest, pk: int, kind: str) -> HttpResponseBase:
    """Show one letter about a loan, and hand it out."""
    return _letter(request, _of_loan(request, pk), kind)


@form_methods
def letter_of_lender(request: OwnRequest, pk: int, kind: str) -> HttpResponseBase:
    """Show one letter about everything with a lender, and hand it out."""
    return _letter(request, _of_lender(request, pk), kind)


@require_safe
@of_dispute(Deed.EXPORT)
def letters_of_dispute(request: OwnRequest, access: Access) -> HttpResponse:
    """List the letters that fit a dispute."""
    return _list(request, _of_dispute(access))


@form_methods
@of_dispute(Deed.EXPORT)
def letter_of_dispute(request: OwnRequest, access: Access, kind: str) -> HttpResponseBase:
    """Show one letter of a dispute, hand it out, and record that it was sent."""
    return _letter(request, _of_dispute(access), kind)


def _of_loan(request: OwnRequest, pk: int) -> About:
    loan = get_object_or_404(loans_of(request.user), pk=pk)
    loan.lender.owner = request.user  # who is read already
    return About(loan.lender, [loan], loan)


def _of_lender(request: OwnRequest, pk: int) -> About:
    lender = own_or_404(Lender, request, pk)
    lender.owner = request.user
    return About(lender, list(loans_of(request.user).filter(lender=lender)))


def _of_dispute(access: Access) -> About:
    dispute = access.dispute
    dispute.lender.owner = access.owner
    loans = list(loans_of(access.owner).filter(lender=dispute.lender))
    about = next((loan for loan in loans if loan == dispute.loan), None)
    return About(dispute.lender, loans, about, access)


def _list(request: OwnRequest, about: About) -> HttpResponse:
    case = about.case()
    ended = {loan.id for loan in case.settled}
    context = {
        "about": about,
        "case": case,
        "groups": _groups(about, case),
        "certificates": [loan for loan in about.loans if loan.ref in ended and about.is_own],
        "warnings": [(words, _provisions(names)) for words, names in WARNINGS] if case.is_mainland else [],
    }
    return render(request, "letters/list.html", context)


def _groups(about: About, case: Case) -> list[dict[str, Any]]:
    """The letters by where they go, in the order of the groups."""
    order = list(LetterGroup)
    kinds = sorted(letters_for(case), key=lambda kind: order.index(kind.group))
    return [
        {"name": GROUPS[group], "rows": [_row(about, kind) for kind in several]}
        for group, several in groupby(kinds, key=lambda kind: kind.group)
    ]


def _row(about: About, kind: LetterKind) -> dict[str, str]:
    language = get_language() or ""
    words = {"name": kind.name.in_language(language), "about": kind.about.in_language(language)}
    return {**words, "url": about.address(kind)}


def _letter(request: OwnRequest, about: About, kind_id: str) -> HttpResponseBase:
    kind = next((one for one in load_letters() if one.id == kind_id), None)
    case = about.case()
    if kind is None or not (about.dispute or fits(kind, case)):
        raise Http404
    if not fits(kind, case):
        messages.info(request, _("按现在的账本和证据，这封信还写不成，或者这个渠道不受理。下面是写得成的。"))
        return redirect(about.list_address)
    limit = LimitForm(request.GET)
    longest = kind.longest or limit.most
    letter = _written(kind, case, longest)
    form = letter_form(request, letter, longest)
    sending = _sending(request, about, letter, kind)
    if sending and sending.is_asked:
        handed_out: HttpResponseBase | None = sending.record(form)
    else:
        handed_out = hand_out(request, letter, form)
    if handed_out is not None:
        return handed_out
    language = get_language() or ""
    context = {
        "about": about,
        "kind": kind,
        "name": kind.name.in_language(language),
        "purpose": kind.about.in_language(language),
        "letter": letter,
        "form": form,
        "gaps": gap_lines(letter.gaps, about.lender, about.loan, about.access),
        "limit": limit if kind.can_be_brief else None,
        "longest": longest,
        "length": length_of(form["text"].value() or ""),
        "sending": sending.form if sending and about.dispute and about.dispute.is_open else None,
        "starts_a_period": bool(kind.channel),
        "places": len(places_left(letter.text)),
        # What these say of law and periods is the mainland's.
        "warnings": [words.in_language(language) for words in kind.warnings] if case.is_mainland else [],
        "channel": _channel(kind, case.lender.kind, language) if kind.channel and case.is_mainland else None,
        "note": load_rulebook().standing_note.in_language(language),
    }
    return render(request, "letters/letter.html", context)


def _sending(request: OwnRequest, about: About, letter: Letter, kind: LetterKind) -> Sending | None:
    """The part that records a letter as sent, for those who may write in the dispute."""
    access = about.access
    if access is None or not access.may_write:
        return None
    return Sending(request, access, letter, kind=kind.id, channel=kind.channel)


def _written(kind: LetterKind, case: Case, longest: int | None) -> Letter:
    """The letter, told in brief where it would not fit and may be."""
    letter = write_letter(kind, case)
    if longest is None or not kind.can_be_brief or length_of(letter.text) <= longest:
        return letter
    return shorten_letter(kind, case, longest)


def _channel(kind: LetterKind, lender: LenderKind | None, language: str) -> dict[str, Any]:
    """What a person has to know of the channel, in words; periods of rules that do not bind the lender are left out."""
    way, book = kind.way, load_rulebook()
    limits = [(limit, book.citation(limit.citation)) for limit in way.limits]
    return {
        "name": way.name.in_language(language),
        "contact": way.contact,
        "accepts": way.accepts.in_language(language),
        "how": way.how.in_language(language),
        "attach": way.attach.in_language(language),
        "limits": [
            {"limit": limit, "words": limit.text.in_language(language), "citation": citation}
            for limit, citation in limits
            if citation.binds(lender)
        ],
        "is_checked": way.verification is Verification.VERIFIED,
    }


@dataclass(frozen=True, slots=True)
class Provision:
    """A citation for a page, in the reader's language."""

    citation: Citation
    rank: Rank
    rank_name: str
    summary: str
    is_checked: bool


def _provisions(names: tuple[str, ...]) -> list[Provision]:
    book, language = load_rulebook(), get_language() or ""
    citations = book.in_force(names, timezone.localdate())
    return [
        Provision(
            citation=one,
            rank=book.rank(one.rank),
            rank_name=book.rank(one.rank).name.in_language(language),
            summary=one.summary.in_language(language),
            is_checked=one.verification is Verification.VERIFIED,
        )
        for one in citations
    ]
