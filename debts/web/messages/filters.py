"""What the inbox shows: filters that live in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from debts.models import ImportBatch, Lender, Loan, Message, User
from debts.models.messages import Channel
from debts.reconciler.searching import words_in
from debts.reconciler.types import FLAGGED, VerdictCode
from debts.web.fields import TextField

GROUPS = {
    "flagged": FLAGGED,
    "ask": {code for code in VerdictCode if code.asks},
    "fine": {VerdictCode.CONSISTENT, VerdictCode.WITHIN_GRACE, VerdictCode.SUPPORTING},
    "none": {VerdictCode.NO_CLAIM},
}
GROUP_NAMES = [
    ("", _("全部")),
    ("flagged", _("与账本不符")),
    ("ask", _("要我确认")),
    ("fine", _("没有出入")),
    ("none", _("不是催收")),
]


class FilterForm(forms.Form):
    """What to look for. A value that makes no sense filters nothing."""

    group = forms.ChoiceField(choices=GROUP_NAMES, required=False, widget=forms.HiddenInput)
    batch = forms.ModelChoiceField(ImportBatch.objects.none(), required=False, widget=forms.HiddenInput)
    q = TextField(label=_("原文或号码里有"), required=False, max_length=100, widget=forms.SearchInput)
    loan = forms.ModelChoiceField(Loan.objects.none(), label=_("借款"), required=False, empty_label=_("不限"))
    lender = forms.ModelChoiceField(Lender.objects.none(), label=_("出借机构"), required=False, empty_label=_("不限"))
    channel = forms.ChoiceField(label=_("渠道"), choices=[("", _("不限")), *Channel.choices], required=False)

    def __init__(self, data: Any, owner: User) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["loan"].queryset = Loan.objects.of(owner).select_related("lender")  # type: ignore[attr-defined]  # a model choice
        self.fields["batch"].queryset = ImportBatch.objects.of(owner)  # type: ignore[attr-defined]  # the same
        self.fields["lender"].queryset = Lender.objects.of(owner)  # type: ignore[attr-defined]  # the same
        self.full_clean()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered at all."""
        return any(self.cleaned_data.values())

    def apply(self, messages: QuerySet[Message]) -> QuerySet[Message]:
        """Only the messages that are looked for, whatever their words."""
        asked = self.cleaned_data
        narrowing = {
            "verdict__code__in": GROUPS.get(asked.get("group") or ""),
            "batch": asked.get("batch"),
            "verdict__loan": asked.get("loan"),
            "verdict__loan__lender": asked.get("lender"),
            "channel": asked.get("channel"),
        }
        return messages.filter(**{name: value for name, value in narrowing.items() if value})

    @property
    def words(self) -> tuple[str, ...]:
        """The words that have to stand in a message, folded."""
        return words_in(self.cleaned_data.get("q") or "")
