"""Telling an owner that somebody signed in with a browser that was not known: on the next page, and by mail.

The browser that signs in is not told, only the others: each session that is open now, and whoever comes back with a
browser that was known before.
"""

import logging
import smtplib
from importlib import import_module
from threading import Thread

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from debts.dossier.own_mails import mail_to
from debts.models import SignIn, User
from debts.queries import language_of, zone_of
from debts.web.pages import OwnRequest
from debts.web.signing.programs import said
from debts.web.signing.sessions import remember_browser, this_one

_TOLD = "new_sign_ins"
_log = logging.getLogger(__name__)


def after_sign_in(request: OwnRequest, response: HttpResponse) -> None:
    """Tell the others about this sign-in, where it is news, and this browser what happened since it was here last."""
    row = this_one(request)
    if row is None:
        return
    if row.is_new:
        _leave_word(row)
        _send_mail(row)
    elif row.browser:
        _tell(request, _since_last_time(row))
    remember_browser(request, response)


def tell(request: OwnRequest) -> None:
    """Show what was left for this session."""
    left = request.session.pop(_TOLD, None) if _TOLD in request.session else None
    if left:
        _tell(request, list(SignIn.objects.filter(owner=request.user, pk__in=left)))


def _since_last_time(row: SignIn) -> list[SignIn]:
    mine = SignIn.objects.filter(owner=row.owner)
    before = mine.filter(browser=row.browser, at__lt=row.at).first()
    return list(mine.filter(is_new=True, at__gt=before.at).exclude(browser=row.browser)) if before else []


def _tell(request: OwnRequest, rows: list[SignIn]) -> None:
    for row in rows:
        words = _("%(at)s，有人用没见过的浏览器（%(program)s）登录了您的账户。不是您的话，请退出那里的登录，再改密码。")
        facts = {"at": date_format(timezone.localtime(row.at), "DATETIME_FORMAT"), "program": said(row.program)}
        address = f"{reverse('mfa_index')}#sessions"
        messages.warning(request, format_html('{} <a href="{}">{}</a>', words % facts, address, _("看登录记录")))


def _leave_word(row: SignIn) -> None:
    """Put the news into the other sessions of the owner; they show it with their next page."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = SignIn.objects.filter(owner=row.owner).exclude(pk=row.pk).values("session_key")
    others = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    for key in others.values_list("session_key", flat=True):
        other = store(key)
        other[_TOLD] = [*other.get(_TOLD, ()), row.pk]
        other.save()


def _send_mail(row: SignIn) -> None:
    if settings.CAN_SEND_MAIL and row.owner.email:
        Thread(target=_sent, args=[_mail(row)], daemon=True).start()  # nobody waits for a mail server to sign in


def _mail(row: SignIn) -> EmailMessage:
    owner: User = row.owner
    with translation.override(language_of(owner)), timezone.override(zone_of(owner)):
        at = date_format(timezone.localtime(row.at), "DATETIME_FORMAT")
        lines = (
            _("%(at)s，有人用没见过的浏览器登录了您的账户：%(program)s，地址 %(address)s。"),
            _("是您自己，就不用管这封信。"),
            _("不是您，请马上登录，到“登录与安全”退出其他登录，再改密码。"),
        )
        facts = {"at": at, "program": said(row.program), "address": row.address or _("不清楚")}
        return mail_to(owner, _("有新的登录"), "\n\n".join(lines) % facts)


def _sent(mail: EmailMessage) -> None:
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        _log.exception("A mail about a sign-in could not be sent.")
