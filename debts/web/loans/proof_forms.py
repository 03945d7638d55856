"""Forms for papers: each kind asks only for what stands on it, in its own words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.models import SettlementProof
from debts.models.settlements import ProofKind, ProofScope
from debts.web.fields import MoneyField, TextField
from debts.web.file_fields import EvidenceFileField
from debts.web.loans.ending_forms import DatedForm, PastDayField

NOT_SETTLED = "not_settled"
Words = Promise | str


@dataclass(frozen=True)
class KindOfProof:
    """How a kind of proof is asked about: what it is, its fields in order, labels other than the usual, its scopes."""

    hint: Promise
    fields: tuple[str, ...]
    labels: dict[str, Promise] = field(default_factory=dict)
    scopes: tuple[tuple[str, Words], ...] = ()


WHOLE, PART, UNCLEAR = ProofScope.WHOLE_LOAN, ProofScope.INSTALMENT, ProofScope.UNCLEAR
SCOPES: tuple[tuple[str, Words], ...] = tuple((one.value, one.label) for one in (WHOLE, PART, UNCLEAR))
KINDS: dict[str, KindOfProof] = {
    ProofKind.SETTLEMENT_CERTIFICATE.value: KindOfProof(
        _("放款机构出具、盖章或有电子签章的，最有分量。"),
        ("file", "issued_on", "scope", "issuer", "holder", "contract_number", "number", "note"),
        {"number": _("证明编号")},
    ),
    ProofKind.SETTLEMENT_NOTICE.value: KindOfProof(
        _("机构发来的“已结清”短信、邮件、应用通知或信件。"),
        ("file", "issued_on", "scope", "issuer", "note"),
        {"issued_on": _("收到的日期"), "issuer": _("谁发来的"), "note": _("通知的原文")},
    ),
    ProofKind.RECEIPT.value: KindOfProof(
        _("付款的回单、流水或支付应用里的账单。"),
        ("file", "issued_on", "amount", "issuer", "number", "note"),
        {"issued_on": _("付款日期"), "issuer": _("收款方"), "number": _("流水号")},
    ),
    ProofKind.SCREENSHOT.value: KindOfProof(
        _("贷款应用里写着“已结清”或“剩余应还 0”的画面。"),
        ("file", "issued_on", "scope", "contract_number", "note"),
        {"issued_on": _("截图的日期"), "contract_number": _("画面上的合同号或借据号"), "note": _("画面上写了什么")},
    ),
    ProofKind.RECORDING.value: KindOfProof(
        _("客服在电话里确认已结清的录音。"),
        ("file", "issued_on", "scope", "issuer", "note"),
        {"issued_on": _("通话日期"), "issuer": _("和谁通的话"), "note": _("对方说了什么，工号是多少")},
    ),
    ProofKind.SERVICE_RECORD.value: KindOfProof(
        _("在线客服、工单或邮件里的答复。"),
        ("file", "issued_on", "scope", "issuer", "number", "note"),
        {"issued_on": _("答复日期"), "issuer": _("谁答复的"), "number": _("工单号"), "note": _("答复的原文")},
    ),
    ProofKind.CREDIT_REPORT.value: KindOfProof(
        _("央行征信或百行、朴道的报告，这笔借款的账户状态是“结清”。"),
        ("file", "issued_on", "scope", "holder", "issuer", "number", "note"),
        {
            "issued_on": _("报告日期"),
            "issuer": _("哪家征信机构"),
            "number": _("报告编号"),
            "scope": _("报告里这笔借款的状态"),
        },
        (
            (WHOLE.value, _("显示结清")),
            (NOT_SETTLED, _("没有显示结清，或者找不到这一笔")),
            (UNCLEAR.value, _("还没有核对")),
        ),
    ),
    ProofKind.COURT_PAPER.value: KindOfProof(
        _("写明已履行完毕或债务了结的判决、裁定、调解书。"),
        ("file", "issued_on", "number", "issuer", "holder", "amount", "note"),
        {
            "number": _("案号或文书编号"),
            "issuer": _("法院或调解组织"),
            "holder": _("文书上您的姓名"),
            "amount": _("文书上的金额"),
        },
    ),
    ProofKind.OTHER.value: KindOfProof(
        _("减免协议、往来邮件等。会原样保存，但不提高证明程度。"),
        ("file", "issued_on", "issuer", "number", "note"),
    ),
}
SHOWN_KINDS = tuple((one.value, one.label, KINDS[one.value].hint) for one in ProofKind)


class ProofForm(DatedForm):
    """A paper that proves the end of a loan, with its file where there is one; asks what its kind has."""

    file = EvidenceFileField()
    issued_on = PastDayField(label=_("出具日期"), required=False)
    scope = forms.ChoiceField(label=_("写明的范围"), choices=SCOPES, initial=UNCLEAR.value, required=False)
    amount = MoneyField(label=_("凭证上的金额"), required=False)
    issuer = TextField(label=_("出具方"), max_length=200, required=False, help_text=_("照原件写全称。"))
    holder = TextField(
        label=_("上面的姓名"), max_length=100, required=False, help_text=_("照原件写，打了星号的也照写。")
    )
    contract_number = TextField(label=_("上面的合同号或借据号"), max_length=200, required=False)
    number = TextField(label=_("编号"), max_length=200, required=False)
    note = TextField(label=_("内容或说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = KINDS[kind]
        self.fields = {name: self.fields[name] for name in asked.fields}
        for name, label in asked.labels.items():
            self.fields[name].label = str(label)
        self.fields["file"].widget.has_camera = kind != ProofKind.RECORDING  # its own
        if asked.scopes:
            self.fields["scope"].choices = asked.scopes  # type: ignore[attr-defined]  # a ChoiceField

    def clean_scope(self) -> str:
        """A report without the settlement is kept, but not as one that shows it."""
        scope: str = self.cleaned_data["scope"]
        if scope == NOT_SETTLED:
            raise ValidationError(
                _(
                    "这样的报告还不能证明结清。想保存它，请换成“其他材料”，并在说明里写上报告怎么显示的；如果早已还清，可以请机构核对并更正。"
                )
            )
        return scope

    def facts(self) -> dict[str, Any]:
        """The fields of the proof itself, without its file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


def scope_words(proof: SettlementProof) -> str:
    """What a paper says has ended, in the words of its kind; nothing where it does not say."""
    asked: Iterable[tuple[str, Words]] = KINDS[proof.kind].scopes or SCOPES
    return next((str(label) for value, label in asked if value and value == proof.scope), "")
