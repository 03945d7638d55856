"""Webhooks out: which programs are told of flagged messages and deadlines."""

from typing import Annotated, Any

from ninja import Field, Path, Query, Router
from pydantic import StringConstraints

from debts.actions import TooManyAddresses, add_webhook, correct, take_back
from debts.actions.webhooks import MOST_ADDRESSES
from debts.api.auth import READING, WRITING, ApiRequest
from debts.api.problems import Contradiction
from debts.api.resources import Body, Kept, Page, PageQuery, changed, own, page_of, partial
from debts.api.values import Ref, Truth
from debts.dossier.webhooks import is_callable
from debts.models import Webhook

router = Router(tags=["webhooks"])
Address = Annotated[str, StringConstraints(pattern=r"^https?://[\x21-\x7e]+$", max_length=500)]


class WebhookIn(Body):
    """An address and what it is told of. A message's words and sender are sent only ``with_text``."""

    address: Address
    flagged: Truth = True
    deadlines: Truth = True
    with_text: Truth = False


class WebhookOut(WebhookIn, Kept):
    """An address that is told."""


class NewWebhook(WebhookOut):
    """The same with the secret of its signatures, which is shown here and never again."""

    secret: str = Field(examples=["whsec_…"])


WebhookChanges = partial(WebhookIn)


def _told(webhook: Webhook) -> dict[str, Any]:
    return {name: getattr(webhook, name) for name in WebhookIn.model_fields}


def _columns(body: WebhookIn) -> dict[str, Any]:
    if not is_callable(body.address):
        raise Contradiction(("/address", "Only https is called, and no address with a user, a password or a fragment."))
    return {name: getattr(body, name) for name in WebhookIn.model_fields}


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {**_told(webhook), "id": webhook.ref, "recorded_at": webhook.recorded_at}


def show_webhook(webhook: Webhook) -> WebhookOut:
    """An address as the API gives it, without its secret."""
    return WebhookOut.model_construct(**_shown(webhook))


@router.get("", auth=READING, response=Page[WebhookOut], summary="List the webhooks")
def list_webhooks(request: ApiRequest, asked: Query[PageQuery]) -> Any:
    """All addresses that are told, the last added first."""
    return page_of(request, Webhook.objects.of(request.auth.owner), asked, show_webhook, WebhookOut)


@router.post("", auth=WRITING, response={201: NewWebhook}, summary="Add a webhook")
def add_a_webhook(request: ApiRequest, body: WebhookIn) -> Any:
    """Tell an address from now on. The answer holds the secret by which it can check the signatures."""
    try:
        webhook, secret = add_webhook(request.auth, **_columns(body))
    except TooManyAddresses as many:
        raise Contradiction(("", f"There are {MOST_ADDRESSES} webhooks already, as many as are taken.")) from many
    return NewWebhook.model_construct(**_shown(webhook), secret=secret)


@router.get("/{ref}", auth=READING, response=WebhookOut, summary="Show a webhook")
def get_webhook(request: ApiRequest, ref: Path[Ref]) -> Any:
    """One address and what it is told of."""
    return show_webhook(own(Webhook, request, ref))


@router.patch("/{ref}", auth=WRITING, response=WebhookOut, summary="Change a webhook")
def correct_webhook(request: ApiRequest, ref: Path[Ref], body: WebhookChanges) -> Any:
    """Change what is sent and leave the rest; the secret stays."""
    webhook = own(Webhook, request, ref)
    return show_webhook(correct(request.auth, webhook, **_columns(changed(WebhookIn, _told(webhook), body))))


@router.delete("/{ref}", auth=WRITING, response={204: None}, summary="Remove a webhook")
def remove_webhook(request: ApiRequest, ref: Path[Ref]) -> None:
    """Tell the address nothing any more."""
    take_back(request.auth, own(Webhook, request, ref))
