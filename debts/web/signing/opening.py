"""Opening an account; the first one, beyond this machine, with the code that the server has printed."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from debts.web.accounts import is_first_account
from debts.web.fields import plain

_WRONG = _("口令不对。它是服务器启动时打印的那一行，每次启动都换新的。")


class OpeningForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """The sign-up form; it asks for the code while the first account is waited for and there is a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.FIRST_ACCOUNT_CODE and is_first_account():
            self.fields["first_code"] = forms.CharField(
                label=_("启动时打印的口令"),
                max_length=64,
                help_text=_("别的设备也能打开这里，所以要确认您就是照看这台机器的人。请看运行程序的窗口或日志。"),
                widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
                error_messages={"required": _("请写上启动时打印的口令。")},
            )

    def clean_first_code(self) -> str:
        """The code; a guess is counted before it is looked at, whoever makes it."""
        if not ratelimit.consume(context.request, action="first_code", key="first"):
            raise get_adapter().validation_error("rate_limited")
        if not constant_time_compare(_letters(self.cleaned_data["first_code"]), _letters(settings.FIRST_ACCOUNT_CODE)):
            raise ValidationError(_WRONG)
        return settings.FIRST_ACCOUNT_CODE


def _letters(code: str) -> str:
    return "".join(filter(str.isalnum, plain(code))).casefold()
