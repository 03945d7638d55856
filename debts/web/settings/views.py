"""The owner's settings, and keys for programs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from debts.actions import create_token, revoke_token, set_profile
from debts.models import ApiToken
from debts.queries import profile_of
from debts.web.context import writing
from debts.web.fields import initial_of
from debts.web.pages import OwnRequest, form_methods
from debts.web.settings.forms import ProfileForm, TokenForm
from debts.web.settings.page import settings_with


@form_methods
def settings_page(request: OwnRequest) -> HttpResponse:
    """Show and save who the owner is; list the keys; say where the data lies."""
    form = ProfileForm(request.POST or None, initial=initial_of(ProfileForm, profile_of(request.user)))
    if request.method == "POST" and form.is_valid():
        set_profile(writing(request), **form.cleaned_data)
        messages.success(request, _("已保存，有关的消息已经重新判定。"))
        return redirect("settings")
    return settings_with(request, form=form)


@never_cache
@require_POST
def token_new(request: OwnRequest) -> HttpResponse:
    """Make a key and show it on this one answer: it is kept nowhere."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return settings_with(request, token_form=form)
    token = create_token(writing(request), **form.asked())
    return settings_with(request, new_token=token)


@require_POST
def token_revoke(request: OwnRequest) -> HttpResponse:
    """Make the key useless whose digest is given."""
    token = get_object_or_404(ApiToken, digest=request.POST.get("token", ""), owner=request.user)
    revoke_token(writing(request), token)
    messages.success(request, _("这把钥匙已经停用。"))
    return redirect("settings")
