"""What somebody with a link sees: a question for the passphrase, then one dossier, and nothing else of the ledger.

No account and no session: a signed cookie that holds for an hour, and for the addresses of this one link, remembers
that the passphrase was right. Everything else is asked of the database anew: a withdrawn link ends at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from debts.actions.shares import MOST_WRONG_AT_ONCE, is_held_back, may_download, note_visit, note_visit_once, open_share
from debts.actions.tokens import token_digest
from debts.dossier.build import time_of_facts
from debts.dossier.bundle import build_bundle, bundle_file_name
from debts.dossier.covers import Cover
from debts.dossier.dossier import document_of, dossier_of
from debts.dossier.pdf import RenderingError, render_pdf
from debts.dossier.summary import SummaryDocument, summary_file_name
from debts.models import Share, VisitKind
from debts.queries import zone_of
from debts.web.files import download
from debts.web.pages import form_methods

logger = logging.getLogger(__name__)
COOKIE = "shared"
HOLDS_FOR = timedelta(hours=1)
_SIGNER = signing.TimestampSigner(salt="debts.shared")
View = Callable[..., HttpResponseBase]


class PassphraseForm(forms.Form):
    """The passphrase that came by another way than the link."""

    passphrase = forms.CharField(
        label=_("口令"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请输入口令。")},
    )


def unseen(view: View) -> View:
    """Keep an answer out of caches and search engines, and its address out of what other sites are told."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


def behind_the_passphrase(view: View) -> View:
    """Let only those through who know the passphrase of a link that holds; times are told on the owner's clock."""

    @wraps(view)
    def gate(request: HttpRequest, token: str) -> HttpResponseBase:
        share = _share(token)
        if not share.is_open(timezone.now()):
            return _ended(request)
        if not _is_known(request, share):
            return redirect("shared", token)
        with timezone.override(zone_of(share.owner)):
            return view(request, share, token)

    return unseen(gate)


# A page without a referrer has no origin to be checked by, and whoever posts here shows a passphrase and no account.
@csrf_exempt
@unseen
@form_methods
def shared(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for the passphrase, or show the dossier to whoever gave it."""
    share, now = _share(token), timezone.now()
    if not share.is_open(now):
        return _ended(request)
    if request.method == "POST":
        return _tried(request, share, token, now)
    if _is_known(request, share):
        with timezone.override(zone_of(share.owner)):
            return _dossier(request, share, token, now)
    return _ask(request, PassphraseForm(), is_held_back=is_held_back(share, now))


@behind_the_passphrase
@require_safe
def shared_pdf(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:  # noqa: ARG001  as the gate calls it
    """Hand out the summary as PDF."""
    return _download(share, VisitKind.PDF, request, lambda: _pdf(share), "application/pdf")


@behind_the_passphrase
@require_safe
def shared_bundle(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:  # noqa: ARG001  as the gate calls it
    """Hand out the evidence bundle; behind a link that covers something there is none."""
    if share.cover:
        raise Http404
    return _download(share, VisitKind.BUNDLE, request, lambda: _bundle(share), "application/zip")


def _share(token: str) -> Share:
    """The link of that secret, whether it still holds or not; for every other secret there is no page."""
    rows = Share.objects.select_related("dispute__lender", "dispute__loan", "owner")
    share: Share | None = rows.filter(digest=token_digest(token), owner__is_active=True).first()
    if share is None:
        raise Http404
    return share


def _tried(request: HttpRequest, share: Share, token: str, now: datetime) -> HttpResponseBase:
    form = PassphraseForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    outcome = open_share(share, form.cleaned_data["passphrase"], now, _program(request))
    if outcome is not VisitKind.OPENED:
        form.add_error("passphrase", _("口令不对。请向给您链接的人核对。"))
        return _ask(request, form, is_held_back=is_held_back(share, now))
    response = redirect("shared", token)
    response.set_cookie(
        COOKIE,
        _SIGNER.sign(_mark(share)),
        max_age=HOLDS_FOR,
        path=reverse("shared", args=[token]),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _is_known(request: HttpRequest, share: Share) -> bool:
    try:
        return _SIGNER.unsign(request.COOKIES.get(COOKIE, ""), max_age=HOLDS_FOR) == _mark(share)
    except signing.BadSignature:
        return False


def _mark(share: Share) -> str:
    """What the cookie says: this link with this passphrase."""
    return token_digest(f"{share.digest}{share.passphrase}")


def _ask(request: HttpRequest, form: PassphraseForm, *, is_held_back: bool = False) -> HttpResponseBase:
    context = {"form": form, "is_held_back": is_held_back, "most": MOST_WRONG_AT_ONCE}
    status = HTTPStatus.TOO_MANY_REQUESTS if is_held_back and form.is_bound else HTTPStatus.OK
    return render(request, "shares/passphrase.html", context, status=status)


def _ended(request: HttpRequest) -> HttpResponseBase:
    return render(request, "shares/ended.html", status=HTTPStatus.GONE)


def _dossier(request: HttpRequest, share: Share, token: str, now: datetime) -> HttpResponseBase:
    note_visit_once(share, VisitKind.READ, now, _program(request))
    ways = {name: reverse(f"shared_{name}", args=[token]) for name in ("pdf", "bundle")}
    return render(request, "shares/dossier.html", {"document": _document(share), "share": share, **ways})


def _at(share: Share) -> datetime:
    return time_of_facts(share.owner) or share.recorded_at


def _document(share: Share) -> SummaryDocument:
    return document_of(share.dispute, _at(share), Cover.from_json(share.cover))


def _pdf(share: Share) -> tuple[bytes, str]:
    with dossier_of(share.dispute, _at(share), Cover.from_json(share.cover)) as dossier:
        return render_pdf(dossier.document, dossier.papers), summary_file_name(dossier.document)


def _bundle(share: Share) -> tuple[bytes, str]:
    bundle = build_bundle(share.owner, dispute=share.dispute, now=_at(share))
    return bundle.content, bundle_file_name(share.dispute.lender, timezone.localdate(_at(share)))


def _download(
    share: Share, kind: VisitKind, request: HttpRequest, make: Callable[[], tuple[bytes, str]], media_type: str
) -> HttpResponseBase:
    """Make a file and hand it out; making one takes a second, so there is a bound."""
    now = timezone.now()
    if not may_download(share, now):
        return render(request, "shares/trouble.html", {"is_too_often": True}, status=HTTPStatus.TOO_MANY_REQUESTS)
    note_visit(share, kind, now, _program(request))
    try:
        content, name = make()
    except (RenderingError, FileNotFoundError):
        logger.exception("A shared dossier could not be made.")
        return render(request, "shares/trouble.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return download(content, name, media_type)


def _program(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "").encode("utf-8", "replace").decode().replace("\x00", "")


urlpatterns = [
    path("<str:token>/", shared, name="shared"),
    path("<str:token>/summary.pdf", shared_pdf, name="shared_pdf"),
    path("<str:token>/bundle.zip", shared_bundle, name="shared_bundle"),
]
