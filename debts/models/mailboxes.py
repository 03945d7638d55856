"""The mailbox of an owner from which mails are fetched, where the owner wants that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailboxProblem(models.TextChoices):
    """Why mails could not be fetched, and what to do."""

    ADDRESS = "address", _("找不到这台邮件服务器。请核对服务器的名称。")
    PRIVATE = "private", _("这个地址在内部网络里，为了安全没有连接。")
    CONNECTION = "connection", _("连不上邮件服务器，或者它没有用加密的连接（TLS）。请核对服务器和端口。")
    LOGIN = "login", _("邮箱不接受这个用户名或密码。很多邮箱要先开通 IMAP，并用“授权码”代替密码。")
    FOLDER = "folder", _("邮箱里没有这个文件夹。请核对名称，收件箱写 INBOX。")
    PASSWORD = "password", _("密码读不出来了，例如账本搬到了另一台机器。请重新填写密码。")


class Mailbox(models.Model):
    """Where mails are fetched from. A setting, not a fact: what was fetched is in the log. ``password`` is sealed.

    ``validity`` and ``last_uid`` are the server's numbers: mails up to there were fetched. While somebody fetches,
    ``claimed_at`` is when they last gave a sign of life.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailbox", editable=False
    )
    host = models.CharField(_("IMAP 服务器"), max_length=200)
    port = models.PositiveIntegerField(_("端口"), default=993)
    user = models.CharField(_("用户名"), max_length=200)
    password = models.TextField(_("密码或授权码"), editable=False)
    folder = models.CharField(_("文件夹"), max_length=200, default="INBOX")
    is_on = models.BooleanField(_("定时收取"), default=False)
    validity = models.PositiveBigIntegerField(default=0, editable=False)
    last_uid = models.PositiveBigIntegerField(default=0, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    new = models.PositiveIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=16, choices=MailboxProblem, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.user} @ {self.host}"
