"""Making a link to a dispute's dossier, seeing who opened it, and withdrawing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from debts.actions import share_dispute, withdraw_share
from debts.actions.shares import NewShare, is_locked
from debts.dossier.covers import FIELDS, Cover, Field, frozen
from debts.models import Dispute, Share, ShareVisit
from debts.web.context import own_or_404, writing
from debts.web.dossiers.forms import CoverForm
from debts.web.fields import TextField
from debts.web.pages import OwnRequest, ask, confirmed, form_methods

SHORTEST_PASSPHRASE = 8
DAYS = (1, 3, 7, 30)
USUAL_DAYS = 7
VISITS_SHOWN = 30


class ShareForm(CoverForm):
    """For whom a link is, how long it holds, the passphrase, and what its readers do not see."""

    label = TextField(
        label=gettext_lazy("给谁看"),
        max_length=100,
        help_text=gettext_lazy("只给您自己看的备注，例如 王律师。"),
        error_messages={"required": gettext_lazy("请写一下给谁看，以后好认。")},
    )
    days = forms.TypedChoiceField(label=gettext_lazy("多久之后失效"), coerce=int, initial=USUAL_DAYS)
    passphrase = TextField(
        label=gettext_lazy("口令"),
        required=False,
        min_length=SHORTEST_PASSPHRASE,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("留空就替您生成一个。不要用生日、手机号，也不要用您的登录密码。"),
        error_messages={"min_length": gettext_lazy("口令至少要 %(limit_value)d 个字符；也可以留空，由这里生成。")},
    )

    field_order = ("label", "days", "passphrase")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_covered"].help_text = _(
            "给律师看一般不用遮盖。遮盖之后，对方只能看网页和 PDF，不能下载证据包：那里面的记录要能逐字核对，遮不了。"
        )
        words = [(days, ngettext("%(days)d 天", "%(days)d 天", days) % {"days": days}) for days in DAYS]
        self.fields["days"].choices = words  # type: ignore[attr-defined]  # a TypedChoiceField


@dataclass(frozen=True, slots=True)
class Shared:
    """A link with how it stands and what was done with it."""

    share: Share
    is_open: bool
    is_locked: bool
    visits: list[ShareVisit]
    covered: list[str]


@never_cache
@form_methods
def dispute_shares(request: OwnRequest, pk: int) -> HttpResponse:
    """List the links to a dispute with who opened them; make one and show its secrets on this one answer."""
    dispute = own_or_404(Dispute, request, pk)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _page(request, dispute, ShareForm(), _made(request, dispute, form))
    return _page(request, dispute, form)


def _made(request: OwnRequest, dispute: Dispute, form: ShareForm) -> NewShare:
    ctx, given = writing(request), form.cleaned_data
    expires_at = ctx.now + timedelta(days=given["days"])
    return share_dispute(
        ctx,
        dispute,
        label=given["label"],
        expires_at=expires_at,
        passphrase=given["passphrase"],
        cover=frozen(request.user, dispute, form.cover()).as_json(),
    )


def _page(request: OwnRequest, dispute: Dispute, form: ShareForm, new: NewShare | None = None) -> HttpResponse:
    now = timezone.now()
    shares = Share.objects.filter(owner=request.user, dispute=dispute).select_related("dispute")
    context = {
        "dispute": dispute,
        "form": form,
        "new": new,
        "link": request.build_absolute_uri(reverse("shared", args=[new.token])) if new else "",
        "is_secure": request.is_secure(),
        "shares": [_shared(share, now) for share in shares],
    }
    return render(request, "shares/list.html", context)


def _shared(share: Share, now: datetime) -> Shared:
    visits = list(share.visits.all()[:VISITS_SHOWN])
    return Shared(share, share.is_open(now), is_locked(share), visits, covered_of(share))


def covered_of(share: Share) -> list[str]:
    """What the readers of a link do not see, in words."""
    cover = Cover.from_json(share.cover)
    return [*(str(FIELDS[one]) for one in Field if one in cover.fields), *(f"“{word}”" for word in cover.words)]


@form_methods
def share_withdraw(request: OwnRequest, pk: int) -> HttpResponse:
    """Make a link useless, after asking."""
    share = own_or_404(Share, request, pk)
    back = reverse("dispute_shares", args=[share.dispute_id])
    if not confirmed(request):
        question = _("停用之后，谁都不能再用它打开材料；已经下载的收不回来。打开过的记录会留着。")
        return ask(request, title=_("停用这个链接"), question=question, button=_("停用"), back=back)
    withdraw_share(writing(request), share)
    toasts.success(request, _("这个链接已经停用。"))
    return redirect(back)
