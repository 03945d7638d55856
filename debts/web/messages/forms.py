"""What a person decides about a message."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.dossier.facts import loan_label
from debts.models import Loan, User
from debts.models.messages import DecisionKind
from debts.web.fields import TextField


class LoanChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A choice among loans, each named so that two of one product can be told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """The loan with its lender."""
        return f"{loan_label(obj)} · {obj.lender.name}"


class AboutLoanForm(forms.Form):
    """A decision, and the loan where it is about one."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("您的确认"),
        choices=DecisionKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    loan = LoanChoice(Loan.objects.none(), label=_("说的是哪一笔"), required=False, empty_label=_("请选择"))

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["loan"].queryset = Loan.objects.of(owner).select_related("lender")  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        """Ask for the loan where the decision is about one; forget it where it is not."""
        asked: dict[str, Any] = super().clean() or {}
        if asked.get("kind") != DecisionKind.ABOUT_LOAN:
            asked["loan"] = None
        elif not asked.get("loan") and "loan" not in self.errors:
            self.add_error("loan", ValidationError(_("请选出是哪一笔借款。"), code="required"))
        return asked


class DecisionForm(AboutLoanForm):
    """The decision, the loan that it names, and why: a reason helps whoever reads the dossier later."""

    reason = TextField(
        label=_("理由"),
        required=False,
        max_length=2000,
        help_text=_("会写进修改记录，以后别人看得懂您为什么这样判断。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
