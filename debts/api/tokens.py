"""The token itself: so that a program can tell whether it still works, and for what."""

from typing import Any

from ninja import Router, Schema

from debts.api.auth import ANYONE, ApiRequest
from debts.api.values import Moment

router = Router(tags=["token"])


class TokenOut(Schema):
    """What a token may do, and until when; null is for ever."""

    owner: str
    name: str
    scopes: list[str]
    expires_at: Moment | None


@router.get("/token", auth=ANYONE, response=TokenOut, summary="Show what this token may do")
def get_token(request: ApiRequest) -> Any:
    """Whom the token acts for, its scopes and its end."""
    token = request.token
    told: dict[str, Any] = {
        "name": token.name,
        "scopes": sorted(map(str, token.scopes)),
        "expires_at": token.expires_at,
    }
    return TokenOut.model_construct(owner=token.owner.get_username(), **told)
