"""Bearer tokens with scopes. A wrong token and a token of another scope are told apart, nothing else is."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from debts.actions import Route, WriteContext
from debts.actions.tokens import token_in_use
from debts.api.problems import Forbidden
from debts.models import ApiToken, TokenScope


class ApiRequest(HttpRequest):
    """A request that came with a good token."""

    auth: WriteContext
    token: ApiToken


class Bearer(HttpBearer):
    """Let a request in whose token is good and may do one of the things named."""

    def __init__(self, *scopes: TokenScope) -> None:
        self.scopes = scopes
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> WriteContext | None:
        """Find the owner that the token acts for; the request is asked once, however often it is looked at."""
        known: ApiToken | None = getattr(request, "token", None) or token_in_use(token, timezone.now())
        if known is None:
            return None
        request.token = known  # type: ignore[attr-defined]  # an ApiRequest from here on
        if not known.scopes & set(self.scopes):
            raise Forbidden(" or ".join(self.scopes))
        return WriteContext(known.owner, Route.API, timezone.now())


CHECKING = Bearer(TokenScope.CHECK)
READING = Bearer(TokenScope.READ)
WRITING = Bearer(TokenScope.WRITE)
SENDING = Bearer(TokenScope.MESSAGES_WRITE)
# What became of an import may be asked by whoever handed it in.
FOLLOWING = Bearer(TokenScope.READ, TokenScope.MESSAGES_WRITE)
ANYONE = Bearer(TokenScope.CHECK, TokenScope.READ, TokenScope.MESSAGES_WRITE, TokenScope.WRITE)
