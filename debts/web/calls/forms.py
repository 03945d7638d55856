"""Forms for what is no text: the time is there already, everything else may stay empty."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from debts.models import Lender, User
from debts.models.messages import Channel, Recipient
from debts.web.calls.told import Kind
from debts.web.fields import MomentField, TextField, not_ahead
from debts.web.file_fields import EvidenceFileField

_MOST_MINUTES = 600
_NAMES: dict[Kind, tuple[Any, Any, Any]] = {
    Kind.CALL: (_("什么时候"), _("对方号码"), _("对方说了什么")),
    Kind.VISIT: (_("什么时候"), _("来的人叫什么"), _("经过")),
    Kind.LETTER: (_("什么时候收到"), _("寄件人"), _("信里写了什么")),
    Kind.OTHERS: (_("什么时候"), _("对方号码"), _("对方说了什么")),
}


class EncounterForm(forms.Form):
    """What happened; each kind has its own fields and names."""

    use_required_attribute = False
    answered = forms.ChoiceField(
        label=_("接了吗"), choices=[("yes", _("接了")), ("no", _("没接到"))], widget=forms.RadioSelect, initial="yes"
    )
    recipient = forms.ChoiceField(
        label=_("找了谁"),
        choices=[choice for choice in Recipient.choices if choice[0] != Recipient.SELF],
        widget=forms.RadioSelect,
        initial=Recipient.RELATIVE,
        error_messages={"required": _("请选一项。")},
    )
    channel = forms.ChoiceField(
        label=_("怎么找的"),
        choices=[(one.value, one.label) for one in (Channel.CALL, Channel.SMS, Channel.CHAT, Channel.VISIT)],
        initial=Channel.CALL,
    )
    at = MomentField(label=_("什么时候"), help_text=_("已经填好现在。是刚才的事就不用改。"))
    sender = TextField(label=_("对方号码"), max_length=200, required=False)
    lender = forms.ModelChoiceField(
        Lender.objects.none(),
        label=_("对方说是哪家机构"),
        required=False,
        empty_label=_("没有说，或者不在账本里"),
    )
    minutes = forms.IntegerField(
        label=_("说了几分钟"),
        required=False,
        min_value=1,
        max_value=_MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        error_messages={
            "invalid": _("分钟数请写整数，例如 3。"),
            "min_value": _("分钟数至少是 1；不到一分钟可以空着。"),
            "max_value": _("分钟数最多是 %(limit_value)s，请核对。"),
        },
    )
    words = TextField(
        label=_("对方说了什么"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("照对方的原话写，例如提到的金额、期限、要找谁。记不清的不用补。"),
    )
    file = EvidenceFileField(label=_("录音、照片或扫描件"))

    def __init__(self, *args: Any, kind: Kind, owner: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _left_out(kind):
            del self.fields[name]
        self.fields["file"].widget.has_camera = kind is not Kind.CALL  # its own
        self.now = now
        self.fields["at"].now = now  # type: ignore[attr-defined]  # a MomentField
        self.fields["lender"].queryset = Lender.objects.of(owner)  # type: ignore[attr-defined]  # a model choice
        self.fields["at"].label, self.fields["sender"].label, self.fields["words"].label = _NAMES[kind]
        self.fields["file"].help_text = _("原样保存，最大 %(limit)d MB，只有能看这条记录的人能下载。") % {
            "limit": settings.MAX_PROOF_MEGABYTES
        }

    def clean_at(self) -> datetime:
        """Refuse what is still to happen."""
        at: datetime = self.cleaned_data["at"]
        return not_ahead(at, self.now, _("这个时间还没有到，请核对。"))


def _left_out(kind: Kind) -> list[str]:
    ours = {"call": {"answered", "minutes"}, "others": {"recipient", "channel"}}.get(kind.value, set())
    return [name for name in ("answered", "minutes", "recipient", "channel") if name not in ours]


class MessageFileForm(forms.Form):
    """A file to put beside a message."""

    file = EvidenceFileField(
        label=_("录音、照片或扫描件"), required=True, error_messages={"required": _("请选一个文件。")}
    )
    note = TextField(label=_("说明"), max_length=500, required=False, help_text=_("例如：通话录音，从 1 分 20 秒起。"))
