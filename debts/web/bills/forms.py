"""The forms by which a bill is handed in and a locked ZIP is opened."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from debts.intake.bills import BillProblem, BillProblemCode, read_rows
from debts.web.file_fields import refuse_large
from debts.wording import say_bill_problem

# What can only be told by a person, on the page that comes next.
ASKED_LATER = frozenset({BillProblemCode.ENCRYPTED_ZIP})


class UploadForm(forms.Form):
    """A bill to be kept; what can never be one is refused at once, with what to do instead."""

    file = forms.FileField(
        label=_("账单文件"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt,.zip"}),
        error_messages={
            "required": _("请选择账单文件。"),
            "empty": _("这个文件是空的（0 字节），可能没有下载完。请重新下载后再选。"),
            "max_length": _("文件名太长了，请改短后再选。"),
            "invalid": _("文件没有传上来，请再选一次。"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV、XLSX、XLS，或装着其中一个的 ZIP，最大 %(limit)d MB。有密码的 ZIP 也可以，下一步再填密码。"
        ) % {"limit": settings.MAX_PROOF_MEGABYTES}

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large, and what is no table whatever its name says."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        refuse_large_bill(file.size or 0)
        refuse_hopeless(file)
        return file


class PasswordForm(forms.Form):
    """The password of a ZIP: used once, kept nowhere."""

    password = forms.CharField(
        label=_("压缩包的密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("支付宝和微信会另外告诉您，例如在服务消息或公众号里。只用这一次，不会保存。"),
        error_messages={"required": _("请填写压缩包的密码。")},
    )


def refuse_large_bill(size: int) -> None:
    """Refuse a file that is larger than a proof may be."""
    refuse_large(size, _("请在导出时选短一些的时间，分几次导入。"))


def refuse_hopeless(file: Any) -> None:
    """Refuse a file in which no row can be found, and leave it rewound."""
    try:
        next(read_rows(file), None)
    except BillProblem as problem:
        if problem.code not in ASKED_LATER:
            raise ValidationError(say_bill_problem(problem.code), code=problem.code) from None
    finally:
        file.seek(0)
