"""Which programs are told of flagged messages and deadlines: adding an address, trying it out, removing it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from debts.actions import TooManyAddresses, add_webhook, correct, take_back
from debts.actions.webhooks import MOST_ADDRESSES
from debts.dossier.webhooks import is_callable, try_out
from debts.models import Webhook
from debts.web.context import own_or_404, writing
from debts.web.fields import TextField
from debts.web.pages import OwnRequest, ask, confirmed, form_methods, form_page

CALLS_SHOWN = 5


class WebhookForm(forms.Form):
    """Where to tell, of what, and whether with the words of a message."""

    use_required_attribute = False
    address = TextField(
        label=gettext_lazy("地址"),
        max_length=500,
        help_text=gettext_lazy("您自己的程序或自动化服务收通知的网址，以 https:// 开头。"),
        error_messages={"required": gettext_lazy("请填要通知的网址。")},
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    flagged = forms.BooleanField(
        label=gettext_lazy("消息和账本对不上时通知"),
        required=False,
        initial=True,
        help_text=gettext_lazy("指手机转发来的和程序送进来的消息。"),
    )
    deadlines = forms.BooleanField(label=gettext_lazy("争议答复期限将到、已过时通知"), required=False, initial=True)
    with_text = forms.BooleanField(
        label=gettext_lazy("带上消息原文和发送号码"),
        required=False,
        help_text=gettext_lazy("默认只说编号、判定和时间。带上原文，收通知的一方和路上的服务也会看到它。"),
    )

    def clean_address(self) -> str:
        """Refuse what cannot be told."""
        address: str = self.cleaned_data["address"]
        if not is_callable(address):
            raise ValidationError(
                _("这个网址用不了。要以 https:// 开头，里面不带用户名、密码和空格，例如 https://example.com/hook。")
            )
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse an address that would be told of nothing."""
        asked = super().clean() or {}
        if not (asked.get("flagged") or asked.get("deadlines")):
            raise ValidationError(_("请至少选一种要通知的事。"))
        return asked


@never_cache
@form_methods
def webhooks(request: OwnRequest) -> HttpResponse:
    """List the addresses with what they were told; add one and show its secret on this one answer."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added, secret = add_webhook(writing(request), **form.cleaned_data)
        except TooManyAddresses:
            form.add_error(None, _("最多能添加 %(most)d 个地址。请先删掉不用的。") % {"most": MOST_ADDRESSES})
        else:
            return _page(request, WebhookForm(), added=added, secret=secret)
    return _page(request, form)


def _page(request: OwnRequest, form: WebhookForm, **context: Any) -> HttpResponse:
    found = Webhook.objects.of(request.user)
    rows = [{"webhook": webhook, "calls": webhook.calls.all()[:CALLS_SHOWN]} for webhook in found]
    given = {"form": form, "rows": rows, "reaches_home": settings.PUSH_TO_PRIVATE_NETWORKS}
    return render(request, "webhooks/list.html", {**given, **context})


@form_methods
def webhook_edit(request: OwnRequest, pk: int) -> HttpResponse:
    """Change where is told and of what; the secret stays."""
    known = own_or_404(Webhook, request, pk)
    form = WebhookForm(request.POST or None, initial={name: getattr(known, name) for name in WebhookForm.base_fields})

    def save() -> str:
        correct(writing(request), known, **form.cleaned_data)
        toasts.success(request, _("已保存。"))
        return reverse("webhooks")

    return form_page(request, form, save, template="webhooks/form.html")


@require_POST
def webhook_try(request: OwnRequest, pk: int) -> HttpResponse:
    """Tell the address that it is told, and say what came of it."""
    problem = try_out(writing(request), own_or_404(Webhook, request, pk))
    if problem is None:
        toasts.success(request, _("试发成功，对方收下了。"))
    else:
        toasts.warning(request, _("试发没有成功：%(why)s") % {"why": problem.label})
    return redirect("webhooks")


@form_methods
def webhook_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Tell the address nothing any more, after asking."""
    known = own_or_404(Webhook, request, pk)
    if not confirmed(request):
        question = _("以后不再通知 %(address)s。还没送到的通知也不再送。") % {"address": known.address}
        return ask(request, title=_("删掉这个地址"), question=question, button=_("删掉"), back=reverse("webhooks"))
    take_back(writing(request), known)
    toasts.success(request, _("已删掉，不再通知这个地址。"))
    return redirect("webhooks")
