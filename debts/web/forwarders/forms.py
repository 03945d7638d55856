"""Forms for letting a phone in, and for being told of what it brings."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.dossier.push import is_pushable
from debts.models import ForwarderKind
from debts.web.fields import LinesField, TextField

KEYED, OPEN = "key", "address"


class ForwarderForm(forms.Form):
    """Which app forwards, what the phone is called, and how it is believed."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("用什么转发"),
        choices=ForwarderKind,
        widget=forms.RadioSelect,
        initial=ForwarderKind.SMSFORWARDER,
        error_messages={"required": _("请选一项。")},
    )
    name = TextField(
        label=_("给这部手机起个名字"),
        max_length=60,
        help_text=_("例如：我的小米、妈妈的手机。以后能看出一条消息是从哪部手机来的。"),
        error_messages={"required": _("请写一个名字，自己认得就行。")},
    )
    believed = forms.ChoiceField(
        label=_("怎么确认是这部手机"),
        choices=[(KEYED, _("地址加密钥（建议）")), (OPEN, _("只凭地址，应用里填不了密钥时才用"))],
        widget=forms.RadioSelect,
        initial=KEYED,
        help_text=_("只凭地址时，谁知道这个地址，谁就能往您的账本里送消息。"),
    )


class AlertForm(forms.Form):
    """Whether and how the owner is told of a flagged message."""

    mail_address = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=254,
        help_text=_("空着就不发邮件。"),
        error_messages={"invalid": _("这不像一个邮箱地址，请核对，例如 name@example.com。")},
    )
    push_addresses = LinesField(
        label=_("推送地址"),
        required=False,
        most=5,
        longest=500,
        help_text=_(
            "每行一个，用 apprise 的写法，例如 bark://密钥@api.day.app、ntfys://ntfy.sh/主题、wecombot://机器人密钥、"
            "dingtalk://令牌、schan://密钥、tgram://机器人令牌/会话编号。空着就不推送。"
        ),
    )
    with_text = forms.BooleanField(
        label=_("带上消息原文和判定"),
        required=False,
        help_text=_("默认只说“有新消息请您看看”。带上原文，邮件和推送服务也会看到它。"),
    )

    def clean_push_addresses(self) -> list[str]:
        """Refuse addresses of services that are not taken."""
        for address in self.cleaned_data["push_addresses"]:
            if not is_pushable(address):
                raise ValidationError(
                    _("“%(text)s”不是认得的推送地址。请看下面的例子。"), params={"text": address[:40]}
                )
        found: list[str] = self.cleaned_data["push_addresses"]
        return found
