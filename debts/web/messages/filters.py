"""What the inbox shows: filters that live in the address, and pages that begin where the last one ended."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from debts.models import ImportBatch, Lender, Loan, Message, User
from debts.models.messages import Channel
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
NEWEST_FIRST = (F("received_at").desc(nulls_last=True), "-pk")


class FilterForm(forms.Form):
    """What to look for. A value that makes no sense filters nothing."""

    group = forms.ChoiceField(choices=GROUP_NAMES, required=False, widget=forms.HiddenInput)
    batch = forms.ModelChoiceField(ImportBatch.objects.none(), required=False, widget=forms.HiddenInput)
    q = TextField(label=_("原文里有"), required=False, max_length=100, widget=forms.SearchInput)
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
        """Only the messages that are looked for."""
        asked = self.cleaned_data
        narrowing = {
            "verdict__code__in": GROUPS.get(asked.get("group") or ""),
            "batch": asked.get("batch"),
            "verdict__loan": asked.get("loan"),
            "verdict__loan__lender": asked.get("lender"),
            "channel": asked.get("channel"),
            "text__icontains": asked.get("q"),
        }
        return messages.filter(**{name: value for name, value in narrowing.items() if value})


def cursor_of(message: Message) -> str:
    """The place in the inbox after this message, as it stands in an address."""
    return f"{message.received_at.isoformat() if message.received_at else ''}~{message.pk}"


def after(messages: QuerySet[Message], cursor: str) -> QuerySet[Message]:
    """The messages that come after the cursor; all of them where it is none. Messages without a time come last."""
    at, _tilde, pk = cursor.rpartition("~")
    if not pk.isdecimal() or len(pk) > 18:  # noqa: PLR2004  longer numbers do not fit the database's column
        return messages
    if not at:
        return messages.filter(received_at=None, pk__lt=int(pk))
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC)  # "+" in an address reads as a blank
    except (ValueError, OverflowError):
        return messages
    return messages.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=int(pk)) | Q(received_at=None))
