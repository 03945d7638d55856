"""People who sign in, what they set, and the tokens by which programs act for them."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.models.base import new_ref
from debts.models.money import count_or_unknown, sum_or_unknown


class User(AbstractUser):
    """An account. Everything in the ledger belongs to one."""


class Profile(models.Model):
    """Who the owner is in the eyes of a lender, and the owner's clock."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile", editable=False
    )
    ref = models.CharField(max_length=128, default=new_ref, editable=False)
    names = models.JSONField(_("姓名"), default=list, blank=True)
    phones = models.JSONField(_("手机号"), default=list, blank=True)
    time_zone = models.CharField(_("时区"), max_length=64, default="Asia/Shanghai")
    grace_days = models.PositiveSmallIntegerField(_("结清处理期（天）"), default=3, validators=[MaxValueValidator(60)])
    monthly_income = sum_or_unknown(_("每月收入"))
    remind_days = count_or_unknown(_("提前几天邮件提醒"))
    language = models.CharField(_("邮件和日历用的语言"), max_length=16, choices=settings.LANGUAGES, blank=True)

    def __str__(self) -> str:
        return "、".join(self.names) or self.owner.get_username()


class TokenScope(models.TextChoices):
    """What a program may do with a token."""

    CHECK = "check", _("检查消息")
    MESSAGES_WRITE = "messages:write", _("送入消息")
    READ = "read", _("读取账本")
    WRITE = "write", _("写入账本")
    CALENDAR = "calendar", _("订阅还款日历，不写机构名称")
    CALENDAR_NAMED = "calendar:named", _("订阅还款日历，写明机构和金额")


# These tokens are part of a calendar's address and no keys of programs.
CALENDARS = frozenset({TokenScope.CALENDAR, TokenScope.CALENDAR_NAMED})
# Who may write the ledger may do all that the other keys may; no other scope holds another.
EVERYTHING = frozenset({TokenScope.CHECK, TokenScope.MESSAGES_WRITE, TokenScope.READ, TokenScope.WRITE})


class ApiToken(models.Model):
    """A key for one program. Only its SHA-256 is kept, so the key itself is shown once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=32, choices=TokenScope)
    name = models.CharField(_("给谁用"), max_length=100, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.scope} {self.digest[:8]}"

    @property
    def scopes(self) -> frozenset[TokenScope]:
        """All that the token may do."""
        return EVERYTHING if self.scope == TokenScope.WRITE else frozenset({TokenScope(self.scope)})

    def is_good(self, now: datetime) -> bool:
        """Whether it opens anything: neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class StoredAnswer(models.Model):
    """What a program was answered when it wrote under an ``Idempotency-Key``: sent again, it is answered the same.

    ``key`` is the hash of the program's key, ``request`` that of what it sent. Written in the transaction of the write.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.status} {self.key[:8]}"


class SignIn(models.Model):
    """Somebody signed in: when, from where, by which program, and whether by a browser that was not known here.

    ``browser`` is the SHA-256 of what that browser keeps for us. The session lives while its key is in the sessions'
    table. Rows are kept for some months, so that their owner can look through them.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False)
    at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    program = models.CharField(max_length=200, blank=True)
    browser = models.CharField(max_length=64, blank=True)
    is_new = models.BooleanField(default=False)
    session_key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["owner", "at"], name="sign_ins_of_owner")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address or ''}".strip()


class SharedCount(models.Model):
    """The table of Django's cache: what is counted and remembered for minutes, by all processes together.

    Only what is limited writes here (signing in, codes, passphrases), no ordinary page. Nothing else reads this model.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "jieqing_cache"

    def __str__(self) -> str:
        return self.cache_key


class ClosedAccount(models.Model):
    """What stays of an account that was closed: the day, and where its evidence log ended. It says nothing of whom.

    Who holds an older export of that ledger can still show that it ended in this log, and nobody else can find out
    anything from it.
    """

    closed_at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    last_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.closed_at:%Y-%m-%d} {self.last_hash[:8]}"
