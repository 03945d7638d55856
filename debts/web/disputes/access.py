"""The door of every page about one dispute: what does not exist for somebody is 404, what they may not do is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from debts.access import Access, access_to
from debts.disputes.roles import Deed
from debts.models import DisputeItem, DisputeStep
from debts.queries import zone_of
from debts.web.pages import OwnRequest

Part = DisputeItem | DisputeStep
Page = Callable[..., HttpResponseBase]


def of_dispute(deed: Deed) -> Callable[[Page], Page]:
    """Hand the page what whoever is signed in may do with the dispute of that number, if they may do ``deed``."""

    def door(page: Page) -> Page:
        @wraps(page)
        def enter(request: OwnRequest, pk: int, **more: Any) -> HttpResponseBase:
            access = _allowed(request, deed, pk)
            return _on_the_owners_clock(access, lambda: page(request, access, **more))

        return enter

    return door


def of_part(model: type[Part], deed: Deed) -> Callable[[Page], Page]:
    """The same for a page about an exhibit or a step: its dispute is asked for, and the part is handed on."""

    def door(page: Page) -> Page:
        @wraps(page)
        def enter(request: OwnRequest, pk: int) -> HttpResponseBase:
            part = get_object_or_404(model._default_manager.filter(removed_at=None), pk=pk)
            access = _allowed(request, deed, part.dispute_id)
            part.dispute = access.dispute
            return _on_the_owners_clock(access, lambda: page(request, access, part))

        return enter

    return door


def _allowed(request: OwnRequest, deed: Deed, pk: int) -> Access:
    access = access_to(request.user, pk=pk)
    if access is None:
        raise Http404
    if not access.may(deed):
        raise PermissionDenied
    return access


def _on_the_owners_clock(access: Access, page: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Days of a dispute are its owner's, whoever looks."""
    if access.guest is None:
        return page()  # the request is on that clock already
    with timezone.override(zone_of(access.owner)):
        return page()
