"""Forms about lenders, and the part of a form that asks which lender is meant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.models import Lender, User
from debts.models.lenders import LenderKind
from debts.web.fields import LinesField, TextField
from debts.web.lenders.picking import NEW, Choice, certain, choices_for


class LenderForm(forms.Form):
    """A lender with every name that it goes by."""

    name = TextField(
        label=_("机构名称"),
        max_length=200,
        help_text=_("尽量写合同上的全称。"),
        error_messages={"required": _("请填写机构名称。")},
    )
    kind = forms.ChoiceField(
        label=_("机构类型"),
        choices=LenderKind,
        required=False,
        help_text=_("看合同首页的出借人是哪一类公司。只用来选成本的参考线和适用的规定，不清楚就不选。"),
    )
    aliases = LinesField(
        label=_("其他名称和产品"), required=False, help_text=_("每行一个，例如应用名、产品名、旧名称。")
    )
    signatures = LinesField(
        label=_("短信签名"), required=False, help_text=_("短信开头【】里的名字，每行一个，不写括号。")
    )
    senders = LinesField(
        label=_("发送号码"),
        required=False,
        longest=64,
        help_text=_("常用的短信号码或电话，每行一个。号码只作参考，不能证明是谁发的。"),
    )
    collectors = LinesField(
        label=_("替它催收的机构或号码"),
        required=False,
        help_text=_("您知道在替这家催收的公司、律师事务所或电话，每行一个。"),
    )
    is_kept = forms.BooleanField(
        label=_("这家的借款我都记在账本里"),
        required=False,
        initial=True,
        help_text=_("如果有些借款没有记在这里，请不要勾选，账本就不会说“无此借款”。"),
    )

    def __init__(self, *args: Any, owner: User, lender: Lender | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.lender = lender

    def clean_name(self) -> str:
        """Refuse a second lender of the same name: messages could not be told apart."""
        name: str = self.cleaned_data["name"]
        same = Lender.objects.of(self.owner).filter(name=name)
        if same.exclude(pk=self.lender.pk if self.lender else None).exists():
            raise ValidationError(_("账本里已经有“%(name)s”。请直接修改那一家。"), params={"name": name})
        return name

    def clean_signatures(self) -> list[str]:
        """Take off the brackets that people copy along."""
        return [name.strip("【】[]［］ ") for name in self.cleaned_data["signatures"] if name.strip("【】[]［］ ")]


class LenderPickForm(forms.Form):
    """The part of a form that asks for a lender by name.

    ``lender`` is what was typed, ``lender_pick`` the chosen key, ``lender_asked`` the text that the keys were offered
    for: a key counts only while the text still is the same.
    """

    lender = TextField(
        label=_("出借机构"),
        max_length=200,
        help_text=_("写合同、应用或短信里的任何一个名字都可以。"),
        error_messages={"required": _("请填写出借机构。不确定全称也没关系，写您知道的名字。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lender_pick = TextField(required=False, widget=forms.HiddenInput)
    lender_asked = TextField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.offered: list[Choice] = []
        self.picked: Choice | None = None

    def clean(self) -> dict[str, Any]:
        """Settle on one lender, or offer those that fit."""
        cleaned = super().clean() or self.cleaned_data
        if name := cleaned.get("lender"):
            cleaned["lender_pick"] = self._settle(name, cleaned)
        return cleaned

    def _settle(self, name: str, cleaned: dict[str, Any]) -> str:
        choices = choices_for(self.owner, name)
        keys = {choice.key for choice in choices} | {NEW}
        pick = str(cleaned.get("lender_pick", ""))
        if pick in keys and cleaned.get("lender_asked") == name:
            self.picked = next((choice for choice in choices if choice.key == pick), None)
            return pick
        sure = certain(choices, name)
        if sure or not choices:
            return sure.key if sure else NEW
        self.offered = choices
        self.add_error("lender", _("有几家机构可能是您说的这一家，请在下面选一个。"))
        return ""
