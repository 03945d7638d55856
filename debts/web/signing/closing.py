"""Closing the account: what goes, what stays, and the name typed once more."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.actions.closing import close_account
from debts.models import Attachment, Dispute, EvidenceEntry, Loan, Message, User
from debts.web.context import writing
from debts.web.fields import plain
from debts.web.pages import OwnRequest, form_methods


class ClosingForm(forms.Form):
    """The name of the account, so that nobody closes it by a slip."""

    name = forms.CharField(
        label=gettext_lazy("请写上您的用户名"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("要注销，请写上您的用户名。")},
    )

    def __init__(self, owner: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name = owner.get_username()

    def clean_name(self) -> str:
        """The name, where it is this account's."""
        typed = plain(self.cleaned_data["name"])
        if typed != plain(self._name):
            raise ValidationError(_("和您的用户名不一样，没有注销。"))
        return typed


@form_methods
def account_close(request: OwnRequest) -> HttpResponse:
    """Say what goes and what stays; close the account when its name was typed."""
    form = ClosingForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_account(writing(request))
        del request.write_context  # its owner is gone
        logout(request)
        messages.success(request, _("账户已经注销，账本已经删除。"))
        return redirect("account_login")
    owner = request.user
    counted = {
        "loans": Loan.objects.of(owner).count(),
        "kept": Message.objects.of(owner).count(),
        "files": Attachment.objects.of(owner).count(),
        "entries": EvidenceEntry.objects.filter(owner=owner).count(),
        "disputes": Dispute.objects.of(owner).filter(closed_at=None).count(),
    }
    is_last = not User.objects.exclude(pk=owner.pk).exists()
    return render(request, "settings/close.html", {"form": form, "is_last": is_last, **counted})
