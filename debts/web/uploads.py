"""The kinds of files by their names for people; what a file is says ``intake.file_kinds``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.intake.file_kinds import ACCEPTED, FileKind, kind_of

__all__ = ["ACCEPTED", "KIND_NAMES", "FileKind", "kind_of"]

KIND_NAMES: dict[FileKind, Promise] = {
    FileKind.IMAGE: _("图片"),
    FileKind.PDF: _("PDF 文件"),
    FileKind.AUDIO: _("录音"),
    FileKind.VIDEO: _("视频"),
    FileKind.ARCHIVE: _("ZIP 压缩包或 Office 文件"),
    FileKind.OFFICE: _("旧版 Office 文件"),
    FileKind.EMAIL: _("邮件"),
    FileKind.TEXT: _("纯文本"),
    FileKind.HTML: _("网页（HTML）"),
    FileKind.SVG: _("SVG 图形（里面可以有程序）"),
    FileKind.XML: _("XML 数据"),
    FileKind.PROGRAM: _("程序"),
    FileKind.UNKNOWN: _("认不出的文件"),
}
