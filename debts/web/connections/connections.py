"""What of an installation reaches beyond the machine, for one owner: all of it is off until somebody turns it on.

Only where something goes is told, never a key: many push services have theirs in the address.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.models import AlertSettings, ApiToken, Forwarder, Guest, Mailbox, Share, User, Webhook
from debts.models.accounts import CALENDARS
from debts.queries import profile_of


@dataclass(frozen=True, slots=True)
class Connection:
    """One way out of the machine, or into the ledger: what goes over it, where to, and whether it is on.

    ``url`` is where its owner sets it; without one, whoever looks after the machine does.
    """

    name: str | Promise
    what: str | Promise
    is_on: bool
    where: tuple[str, ...] = ()
    url: str = ""


def ways_out(owner: User) -> list[Connection]:
    """What sends something away, or fetches something."""
    alerts = AlertSettings.objects.filter(owner=owner).first() or AlertSettings()
    return [
        _reminders(owner),
        _alert_mail(alerts),
        _push(alerts),
        _webhooks(owner),
        _mailbox(owner),
        _stamps(),
    ]


def ways_in(owner: User, now: datetime) -> list[Connection]:
    """What lets somebody else, or a program, reach the ledger."""
    good = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), owner=owner, revoked_at=None)
    phones = Forwarder.objects.filter(owner=owner, removed_at=None, paused_at=None)
    tokens = good.exclude(scope__in=CALENDARS)
    calendars = good.filter(scope__in=CALENDARS)
    shares = Share.objects.of(owner).filter(expires_at__gt=now, dispute__removed_at=None)
    guests = Guest.objects.of(owner).filter(dispute__removed_at=None).exclude(person=None).select_related("dispute")
    return [
        _in(_("手机转发"), _("手机把短信送进来。"), [phone.name for phone in phones], "forwarders"),
        _in(_("给程序用的钥匙"), _("程序按钥匙允许的范围读写账本。"), [_called(one) for one in tokens], "settings"),
        _in(_("还款日历的地址"), _("日历程序来取还款日。"), [_called(one) for one in calendars], "settings"),
        _in(_("给别人看的只读链接"), _("有链接和口令的人能看一件争议。"), [one.label for one in shares], "disputes"),
        _in(_("家里人的账户"), _("您让他们看或一起记的争议。"), [_let_in(one) for one in guests], "disputes"),
    ]


def _reminders(owner: User) -> Connection:
    is_on = settings.CAN_SEND_MAIL and profile_of(owner).remind_days is not None and bool(owner.email)
    what = _("还款日和答复期限，不写机构和事由。")
    return Connection(_("提醒邮件"), what, is_on, (owner.email,) if is_on else (), reverse("settings"))


def _alert_mail(alerts: AlertSettings) -> Connection:
    is_on = settings.CAN_SEND_MAIL and bool(alerts.mail_address)
    where = (alerts.mail_address,) if is_on else ()
    return Connection(_("有问题时发邮件"), _alerted(alerts), is_on, where, reverse("alerts"))


def _push(alerts: AlertSettings) -> Connection:
    services = tuple(dict.fromkeys(address.partition("://")[0] for address in alerts.push_addresses))
    return Connection(_("有问题时推送"), _alerted(alerts), bool(services), services, reverse("alerts"))


def _alerted(alerts: AlertSettings) -> Promise:
    return _("消息原文和判定。") if alerts.with_text else _("只说有几条新消息。")


def _webhooks(owner: User) -> Connection:
    found = list(Webhook.objects.of(owner))
    has_text = any(webhook.with_text for webhook in found)
    what = _("编号、判定、时间，还有消息原文。") if has_text else _("编号、判定和时间。")
    hosts = tuple(dict.fromkeys(urlsplit(webhook.address).hostname or "" for webhook in found))
    return Connection(_("通知自己的程序"), what, bool(found), hosts, reverse("webhooks"))


def _mailbox(owner: User) -> Connection:
    box = Mailbox.objects.filter(owner=owner, is_on=True).first()
    where = (str(box),) if box else ()
    return Connection(_("从邮箱收取"), _("登录邮箱取新邮件。"), box is not None, where, reverse("mailbox"))


def _stamps() -> Connection:
    host = urlsplit(settings.TIME_STAMP_AUTHORITY).hostname or ""
    return Connection(_("时间戳"), _("存证日志的一个哈希，不含内容。"), bool(host), (host,) if host else ())


def _in(name: Promise, what: Promise, who: list[str], page: str) -> Connection:
    return Connection(name, what, bool(who), tuple(who), reverse(page))


def _let_in(guest: Guest) -> str:
    return f"{guest.name} · {guest.dispute} · {guest.get_role_display()}"


def _called(token: ApiToken) -> str:
    return token.name or str(token.get_scope_display())
