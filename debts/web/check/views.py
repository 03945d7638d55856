"""Check messages without keeping them; keep those that are evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages as toasts
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect

from debts.actions import Receipt
from debts.models import Message
from debts.web.cards import UNREMARKABLE, Card, card_of
from debts.web.check.forms import PasteForm
from debts.web.check.keeping import Wish, keep, wish_of
from debts.web.check.pasted import Judged, Pasted, gravest_first, judge, split
from debts.web.context import is_htmx
from debts.web.facts import FactIndex, LoanName, index_of
from debts.web.pages import OwnRequest, form_methods
from debts.web.screenshots.forms import PicturesForm
from debts.web.worded import tone_of

CARDS_ON_A_PAGE = 20
# So many cards come taken apart at once; more would double the work of the page for what few people open.
FEW_CARDS = 3


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """A message of the paste with its card."""

    pasted: Pasted
    card: Card

    @property
    def asks_time(self) -> bool:
        """Whether the question when it came stands in the open: nobody knows, and the answer could depend on it."""
        is_unknown = self.pasted.incoming.received_at is None
        return bool(self.pasted.details.errors) or (is_unknown and self.card.code not in UNREMARKABLE)


@dataclass(frozen=True, slots=True)
class Answers:
    """The paste, its messages gravest first, and the facts that their answers rest on."""

    form: PasteForm
    judged: Sequence[Judged] = ()
    index: FactIndex | None = None


@form_methods
def check(request: OwnRequest) -> HttpResponse:
    """Ask for messages and answer each with a card. Nothing is stored."""
    if request.method != "POST":
        return _page(request, Answers(PasteForm(now=timezone.now(), use_required_attribute=False)))
    return _page(request, _answers(request))


@form_methods
def check_keep(request: OwnRequest) -> HttpResponse:
    """Keep messages of the paste as evidence, and what the owner says about one of them."""
    if request.method != "POST":  # by the address bar, or after changing the language
        return redirect("check")
    answers = _answers(request)
    wish = wish_of(request, answers.judged)
    if not wish.messages:
        return _page(request, answers)
    wrong = _first_wrong(answers.judged, wish)
    if wrong is not None:
        toasts.error(request, _("还没有存。请先改好标出来的地方，再存一次。"))
        return _page(request, answers, showing=wrong)
    receipt, rows = keep(request, wish, answers.form.cleaned_data["paste"])
    toasts.success(request, _said_of(receipt, wish))
    if len(wish.messages) == len(answers.judged):
        return _go(request, rows)
    return _page(request, _answers(request))


def _first_wrong(judged: Sequence[Judged], wish: Wish) -> int | None:
    """The place of the first message to be kept about which something is typed that cannot be read."""
    wished = {row.pasted.key for row in wish.messages}
    places = (place for place, row in enumerate(judged) if row.pasted.key in wished and row.pasted.details.errors)
    return next(places, None)


def _answers(request: OwnRequest) -> Answers:
    now = timezone.now()
    form = PasteForm(request.POST, now=now, use_required_attribute=False)
    pasted = split(request.user, form, request.POST, now) if form.is_valid() else []
    if not pasted:
        return Answers(form)
    judged, loans = judge(request.user, pasted)
    return Answers(form, gravest_first(judged), index_of(request.user, loans))


def _page(request: OwnRequest, answers: Answers, showing: int | None = None) -> HttpResponse:
    """Show the page that was asked for, or the one with the message at the place ``showing``; htmx gets a part."""
    template = "check/page.html#answers" if is_htmx(request) else "check/page.html"
    number = request.POST.get("page") if showing is None else showing // CARDS_ON_A_PAGE + 1
    page = Paginator(answers.judged, CARDS_ON_A_PAGE).get_page(number)
    asked = request.POST.get("why", "")
    cards = [_card(row, answers.index, apart=_is_apart(row, page, asked)) for row in page if answers.index]
    shown = {row.pasted.key for row in cards}
    context = {
        "form": answers.form,
        "page": page,
        "cards": cards,
        "asked": asked if asked in shown else "",
        "counts": _counts(answers.judged),
        "loans": _choices(answers.index),
        "carried": _carried(answers.judged, shown),
        "pictures": request.POST.get("pictures", ""),
        "hand_in": PicturesForm(),
        "unkept": sum(row.pasted.kept is None for row in answers.judged),
    }
    return render(request, template, context)


def _is_apart(row: Judged, page: Page[Judged], asked: str) -> bool:
    """Whether the card comes taken apart: where there are few of them, else when its button was pressed."""
    return len(page) <= FEW_CARDS or row.pasted.key == asked


def _card(row: Judged, index: FactIndex, *, apart: bool) -> CheckedCard:
    return CheckedCard(row.pasted, card_of(row.pasted.incoming, row.judgement, index, apart=apart))


def _counts(judged: Sequence[Judged]) -> Counter[str]:
    """How many messages there are of each colour."""
    return Counter(tone_of(row.judgement.verdict.code) for row in judged)


def _choices(index: FactIndex | None) -> list[LoanName]:
    return list(index.loans.values()) if index else []


def _carried(judged: Sequence[Judged], shown: set[str]) -> list[tuple[str, str]]:
    """What was typed beside messages that stand on another page: it travels along hidden, and nothing else does."""
    return [said for row in judged if row.pasted.key not in shown for said in row.pasted.said]


def _said_of(receipt: Receipt, wish: Wish) -> str:
    if not receipt.new:
        return _("已经按您说的记下。") if wish.decision else _("这些消息以前已经存过，没有重复存。")
    count = len(receipt.new)
    return ngettext("已把 %(count)d 条消息存为证据。", "已把 %(count)d 条消息存为证据。", count) % {"count": count}


def _go(request: OwnRequest, rows: Sequence[Message]) -> HttpResponse:
    """Lead on to what was kept: nothing of the paste is left to look after."""
    url = reverse("message", args=[rows[0].pk]) if len(rows) == 1 else reverse("messages")
    return HttpResponseClientRedirect(url) if is_htmx(request) else redirect(url)
