"""Keeping messages of a paste as evidence, with what the owner says about them in the same breath."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.http import Http404

from debts.actions import Receipt, decide, receive_messages
from debts.models import Loan, Message
from debts.models.messages import DecisionKind
from debts.web.check.pasted import Judged
from debts.web.context import own_or_404, writing
from debts.web.pages import OwnRequest
from debts.web.screenshots.keeping import keep_pictures

SOURCE = "paste"
EVERY, FLAGGED = "all", "flagged"
# Buttons that keep one message and decide about it.
DECIDING = {
    "about": DecisionKind.ABOUT_LOAN,
    "not_mine": DecisionKind.NOT_MINE,
    "elsewhere": DecisionKind.LENDER_NOT_KEPT,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the pressed button asks for: which messages to keep, and what to decide about them."""

    messages: tuple[Judged, ...]
    decision: DecisionKind | None = None
    loan: Loan | None = None


def wish_of(request: OwnRequest, judged: Sequence[Judged]) -> Wish:
    """Read the pressed button. No such message in the paste: an empty wish."""
    for name, kind in DECIDING.items():
        if key := request.POST.get(name):
            loan = _loan(request, key) if kind is DecisionKind.ABOUT_LOAN else None
            return Wish(_with_key(judged, key), kind, loan)
    asked = request.POST.get("keep", "")
    if asked == EVERY:
        return Wish(tuple(judged))
    if asked == FLAGGED:
        return Wish(tuple(row for row in judged if row.judgement.verdict.code.is_flagged))
    return Wish(_with_key(judged, asked))


def _with_key(judged: Sequence[Judged], key: str) -> tuple[Judged, ...]:
    return tuple(row for row in judged if row.pasted.key == key)


def _loan(request: OwnRequest, key: str) -> Loan:
    pk = request.POST.get(f"{key}-loan", "")
    if not pk.isdecimal():
        raise Http404
    return own_or_404(Loan, request, pk)


@transaction.atomic
def keep(request: OwnRequest, wish: Wish, paste: str) -> tuple[Receipt, list[Message]]:
    """Keep the messages and record the decision; answer with the receipt and the rows, kept before or now."""
    ctx = writing(request)
    # The ids are places in the paste. What stands there twice, to the letter, is one message.
    incoming = [replace(row.pasted.incoming, id="") for row in wish.messages]
    digest = hashlib.sha256(paste.encode("utf-8")).hexdigest()
    receipt = receive_messages(ctx, incoming, source=SOURCE, sha256=digest)
    rows = [*receipt.new, *(row.pasted.kept for row in wish.messages if row.pasted.kept)]
    if upload := request.POST.get("pictures"):
        keep_pictures(ctx, upload, rows)
    if wish.decision:
        for row in rows:
            decide(ctx, row, wish.decision, loan=wish.loan)
    return receipt, rows
