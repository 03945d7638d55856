"""Writing once what a program sends twice: its answer is kept with the write, and given again for the same key."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.models import StoredAnswer

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: status, the headers that matter, and the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class OtherRequest(Exception):
    """The key was used for something else before."""


class Failed(Exception):
    """The request was refused: nothing of it may stay. ``answer`` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def once(ctx: WriteContext, key: str, request: str, write: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Write, and keep the answer under ``key``; say whether it is one of an earlier time.

    ``request`` is a digest of what is asked. All of it is one transaction under the owner's lock: of two requests at
    once the second waits for the first, and a write that fails leaves neither facts nor an answer behind. ``write``
    raises Failed for a request that is refused: it can be mended and sent again under the same key.

    Raises OtherRequest where the key stands for another request.
    """
    hashed = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    with transaction.atomic():
        lock_owner(ctx)
        StoredAnswer.objects.filter(owner=ctx.owner, at__lte=ctx.now - KEPT_FOR).delete()
        kept = StoredAnswer.objects.filter(owner=ctx.owner, key=hashed).first()
        if kept:
            if kept.request != request:
                raise OtherRequest(key)
            return Answer(kept.status, kept.headers, bytes(kept.body)), True
        answer = write()
        StoredAnswer.objects.create(
            owner=ctx.owner,
            key=hashed,
            request=request,
            status=answer.status,
            headers=dict(answer.headers),
            body=answer.body,
            at=ctx.now,
        )
    return answer, False
