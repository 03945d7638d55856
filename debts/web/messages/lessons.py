"""What can be learnt from the owner's choice: offered one by one, accepted with one tap, undone with one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from debts.actions import learn, take_back
from debts.models import Decision, Lender, Lesson, LessonKind, Message
from debts.reconciler.lessons import Offer
from debts.web.context import is_htmx, own_or_404, writing
from debts.web.messages.offers import offers_of
from debts.web.pages import OwnRequest

# By the list in which it would stand, and whether it is a number.
TEXTS: dict[tuple[str, bool], Promise] = {
    ("signatures", False): gettext_lazy("“%(value)s”是%(lender)s的短信签名"),
    ("aliases", False): gettext_lazy("“%(value)s”是%(lender)s的另一个名称"),
    ("senders", True): gettext_lazy("%(value)s 是%(lender)s的发送号码"),
    ("collectors", False): gettext_lazy("“%(value)s”是替%(lender)s催收的机构"),
    ("collectors", True): gettext_lazy("%(value)s 是替%(lender)s催收的号码"),
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer in words: what the name or number would stand for, and which messages would be judged again."""

    kind: str
    value: str
    text: str
    effect: str


@require_safe
def message_lessons(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what the decision about a message could teach and what it has taught; htmx gets that part alone."""
    decision = _decision(request, pk)
    if decision is None or decision.loan is None:
        return redirect("message", pk)
    learnt = Lesson.objects.of(request.user).filter(decision=decision).select_related("lender")
    context = {
        "pk": pk,
        "lender": decision.loan.lender,
        "offers": list(_lines(offers_of(decision), decision.loan.lender)),
        "learnt": [lesson for lesson in learnt if lesson.value in getattr(lesson.lender, lesson.kind)],
        "is_part": is_htmx(request),
    }
    return render(request, "messages/lessons.html#part" if is_htmx(request) else "messages/lessons.html", context)


@require_POST
def message_learn(request: OwnRequest, pk: int) -> HttpResponse:
    """Accept an offer. What is not offered any more, since it was learnt or taken meanwhile, is not learnt."""
    decision = _decision(request, pk)
    if decision is None:
        raise Http404
    asked = (request.POST.get("kind", ""), request.POST.get("value", ""))
    offer = next((one for one in offers_of(decision) if (one.kind.value, one.value) == asked), None)
    if offer:
        learn(writing(request), decision, LessonKind(offer.kind.value), offer.value)
        toasts.success(request, _("已记住“%(value)s”，有关的消息已经重新判定。") % {"value": offer.value})
    else:
        toasts.info(request, _("这一项现在不用再记了。"))
    return _back(request, pk)


@require_POST
def lesson_undo(request: OwnRequest, pk: int) -> HttpResponse:
    """Take back what was learnt: the lender is no longer known by it."""
    lesson = own_or_404(Lesson, request, pk)
    message = lesson.decision.message_id
    take_back(writing(request), lesson)
    toasts.success(request, _("已撤回“%(value)s”，有关的消息已经重新判定。") % {"value": lesson.value})
    return _back(request, message)


def _back(request: OwnRequest, pk: int) -> HttpResponse:
    """To the page from which it was asked."""
    return redirect("message" if request.POST.get("from") == "message" else "message_lessons", pk)


def _decision(request: OwnRequest, pk: int) -> Decision | None:
    """The decision in force about a kept message of the owner; 404 where there is no such message."""
    rows = Decision.objects.of(request.user).filter(message=pk, message__removed_at=None)
    found: Decision | None = rows.select_related("owner__profile", "message__verdict", "loan__lender").first()
    if found is None:
        own_or_404(Message, request, pk)
    return found


def _lines(offers: Iterable[Offer], lender: Lender) -> Iterator[OfferLine]:
    for offer in offers:
        is_number = offer.value.removeprefix("+").isdecimal()
        params = {"value": offer.value, "lender": lender.name}
        effect = _("从 %(value)s 发来的消息会重新判定。") if is_number else _("写着“%(value)s”的消息会重新判定。")
        words = TEXTS[offer.kind.value, is_number]
        yield OfferLine(offer.kind.value, offer.value, str(words) % params, effect % params)
