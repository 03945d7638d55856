"""The form that lets an account of this installation into a dispute."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.models import GuestRole, User
from debts.web.fields import TextField


class GuestForm(forms.Form):
    """Who is let in and how far; hands over the account as ``person``."""

    name = TextField(
        label=_("对方的账户名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("对方在这台机器上登录用的名字。还没有账户的，先请管理这台机器的人开一个。"),
        error_messages={"required": _("请写对方的账户名。")},
    )
    role = forms.ChoiceField(
        label=_("能做什么"),
        choices=GuestRole,
        widget=forms.RadioSelect,
        initial=GuestRole.READER,
        error_messages={"required": _("请选一项。")},
    )
    may_export = forms.BooleanField(
        label=_("只看的人也可以下载材料"),
        required=False,
        help_text=_("下载走的文件收不回来。可以一起记的人要写信、寄材料，总是可以下载。"),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owner = owner
        self.person: User | None = None

    def clean_name(self) -> str:
        """Find the account; names are told apart as on the page for signing in.

        The answer tells whether somebody here is called so, so a name is counted before it is looked for.
        """
        if not ratelimit.consume(context.request, action="guest_name", key=str(self._owner.pk)):
            raise get_adapter().validation_error("rate_limited")
        name: str = self.cleaned_data["name"]
        self.person = User.objects.filter(username__iexact=name, is_active=True).first()
        if self.person is None:
            raise ValidationError(_("这台机器上没有叫“%(name)s”的账户。请向对方核对。"), params={"name": name})
        if self.person.pk == self._owner.pk:
            raise ValidationError(_("这是您自己的账户。"))
        return name
