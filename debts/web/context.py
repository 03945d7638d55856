"""What every page needs before it can read or write: the write context, and the owner's own row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from debts.access import Access
from debts.actions import HeldByDispute, Route, TakenBack, WriteContext
from debts.models.base import Fact
from debts.web.pages import OwnRequest

F = TypeVar("F", bound=Fact)


def writing(request: OwnRequest, access: Access | None = None) -> WriteContext:
    """Say who writes, from where and when; the request keeps it, so that the person can be told what it changed.

    With ``access`` it is the ledger of that dispute's owner that is written. A guest is told nothing of it beyond that.
    """
    guest = access.guest if access else None
    ctx = WriteContext(access.owner if access else request.user, Route.WEB, timezone.now(), guest=guest)
    if guest is None:
        request.write_context = ctx
    return ctx


def own_or_404(model: type[F], request: OwnRequest, pk: Any) -> F:
    """Fetch one fact of the signed-in owner; for everybody else, and once it is taken back, it does not exist."""
    found: F = get_object_or_404(model.objects.of(request.user), pk=pk)
    return found


def still_there(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer as for a fact that does not exist where it was taken back while its form was open.

    Where a fact is evidence in a dispute, the page that asked to take it back is shown again and says so.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TakenBack as gone:
            raise Http404 from gone
        except HeldByDispute as held:
            messages.error(
                request,
                _("它是争议“%(titles)s”的证据，争议进行期间不能撤回。可以先从争议里移除，或者等争议结束。")
                % {"titles": _("”、“").join(held.disputes)},
            )
            return redirect(request.get_full_path())

    return answer


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, so that a part of the page is enough."""
    return bool(getattr(request, "htmx", False))
