"""The phones that forward messages: letting one in, what to type into its app, whether it is heard, keeping it out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from debts.actions import add_forwarder, pause_forwarder, remove_forwarder, renew_key
from debts.models import AlertSettings, Delivery, Forwarder, ForwarderKind
from debts.web.context import is_htmx, writing
from debts.web.forwarders.forms import OPEN, ForwarderForm
from debts.web.forwarders.guides import STEPS, cautions, snippets
from debts.web.pages import OwnRequest, confirmed, form_methods

_DELIVERIES_SHOWN = 8


@require_safe
def forwarders(request: OwnRequest) -> HttpResponse:
    """List the phones, each with when it was last heard from."""
    now = timezone.now()
    phones = list(Forwarder.objects.filter(owner=request.user, removed_at=None))
    rows = [{"phone": phone, "is_silent": phone.is_silent(now)} for phone in phones]
    alerts = AlertSettings.objects.filter(owner=request.user).first()
    return render(request, "forwarders/list.html", {"rows": rows, "alerts": alerts})


@never_cache
@form_methods
def forwarder_new(request: OwnRequest) -> HttpResponse:
    """Let a phone in; the answer shows what to type into its app, the token among it, which is shown once."""
    form = ForwarderForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "forwarders/form.html", {"form": form})
    asked = form.cleaned_data
    phone, token = add_forwarder(
        writing(request), ForwarderKind(asked["kind"]), asked["name"], is_open=asked["believed"] == OPEN
    )
    return _page(request, phone, token=token)


@require_safe
def forwarder(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what to type into the app, and what has come."""
    return _page(request, _mine(request, pk))


@require_safe
def forwarder_live(request: OwnRequest, pk: int) -> HttpResponse:
    """Show what has come; htmx asks for this part every few seconds."""
    phone = _mine(request, pk)
    if not is_htmx(request):
        return redirect("forwarder", pk)
    return render(request, "forwarders/live.html", _state(phone))


@require_POST
def forwarder_pause(request: OwnRequest, pk: int) -> HttpResponse:
    """Take nothing from the phone for a while, or take it again."""
    phone = _mine(request, pk)
    paused = phone.paused_at is None
    pause_forwarder(writing(request), phone, paused=paused)
    messages.success(request, _("已暂停。这部手机送来的消息现在不收。") if paused else _("已恢复。"))
    return redirect("forwarder", pk)


@never_cache
@form_methods
def forwarder_key(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask, then give the phone a new key: until it is typed into the app, nothing arrives."""
    phone = _mine(request, pk)
    if not confirmed(request):
        return render(request, "forwarders/key.html", {"phone": phone, "back": reverse("forwarder", args=[pk])})
    return _page(request, phone, token=renew_key(writing(request), phone), is_renewed=True)


@form_methods
def forwarder_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask, then take the phone off the list; what it brought stays."""
    phone = _mine(request, pk)
    if not confirmed(request):
        return render(request, "forwarders/remove.html", {"phone": phone, "back": reverse("forwarder", args=[pk])})
    remove_forwarder(writing(request), phone)
    messages.success(request, _("已移除。它送来过的消息都还在。"))
    return redirect("forwarders")


def _mine(request: OwnRequest, pk: int) -> Forwarder:
    return get_object_or_404(Forwarder, pk=pk, owner=request.user, removed_at=None)


def _page(request: OwnRequest, phone: Forwarder, **context: Any) -> HttpResponse:
    url = request.build_absolute_uri(reverse("hook", args=[phone.kind, phone.hook_id]))
    given = {
        "snippets": snippets(phone, url, context.get("token", "")),
        "steps": STEPS[phone.kind],
        "cautions": cautions(phone.kind, url),
        **_state(phone),
    }
    return render(request, "forwarders/forwarder.html", {**given, **context})


def _state(phone: Forwarder) -> dict[str, Any]:
    recent = Delivery.objects.filter(forwarder=phone).select_related("message__verdict")
    return {"phone": phone, "is_silent": phone.is_silent(timezone.now()), "deliveries": recent[:_DELIVERIES_SHOWN]}
