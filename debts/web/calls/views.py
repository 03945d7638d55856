"""Putting down a call, a visit, a letter, or that somebody else was asked, in as few taps as it takes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from debts.actions import WriteContext, attach_to_message, keep_file, receive_messages
from debts.models import Message
from debts.reconciler.types import Channel
from debts.web.calls.forms import EncounterForm
from debts.web.calls.told import Encounter, Kind, encounter_of
from debts.web.context import writing
from debts.web.pages import OwnRequest, form_methods, form_page

KIND_NAMES: dict[Kind, Promise] = {
    Kind.CALL: gettext_lazy("来电"),
    Kind.VISIT: gettext_lazy("上门"),
    Kind.LETTER: gettext_lazy("信函"),
    Kind.OTHERS: gettext_lazy("找了家人或同事"),
}
_SOURCE = "本人记录"


@form_methods
def call_new(request: OwnRequest) -> HttpResponse:
    """Show the form with the time of now, and put down what happened."""
    kind, ctx = _kind(request), writing(request)
    given = (request.POST or None, request.FILES or None)
    form = EncounterForm(*given, kind=kind, owner=request.user, now=ctx.now, initial={"at": ctx.now})

    def save() -> str:
        asked = dict(form.cleaned_data)
        file = asked.pop("file")
        with transaction.atomic():
            kept = keep_file(ctx, file, file.name) if file else None
            row = _put_down(ctx, encounter_of(kind, asked))
            if kept:
                attach_to_message(ctx, row, kept)
        messages.success(request, _("已记下，也按账本查过了。"))
        return reverse("message", args=[row.pk])

    tabs = [(f"{reverse('call_new')}?kind={one.value}", name, one is kind) for one, name in KIND_NAMES.items()]
    return form_page(request, form, save, template="calls/form.html", kind=kind, tabs=tabs)


@require_POST
def call_missed(request: OwnRequest) -> HttpResponse:
    """Put down with one tap that a call was missed just now."""
    ctx = writing(request)
    row = _put_down(ctx, Encounter(Kind.CALL, ctx.now.replace(microsecond=0), Channel.CALL, was_answered=False))
    messages.success(request, _("已记下一个未接来电。"))
    return redirect("message", row.pk)


def _kind(request: HttpRequest) -> Kind:
    try:
        return Kind(request.GET.get("kind", Kind.CALL))
    except ValueError:
        return Kind.CALL


def _put_down(ctx: WriteContext, encounter: Encounter) -> Message:
    """Keep what happened; where just this was put down before, that is the message."""
    incoming = encounter.as_incoming()
    [kept] = receive_messages(ctx, [incoming], source=_SOURCE).rows
    return kept
