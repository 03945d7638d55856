"""Letting somebody at home into a dispute, seeing who is in and what they did, and ending it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from debts.access import Access
from debts.actions import Route, WriteContext, let_in, let_out
from debts.disputes.roles import Deed
from debts.models import EvidenceEntry, Guest, GuestRole
from debts.web.context import writing
from debts.web.disputes.access import of_dispute
from debts.web.evidence.words import Line, lines_of
from debts.web.guests.forms import GuestForm
from debts.web.pages import OwnRequest, ask, confirmed, form_methods

LINES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """A guest with the last things that they wrote."""

    guest: Guest
    lines: list[Line]


@form_methods
@of_dispute(Deed.KEEP)
def dispute_guests(request: OwnRequest, access: Access) -> HttpResponse:
    """List the guests of a dispute, and let one in."""
    form = GuestForm(request.POST or None, owner=request.user)
    if form.is_valid() and form.person:
        given = form.cleaned_data
        let_in(
            writing(request),
            access.dispute,
            form.person,
            GuestRole(given["role"]),
            may_export=given["may_export"],
        )
        toasts.success(request, _("“%(name)s”现在能看到这件争议了。") % {"name": form.person.get_username()})
        return redirect("dispute_guests", access.dispute.pk)
    rows = Guest.objects.filter(owner=request.user, dispute=access.dispute)
    context = {
        "dispute": access.dispute,
        "form": form,
        "guests": _seen(row for row in rows if row.removed_at is None),
        "former": _seen(row for row in rows if row.removed_at is not None),
    }
    return render(request, "guests/list.html", context)


def _seen(guests: Iterable[Guest]) -> list[Seen]:
    return [Seen(guest, lines_of(_written_by(guest))) for guest in guests]


def _written_by(guest: Guest) -> Iterable[EvidenceEntry]:
    entries = EvidenceEntry.objects.filter(owner=guest.owner_id, payload__by=guest.ref)
    return entries.order_by("-sequence")[:LINES_SHOWN]


@form_methods
def guest_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """End it, after asking: its owner lets the guest out, or the guest leaves."""
    guest = Guest.objects.filter(pk=pk, removed_at=None).select_related("dispute", "owner").first()
    if guest is None or request.user.pk not in {guest.owner_id, guest.person_id}:
        raise Http404
    is_owner = guest.owner_id == request.user.pk
    back = reverse("dispute_guests", args=[guest.dispute_id]) if is_owner else reverse("disputes")
    if not confirmed(request):
        return ask(request, **(_ending if is_owner else _leaving)(guest), back=back)
    owner_or_guest = None if is_owner else guest
    let_out(WriteContext(guest.owner, Route.WEB, timezone.now(), guest=owner_or_guest), guest)
    toasts.success(request, _("已经停止。") if is_owner else _("这件争议不再对您显示。"))
    return redirect(back)


def _ending(guest: Guest) -> dict[str, str]:
    return {
        "title": _("不再给“%(name)s”看") % {"name": guest.name},
        "question": _("停止之后，对方立刻打不开这件争议；已经下载的收不回来，对方记下的内容会留着。"),
        "button": _("停止"),
    }


def _leaving(guest: Guest) -> dict[str, str]:
    return {
        "title": _("不再看“%(title)s”") % {"title": guest.dispute.title},
        "question": _("之后它不再出现在您这里。您记下的内容会留在对方的账本里；要再看，得请对方重新给您。"),
        "button": _("不再看"),
    }
