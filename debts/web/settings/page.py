"""The settings page with its several forms; each view hands over its own, the others stand as they are stored."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from debts.models import ApiToken
from debts.models.accounts import CALENDARS
from debts.queries import profile_of
from debts.web.fields import initial_of
from debts.web.pages import OwnRequest
from debts.web.settings.forms import CalendarForm, ProfileForm, RemindersForm, TokenForm


def settings_with(request: OwnRequest, **context: Any) -> HttpResponse:
    """Show the page with what is given in the place of what is stored."""
    profile = profile_of(request.user)
    tokens = ApiToken.objects.filter(owner=request.user).order_by("-created_at", "-pk")
    calendar = tokens.filter(scope__in=CALENDARS, revoked_at=None).first()
    given = {
        "form": ProfileForm(initial=initial_of(ProfileForm, profile)),
        "reminders_form": RemindersForm.of(request.user, profile),
        "calendar_form": CalendarForm.of(calendar),
        "calendar": calendar,
        "token_form": TokenForm(),
        "now": timezone.now(),
        "tokens": tokens.exclude(scope__in=CALENDARS),
        "can_send_mail": settings.CAN_SEND_MAIL,
        "data_folder": settings.HOME,
        "files_folder": settings.FILES_PLACE,
    }
    return render(request, "settings/settings.html", {**given, **context})
