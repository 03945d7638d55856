"""The form by which a file of messages is handed in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.web.file_fields import refuse_large


class ImportForm(forms.Form):
    """The file, and whether it is kept as evidence itself."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("备份文件"),
        max_length=255,
        error_messages={
            "required": gettext_lazy("请先选一个文件。"),
            "empty": gettext_lazy("这个文件是空的（0 字节），可能没有导出成功。请重新导出后再选。"),
            "max_length": gettext_lazy("文件名太长了，请改短后再选。"),
            "invalid": gettext_lazy("文件没有传上来，请再选一次。"),
        },
    )
    keep = forms.BooleanField(
        label=gettext_lazy("把原文件也存为证据"),
        required=False,
        help_text=gettext_lazy(
            "以后可以证明消息就是从这个文件来的。备份里可能有私人内容和图片，也会占地方，所以默认不留。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "最大 %(limit)d MB，也可以是 ZIP 或 gzip。只在这台机器上读，不会发给任何人。"
        ) % {"limit": settings.MAX_IMPORT_MEGABYTES}

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large to be read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        advice = _("请分几次导出，每次少选一些；不需要的图片可以不选。")
        refuse_large(file.size or 0, advice, settings.MAX_IMPORT_MEGABYTES)
        return file
