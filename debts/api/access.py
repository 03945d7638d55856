"""Disputes as a token's owner may use them: their own, and those that another account lets them read or edit."""

from django.http import HttpRequest

from debts.access import Access, access_to
from debts.actions import WriteContext
from debts.api.auth import ApiRequest
from debts.api.problems import NotAllowed, NotThere
from debts.disputes.roles import Deed
from debts.reconciler.characters import is_storable

DISPUTES = "/api/v1/disputes/"


def dispute_for(deed: Deed, request: ApiRequest, ref: str) -> Access:
    """The dispute of that id; raises NotThere where there is none for the token's owner, NotAllowed for the deed."""
    access = access_to(request.auth.owner, ref=ref) if is_storable(ref) else None
    if access is None:
        raise NotThere
    if not access.may(deed):
        raise NotAllowed(access.role.value)
    return access


def writing_in(request: ApiRequest, access: Access) -> WriteContext:
    """Who writes into the ledger of the dispute's owner."""
    if access.guest is None:
        return request.auth
    return WriteContext(access.owner, request.auth.route, request.auth.now, guest=access.guest)


def ledger_of(ctx: WriteContext, request: HttpRequest, ref: str) -> WriteContext:
    """Whose ledger a request would change: that of a dispute's owner, else that of the token's."""
    if not request.path_info.startswith(DISPUTES) or not is_storable(ref):
        return ctx
    access = access_to(ctx.owner, ref=ref)
    return WriteContext(access.owner, ctx.route, ctx.now, guest=access.guest) if access and access.guest else ctx
