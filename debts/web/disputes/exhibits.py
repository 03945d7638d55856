"""What belongs to a dispute, one by one, for everybody to whom the dispute is open: a message and its files."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from debts.access import Access, papers_of
from debts.disputes.roles import Deed
from debts.models import MessageFile
from debts.queries import as_incoming
from debts.web.disputes.access import of_dispute
from debts.web.disputes.cases import exhibits_of
from debts.web.files import sent
from debts.web.marking import quote_of
from debts.web.messages.evidence import text_hash
from debts.web.pages import OwnRequest


@require_safe
@of_dispute(Deed.READ)
def dispute_exhibit(request: OwnRequest, access: Access, number: int) -> HttpResponse:
    """Show a message among the exhibits with its verdict. The reasons stay away: they may speak of other loans."""
    items = exhibits_of(access.dispute).select_related("message__verdict")
    item = get_object_or_404(items, number=number)
    message = item.message
    if message is None or message.removed_at is not None:
        raise Http404
    beside = MessageFile.objects.of(access.owner).filter(message=message).select_related("attachment").order_by("pk")
    context = {
        "access": access,
        "dispute": access.dispute,
        "item": item,
        "message": message,
        "quote": quote_of(as_incoming(message), message.verdict.readable),
        "files": beside,
        "text_hash": text_hash(message),
    }
    return render(request, "disputes/exhibit.html", context)


@require_safe
@of_dispute(Deed.READ)
def dispute_paper(_request: OwnRequest, access: Access, file: int) -> FileResponse:
    """Send a file that belongs to the dispute, as it was handed in."""
    return sent(get_object_or_404(papers_of(access.dispute), pk=file))
