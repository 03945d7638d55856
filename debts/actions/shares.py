"""Links to a dossier: made, withdrawn, and opened with a passphrase that can be guessed at only a few times."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from debts.actions.context import WriteContext
from debts.actions.corrections import take_back
from debts.actions.evidence import lock_fact, log_write
from debts.actions.tokens import token_digest
from debts.models import Dispute, Share, ShareVisit, VisitKind

# Without letters and figures that are taken for one another when they are read out on the telephone.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4  # 31 signs in 16 places: 79 bits
MOST_WRONG_AT_ONCE = 5
WITHIN = timedelta(minutes=15)
MOST_WRONG = 30
AN_HOUR = timedelta(hours=1)
MOST_DOWNLOADS = 60
_LONGEST_PROGRAM = 200


@dataclass(frozen=True, slots=True)
class NewShare:
    """A link with the two secrets that are shown once."""

    share: Share
    token: str
    passphrase: str


@transaction.atomic
def share_dispute(
    ctx: WriteContext,
    dispute: Dispute,
    *,
    label: str,
    expires_at: datetime,
    passphrase: str = "",
    cover: Mapping[str, Any] | None = None,
) -> NewShare:
    """Make a link to a dispute's dossier; without a ``passphrase`` one is made up, without a ``cover`` all is seen."""
    lock_fact(ctx, dispute)
    token, words = secrets.token_urlsafe(32), passphrase or new_passphrase()
    share = Share.objects.create(
        owner=ctx.owner,
        recorded_at=ctx.now,
        dispute=dispute,
        label=label,
        digest=token_digest(token),
        passphrase=make_password(words),
        expires_at=expires_at,
        cover=dict(cover or {}),
    )
    log_write(ctx, "recorded", [share])
    return NewShare(share, token, words)


def new_passphrase() -> str:
    """Signs in groups, easy to read out."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def withdraw_share(ctx: WriteContext, share: Share) -> None:
    """Make the link useless from now on; that it was there stays on record."""
    take_back(ctx, share)


def open_share(share: Share, passphrase: str, now: datetime, program: str = "") -> VisitKind:
    """Try a passphrase: opened, wrong, or held back because too many were wrong.

    A try counts as wrong before it is looked at, so that many at once are no way around the bound.
    """
    with transaction.atomic():
        Share.objects.select_for_update().get(pk=share.pk)
        if is_held_back(share, now):
            note_visit_once(share, VisitKind.HELD_BACK, now, program)
            return VisitKind.HELD_BACK
        visit = note_visit(share, VisitKind.WRONG, now, program)
    if not check_password(passphrase, share.passphrase):
        return VisitKind.WRONG
    ShareVisit.objects.filter(pk=visit.pk).update(kind=VisitKind.OPENED)
    return VisitKind.OPENED


def is_held_back(share: Share, now: datetime) -> bool:
    """Whether no passphrase is looked at now: too many were wrong just before, or in all."""
    wrong = share.visits.filter(kind=VisitKind.WRONG)
    just_before = wrong.filter(at__gt=now - WITHIN).count()
    return just_before >= MOST_WRONG_AT_ONCE or wrong.count() >= MOST_WRONG


def is_locked(share: Share) -> bool:
    """Whether so many passphrases were wrong that the link stays shut."""
    return share.visits.filter(kind=VisitKind.WRONG).count() >= MOST_WRONG


def note_visit(share: Share, kind: VisitKind, now: datetime, program: str = "") -> ShareVisit:
    """Put down what somebody did with the link."""
    return ShareVisit.objects.create(share=share, kind=kind, at=now, program=program[:_LONGEST_PROGRAM])


def note_visit_once(share: Share, kind: VisitKind, now: datetime, program: str = "") -> None:
    """The same for what may come many times in a row: once in a quarter of an hour is enough to know."""
    if not share.visits.filter(kind=kind, at__gt=now - WITHIN).exists():
        note_visit(share, kind, now, program)


def may_download(share: Share, now: datetime) -> bool:
    """Whether another file may be made for whoever has the link."""
    made = share.visits.filter(kind__in=(VisitKind.PDF, VisitKind.BUNDLE), at__gt=now - AN_HOUR)
    return made.count() < MOST_DOWNLOADS
