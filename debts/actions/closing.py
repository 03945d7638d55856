"""Closing an account for good: its rows, its files, its sessions. What stays is a line that says nothing of whom.

Every other account has a log of its own, so nothing of theirs changes. Rows are deleted table by table, not one by one,
for a ledger may hold a hundred thousand messages; references are checked when the transaction ends.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models.sql.subqueries import DeleteQuery

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.guests import leave_all
from debts.actions.indexing import index_all_messages
from debts.actions.sessions import end_sessions, open_sessions_of
from debts.models import Attachment, ClosedAccount, EvidenceEntry, ImportBatch, PictureInHand, User
from debts.models.evidence import CHAIN_START


def close_account(ctx: WriteContext) -> ClosedAccount:
    """Delete the account and all that belongs to it; the answer is what stays. There is no way back."""
    owner = ctx.owner
    with transaction.atomic():
        lock_owner(ctx)
        uploads, paths = list(_uploads_of(owner)), list(_paths_of(owner))
        leave_all(ctx)
        kept = _note_end(ctx)
        _delete_all(ctx)
        index_all_messages()  # it names no owner, and taking words out one by one would only mark them as gone
    for path in uploads:
        path.unlink(missing_ok=True)
    for name in _unused(paths):
        default_storage.delete(name)
    _empty_journal()
    return kept


def _delete_all(ctx: WriteContext) -> None:
    end_sessions(open_sessions_of(ctx.owner, ctx.now))
    for model, way in _tables():
        numbers = list(model._default_manager.filter(**{way: ctx.owner}).values_list("pk", flat=True))
        # Not through the model's own manager, which for the log refuses.
        DeleteQuery(model).delete_batch(numbers, connection.alias)
    User.objects.filter(pk=ctx.owner.pk).delete()


def _note_end(ctx: WriteContext) -> ClosedAccount:
    log = EvidenceEntry.objects.filter(owner=ctx.owner)
    last = log.order_by("-sequence").values_list("entry_hash", flat=True).first()
    return ClosedAccount.objects.create(closed_at=ctx.now, entries=log.count(), last_hash=last or CHAIN_START)


def _uploads_of(owner: User) -> Iterator[Path]:
    """What waits among the uploads: pictures to be looked through, files to be imported."""
    pictures = PictureInHand.objects.filter(owner=owner).values_list("file", flat=True)
    batches = ImportBatch.objects.filter(owner=owner).exclude(upload="").values_list("upload", flat=True)
    return (Path(settings.UPLOADS) / name for name in (*pictures, *batches))


def _paths_of(owner: User) -> Iterable[str]:
    return Attachment.objects.filter(owner=owner).values_list("path", flat=True)


def _unused(paths: Iterable[str]) -> Iterator[str]:
    """Those that nobody else has: equal bytes lie in one place, whoever handed them in."""
    return (path for path in set(paths) if not Attachment.objects.filter(path=path).exists())


def way_to_owner(model: type[models.Model]) -> str | None:
    """The lookup that leads from a row to its owner, such as ``share__owner``; None where a table is nobody's."""
    references = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    if any(field.name == "owner" for field in references):
        return "owner"
    onward = (field for field in references if field.related_model not in {model, User})
    ways = ((field.name, way_to_owner(field.related_model)) for field in onward)
    return next((f"{name}__{way}" for name, way in ways if way), None)


def _tables() -> list[tuple[type[models.Model], str]]:
    """The tables with the owners' rows, those first whose owner is found by way of others."""
    ways = [(model, way_to_owner(model)) for model in apps.get_app_config("debts").get_models()]
    return sorted(((model, way) for model, way in ways if way), key=lambda pair: -pair[1].count("__"))


def _empty_journal() -> None:
    """Have SQLite, which overwrites what it deletes, bring that into its file, and cut its journal off."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
