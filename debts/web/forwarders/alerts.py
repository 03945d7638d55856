"""Whether and how the owner is told of a forwarded message that was flagged."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.actions import set_alerts
from debts.dossier.alerts import try_out
from debts.models import Alert, AlertSettings
from debts.web.context import writing
from debts.web.forwarders.forms import AlertForm
from debts.web.pages import OwnRequest, form_methods


@form_methods
def alerts(request: OwnRequest) -> HttpResponse:
    """Show and save how the owner is told; with the second button, try it out."""
    known = AlertSettings.objects.filter(owner=request.user).first() or AlertSettings(owner=request.user)
    initial = {name: getattr(known, name) for name in AlertForm.base_fields}
    form = AlertForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = set_alerts(writing(request), **form.cleaned_data, language=get_language() or "")
        _say(request, saved)
        return redirect("alerts")
    waiting = Alert.objects.filter(owner=request.user, sent_at=None)
    failed = waiting.exclude(failed_at=None).order_by("-failed_at").first()
    context = {"form": form, "failed": failed, "can_send_mail": settings.CAN_SEND_MAIL}
    return render(request, "forwarders/alerts.html", context)


def _say(request: OwnRequest, saved: AlertSettings) -> None:
    if not saved.is_on:
        messages.success(request, _("已保存。不会发任何提醒。"))
    elif "try" not in request.POST:
        messages.success(request, _("已保存。"))
    elif try_out(saved):
        messages.success(request, _("已保存，也试发了一条。请看看有没有收到。"))
    else:
        messages.warning(request, _("已保存，但试发没有成功。请核对地址；发邮件还要管理员配好发信服务器。"))
