"""Bearer tokens with scopes. A wrong token and a token of another scope are told apart, nothing else is."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from debts.actions import Route, WriteContext
from debts.actions.tokens import token_digest
from debts.api.problems import Forbidden
from debts.models import ApiToken, TokenScope


class Scope(HttpBearer):
    """Let a request in whose token is valid and made for ``scope``."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, _request: HttpRequest, token: str) -> WriteContext | None:
        """Find the owner that the token acts for."""
        known = ApiToken.objects.select_related("owner").filter(digest=token_digest(token), revoked_at=None).first()
        if known is None or not known.owner.is_active:
            return None
        if known.scope != self.scope:
            raise Forbidden(self.scope)
        return WriteContext(known.owner, Route.API, timezone.now())
