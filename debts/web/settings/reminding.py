"""Being told of what is soon to be paid: by mail, and in a calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from debts.actions import renew_calendar, set_profile, set_reminders, stop_calendar
from debts.models import TokenScope
from debts.queries import profile_of
from debts.web.context import writing
from debts.web.pages import OwnRequest
from debts.web.settings.forms import CalendarForm, RemindersForm
from debts.web.settings.page import settings_with


@require_POST
def reminders(request: OwnRequest) -> HttpResponse:
    """Turn the mails on or off."""
    form = RemindersForm(request.POST)
    if not form.is_valid():
        return settings_with(request, reminders_form=form)
    set_reminders(writing(request), **form.cleaned_data)
    is_off = form.cleaned_data["days"] is None
    messages.success(request, _("提醒邮件已经关掉。") if is_off else _("提醒邮件已经打开。"))
    return redirect(f"{reverse('settings')}#reminders")


@never_cache
@require_POST
def calendar_new(request: OwnRequest) -> HttpResponse:
    """Make a new address and show it on this one answer; the one before is dead."""
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return settings_with(request, calendar_form=form)
    ctx = writing(request)
    if not profile_of(request.user).language:
        set_profile(ctx, language=get_language() or "")
    token = renew_calendar(ctx, TokenScope.CALENDAR_NAMED if form.cleaned_data["is_named"] else TokenScope.CALENDAR)
    return settings_with(request, new_calendar=request.build_absolute_uri(reverse("calendar", args=[token])))


@require_POST
def calendar_stop(request: OwnRequest) -> HttpResponse:
    """Make the address useless."""
    stop_calendar(writing(request))
    messages.success(request, _("这个日历地址已经停用。"))
    return redirect(f"{reverse('settings')}#calendar")
