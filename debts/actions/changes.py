"""Putting on record which kept messages are judged differently, since when, and because of what."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import F

from debts.actions.context import Cause, WriteContext
from debts.actions.storing import Move
from debts.actions.touching import PIECE
from debts.models import Change, ChangedVerdict
from debts.rulebook import load_rulebook


def keep_changes(ctx: WriteContext, moves: Sequence[Move]) -> None:
    """Record the verdicts that the facts written just now have changed; nothing where there is none."""
    if not moves:
        return
    causes = [asdict(cause) for cause in ctx.causes.values()]
    version = load_rulebook().version
    aged = sorted({move.rulebook for move in moves} - {version})
    _record(ctx, moves, [*causes, *(_upgrade(older, version) for older in aged)])


def keep_upgrade(ctx: WriteContext, moves: Iterable[Move]) -> None:
    """Record the verdicts that a new rulebook has changed, in one record for each step from version to version."""
    version = load_rulebook().version
    by_version = attrgetter("rulebook")
    for older, moved in groupby(sorted(moves, key=by_version), by_version):
        _record(ctx, list(moved), [_upgrade(older, version)], upgrade=f"{older}>{version}")


def _upgrade(older: str, newer: str) -> dict[str, Any]:
    return asdict(Cause("upgraded", "rulebook", 1, before={"version": older}, after={"version": newer}))


def _record(ctx: WriteContext, moves: Sequence[Move], causes: list[dict[str, Any]], upgrade: str = "") -> None:
    change = (_begun(ctx, upgrade) if upgrade else None) or Change.objects.create(
        owner=ctx.owner, at=ctx.now, route=ctx.route, causes=causes, upgrade=upgrade
    )
    ctx.changes.append(change.pk)
    lines = [
        ChangedVerdict(change=change, message_id=move.message, before=move.before, after=move.after) for move in moves
    ]
    # A run that was taken up again may move a message once more: the last word counts.
    ChangedVerdict.objects.bulk_create(
        lines,
        batch_size=PIECE,
        update_conflicts=True,
        unique_fields=["change", "message"],
        update_fields=["after"],
    )
    change.verdicts.filter(before=F("after")).delete()


def _begun(ctx: WriteContext, upgrade: str) -> Change | None:
    """The record of the same step of the rulebook, unless the ledger has gone to yet another version since."""
    steps = Change.objects.filter(owner=ctx.owner).exclude(upgrade="")
    elsewhere = steps.exclude(upgrade__endswith=f">{upgrade.partition('>')[2]}").first()
    begun = steps.filter(upgrade=upgrade).first()
    return begun if begun and (elsewhere is None or elsewhere.pk < begun.pk) else None
