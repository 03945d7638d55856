"""The form field for a handed-in file: what is too large, or no evidence whatever its name says, is refused."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.actions import WriteContext, keep_file
from debts.models import Attachment
from debts.web.cameras import FileOrPhotoField
from debts.web.uploads import ACCEPTED, KIND_NAMES, FileKind, kind_of

MEGABYTE = 1024 * 1024


class EvidenceFileField(FileOrPhotoField):
    """A file that may be left out; hands over the uploaded file, None without one."""

    default_error_messages = {
        "empty": gettext_lazy("这个文件是空的（0 字节），可能没有保存好。请重新导出或截图后再选。"),
        "max_length": gettext_lazy("文件名太长了，请改短后再选。"),
        "invalid": gettext_lazy("文件没有传上来，请再选一次。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 255, "label": gettext_lazy("文件"), **options})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Look at the size, then at the content."""
        file: UploadedFile[Any] | None = super().clean(data, initial) or None
        if file is None:
            return None
        refuse_large(file.size or 0, gettext_lazy("请压缩、截短，或者只传有关的几页。"))
        kind = kind_of(cast(BinaryIO, file))
        if kind not in ACCEPTED:
            raise ValidationError(_not_accepted(str(file.name), kind))
        return file


def file_help() -> str:
    """What may be handed in, and that it stays as it is."""
    return _(
        "图片、PDF、录音、视频、邮件、Office 文件或纯文本，最大 %(limit)d MB。原样保存，只有能看这条记录的人能下载。"
    ) % {"limit": settings.MAX_PROOF_MEGABYTES}


def kept(ctx: WriteContext, file: "UploadedFile[Any] | None") -> Attachment | None:
    """Keep a file that was handed in; None where there was none."""
    return keep_file(ctx, cast(BinaryIO, file), str(file.name)) if file else None


def refuse_large(size: int, advice: Any, limit: int | None = None) -> None:
    """Refuse a file with more bytes than a proof may have, or than ``limit`` megabytes, and say what to do instead."""
    limit = settings.MAX_PROOF_MEGABYTES if limit is None else limit
    if size > limit * MEGABYTE:
        words = {"size": f"{size / MEGABYTE:.1f}", "limit": limit, "advice": advice}
        raise ValidationError(_("文件有 %(size)s MB，超过了 %(limit)d MB 的上限。%(advice)s"), params=words)


def _not_accepted(name: str, kind: FileKind) -> str:
    if kind is FileKind.UNKNOWN:
        return _("认不出“%(name)s”是什么文件。请选图片、PDF、录音、视频、邮件、Office 文件或纯文本。") % {"name": name}
    return _("“%(name)s”的内容其实是%(kind)s，不能作为证明保存。请选原件；网页可以先存成 PDF 或截图。") % {
        "name": name,
        "kind": KIND_NAMES[kind],
    }
