"""One page on which the owner ticks, corrects and confirms what the messages prove; each confirmation can be undone."""

from collections import Counter

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from debts.actions import TakenBack, WriteContext
from debts.actions.proposals import Confirmed, confirm, undo_sitting
from debts.models import Sitting
from debts.queries import loans_of
from debts.reconciler.proposal_types import Proposals
from debts.web.context import own_or_404, writing
from debts.web.pages import OwnRequest, form_methods
from debts.web.proposals.confirming import Refused, confirmed_in
from debts.web.proposals.proposed import proposals_of
from debts.web.proposals.table import Table

SITTINGS_SHOWN = 5
UNPLACED_SHOWN = 20
COUNTED = ("lender", "loan", "repayment", "settlement", "assignment")


@form_methods
def proposals(request: OwnRequest) -> HttpResponse:
    """Show what the messages prove, and record what was ticked."""
    if request.method == "POST":
        return _recorded(request)
    found, table = _looked(request)
    return _page(request, found, table)


def _recorded(request: OwnRequest) -> HttpResponse:
    ctx = writing(request)
    seen: list[Proposals] = []

    def find() -> Confirmed:
        found, table = _looked(request)
        seen.append(found)
        return confirmed_in(table, ctx.now)

    try:
        sitting = confirm(ctx, find)
    except Refused as refused:
        toasts.error(request, _("还没有记入。请先改好标出来的地方，再确认一次。"))
        return _page(request, seen[0], refused.table)
    _tell(request, sitting)
    return redirect("proposals")


def _looked(request: OwnRequest) -> tuple[Proposals, Table]:
    """What is proposed, and its table with what was typed; both see the same loans, which are read once."""
    loans = list(loans_of(request.user))
    shown = proposals_of(request.user, loans)
    typed = request.POST if request.method == "POST" else None
    page = _number((typed or request.GET).get("page"))
    return shown.proposals, Table(shown, loans, today=timezone.localdate(), page=page, typed=typed)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < len("10000") else 1


def _page(request: OwnRequest, found: Proposals, table: Table) -> HttpResponse:
    sittings = Sitting.objects.of(request.user)[:SITTINGS_SHOWN]
    context = {
        "table": table,
        "count": found.count,
        "names": found.names,
        "unplaced": len(found.unplaced),
        "sittings": [(sitting, said_of(sitting)) for sitting in sittings],
    }
    return render(request, "proposals/list.html", context)


def said_of(sitting: Sitting) -> str:
    """What was recorded in one sitting, in words."""
    counts = Counter(kind for kind, _ in sitting.facts)
    words = {
        "lender": ngettext("%(count)d 家机构", "%(count)d 家机构", counts["lender"]),
        "loan": ngettext("%(count)d 笔借款", "%(count)d 笔借款", counts["loan"]),
        "repayment": ngettext("%(count)d 笔还款", "%(count)d 笔还款", counts["repayment"]),
        "settlement": ngettext("%(count)d 次结清", "%(count)d 次结清", counts["settlement"]),
        "assignment": ngettext("%(count)d 次债权转让", "%(count)d 次债权转让", counts["assignment"]),
    }
    return _("、").join(words[kind] % {"count": counts[kind]} for kind in COUNTED if counts[kind])


def _tell(request: OwnRequest, sitting: Sitting | None) -> None:
    if sitting is None:
        toasts.info(request, _("没有打勾，什么都没有记。"))
    elif said := said_of(sitting):
        toasts.success(request, _("已记入：%(facts)s。") % {"facts": said})
    else:
        toasts.success(request, _("好的，这些不会再提。"))


@require_POST
def proposals_undo(request: OwnRequest, pk: int) -> HttpResponse:
    """Take back what one confirmation recorded."""
    sitting = own_or_404(Sitting, request, pk)
    ctx: WriteContext = writing(request)
    try:
        stayed = undo_sitting(ctx, sitting)
    except TakenBack:
        return redirect("proposals")
    if stayed:
        words = ngettext(
            "已撤回。有 %(count)d 项没有撤回，因为后来又在上面记了别的，或者它是争议的证据。",
            "已撤回。有 %(count)d 项没有撤回，因为后来又在上面记了别的，或者它是争议的证据。",
            stayed,
        )
        toasts.warning(request, words % {"count": stayed})
    else:
        toasts.success(request, _("已撤回。这些消息又列在下面了。"))
    return redirect("proposals")
