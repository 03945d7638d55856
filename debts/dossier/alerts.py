"""Telling the owner that a forwarded message was flagged, in words that give nothing away to whoever else reads them.

A failure is noted and tried again with the next message or by the command; it never touches the message itself.
"""

import logging
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.actions.alerts import claim_alerts, close_alerts
from debts.dossier.push import PushFailed, push
from debts.models import Alert, AlertSettings, User
from debts.queries import zone_of
from debts.wording import VERDICTS
from debts.wording.excerpts import shortened
from debts.wording.stored import words_of

PATIENCE = 10  # seconds for a mail server to answer
_SHOWN = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, the same by every way."""

    subject: str
    body: str


def send_alerts(owner: User, now: datetime, base: str = "") -> int:
    """Tell the owner of the flagged messages that wait, in one letter; return how many were told.

    ``base`` is the address of the site, for a link; without one there is no link.
    """
    asked = AlertSettings.objects.filter(owner=owner).first()
    alerts = claim_alerts(owner, now) if asked is not None and asked.is_on else []
    if not alerts or asked is None:
        return 0
    is_sent = _send(asked, _letter(owner, asked, alerts, base))
    close_alerts(alerts, now, sent=is_sent)
    return len(alerts) if is_sent else 0


def try_out(asked: AlertSettings) -> bool:
    """Send a letter that says that letters arrive; whether one of the ways took it."""
    with translation.override(asked.language or settings.LANGUAGE_CODE):
        return _send(asked, Letter(_("试发一条"), _("收到这一条，说明以后的提醒能送到。")))


def _send(asked: AlertSettings, letter: Letter) -> bool:
    """Send by each way that was asked for. Sent once by one of them is sent: the others would repeat it."""
    ways = [_mail(asked.mail_address, letter)] if asked.mail_address else []
    ways += [_push(address, letter) for address in asked.push_addresses]
    return any(ways)


def _mail(address: str, letter: Letter) -> bool:
    if not settings.CAN_SEND_MAIL:  # letters would be thrown away without a word
        return False
    try:
        connection = get_connection(timeout=PATIENCE)
        EmailMessage(letter.subject, letter.body, to=[address], connection=connection).send()
    except (OSError, smtplib.SMTPException) as failure:
        _log.warning("An alert could not be mailed: %s", type(failure).__name__)
        return False
    return True


def _push(address: str, letter: Letter) -> bool:
    try:
        push(address, letter.subject, letter.body)
    except PushFailed as failure:
        _log.warning("An alert could not be pushed: %s", failure.code)
        return False
    return True


def _letter(owner: User, asked: AlertSettings, alerts: Sequence[Alert], base: str) -> Letter:
    with translation.override(asked.language or settings.LANGUAGE_CODE), timezone.override(zone_of(owner)):
        count = len(alerts)
        subject = ngettext("有 %(count)d 条新消息请您看看", "有 %(count)d 条新消息请您看看", count)
        lines = [_("登录就能看到。不用着急。")]
        if asked.with_text:
            lines += [_told(alert) for alert in alerts]
        if base:
            lines.append(base.rstrip("/") + reverse("messages"))
        return Letter(subject % {"count": count}, "\n\n".join(lines) + "\n")


def _told(alert: Alert) -> str:
    message = alert.message
    at = date_format(timezone.localtime(message.received_at), "Y-m-d H:i") if message.received_at else ""
    head = " · ".join(filter(None, [at, message.sender, words_of(VERDICTS, message.verdict.code)]))
    return f"{head}\n{shortened(message.text, _SHOWN)}"
