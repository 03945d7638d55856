"""Importing a file of messages chunk by chunk, each a transaction of its own, and undoing the import.

A batch remembers what was read of its file. Whoever stops an import at any moment, and starts it again, ends where it
would have ended without: a chunk is either there with all that came of it, or not at all.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from debts.actions.arrivals import Arrival, Recognised, arrivals_of, keep_arrivals, recognise
from debts.actions.context import WriteContext
from debts.actions.corrections import StillNeeded, TakenBack
from debts.actions.evidence import Log, lock_owner, log_write, refuse_strangers
from debts.actions.exhibits import attach_to_message
from debts.actions.holds import held_messages, refuse_held
from debts.actions.messages import record_batch, restore
from debts.actions.pictures import keep_picture
from debts.actions.refresh import Refresher, refresh_verdicts, refreshing_once
from debts.actions.settlements import keep_file
from debts.actions.tally import COUNTS, Chunk, NewFile, Tally
from debts.actions.touching import PIECE
from debts.actions.twins import ask_again
from debts.models import BatchState, Decision, ImportBatch, Message, Twin, TwinAnswer, User, Verdict
from debts.reconciler.collecting import collector_paused
from debts.reconciler.identity import New
from debts.reconciler.types import IncomingMessage


class Overtaken(Exception):
    """Another run imports the same batch and is further on; it is left to it."""


@transaction.atomic
def begin_import(ctx: WriteContext, *, source: str, sha256: str, form: str, upload: str) -> ImportBatch:
    """Record a file that is to be imported; ``upload`` is the name under which it waits."""
    batch = record_batch(ctx, source, sha256)
    _note(batch, state=BatchState.READING, form=form, upload=upload, beat_at=ctx.now)
    return batch


def unfinished(owner: User, *, sha256: str, form: str) -> ImportBatch | None:
    """The import of the same file, read in the same form, that was stopped before its end."""
    begun = ImportBatch.objects.of(owner).filter(sha256=sha256, form=form, state=BatchState.READING)
    found: ImportBatch | None = begun.order_by("pk").first()
    return found


def finished(owner: User, *, sha256: str, form: str) -> ImportBatch | None:
    """The import of the same bytes that has kept all there is in them: to read them again could bring nothing.

    Where something could not be read, it is worth another try by a newer reader.
    """
    same = ImportBatch.objects.of(owner).filter(sha256=sha256, form=form, state=BatchState.DONE, unreadable=0)
    found: ImportBatch | None = same.exclude(form="").order_by("pk").first()
    return found


def claim(batch: ImportBatch, now: datetime) -> bool:
    """Say that somebody works on a batch from now on; False where another was quicker."""
    taken = ImportBatch.objects.filter(pk=batch.pk, beat_at=batch.beat_at, state=batch.state).update(beat_at=now)
    return bool(taken)


class Import:
    """One run of an import, which takes the chunks of its file in order.

    Without a batch to go on with, one is recorded when the first message is new: a file that brings nothing leaves
    nothing behind.
    """

    def __init__(
        self, ctx: WriteContext, *, source: str, sha256: str = "", form: str = "", batch: ImportBatch | None = None
    ) -> None:
        self.batch = batch
        self.tally = Tally.of(batch) if batch else Tally()
        self._ctx = ctx
        self._source, self._sha256, self._form = source, sha256, form
        self._refresher = Refresher()

    @collector_paused()  # whose walks over a chunk's rows, which all go with it, took a tenth of the time
    def take(self, chunk: Chunk) -> None:
        """Keep and judge what is new in a chunk, and remember that it was read.

        Raises:
            Overtaken: Another run has read on meanwhile.
            TakenBack: The import was undone meanwhile.
        """
        arrivals = arrivals_of(chunk.messages)
        with transaction.atomic():
            lock_owner(self._ctx)
            batch = self._current()
            found = recognise(self._ctx.owner, arrivals, batch)
            returning, deleted = _of_undone_imports(self._ctx.owner, found)
            if batch is None and (found.fresh or returning):
                batch = record_batch(self._ctx, self._source, self._sha256)
            tally = self.tally.with_chunk(chunk, len(found.fresh) + len(returning), len(deleted))
            if batch:
                self._store(batch, found, returning)
                self._keep_files(found, chunk.files)
                _note(batch, state=BatchState.READING, form=self._form, beat_at=timezone.now(), **tally.fields())
        self.batch, self.tally = batch, tally

    def finish(self, state: BatchState = BatchState.DONE, problem: str = "") -> None:
        """Say that the file was read to its end, or why it cannot be read; the log keeps the counts."""
        with transaction.atomic():
            lock_owner(self._ctx)
            batch = self._current()
            if batch is None:
                return
            counts = {name: getattr(self.tally, name) for name in COUNTS}
            log_write(self._ctx, "imported", [batch], {**counts, **({"problem": problem} if problem else {})})
            report = {**self.tally.report, **({"problem": problem} if problem else {})}
            _note(batch, state=state, upload="", beat_at=None, report=report)
        self.batch = batch

    def _current(self) -> ImportBatch | None:
        """The batch as it is under the owner's lock."""
        if self.batch is None:
            return None
        self.batch.refresh_from_db()
        if self.batch.removed_at is not None:
            raise TakenBack(self.batch.ref)
        if self.batch.read != self.tally.read or self.batch.state != BatchState.READING:
            raise Overtaken
        return self.batch

    def _store(self, batch: ImportBatch, found: Recognised, returning: set[int]) -> None:
        self._ctx.touched.update(restore(self._ctx, returning, batch))
        log = Log(self._ctx)
        self._refresher.prepare(self._ctx, log)
        if fresh := found.fresh:
            keep_arrivals(self._ctx, log, fresh, batch)
            self._refresher.judge(self._ctx, log, _by_number(arrival for arrival, _ in fresh))

    def _keep_files(self, found: Recognised, files: Mapping[int, tuple[NewFile, ...]]) -> None:
        """Put the files that came with new messages beside them."""
        fresh = {place for place, answer in enumerate(found.answers) if isinstance(answer, New)}
        for place in sorted(fresh & files.keys()):
            message = Message.objects.get(pk=found.arrivals[place].pk)
            for file in files[place]:
                self._keep_file(message, file)

    def _keep_file(self, message: Message, file: NewFile) -> None:
        content, name = io.BytesIO(file.content), file.name or self._source
        if file.read:
            keep_picture(self._ctx, content, name, [message], read=file.read, corrected="")
        else:
            attach_to_message(self._ctx, message, keep_file(self._ctx, content, name))


def _by_number(arrivals: Any) -> dict[int, IncomingMessage]:
    kept: Sequence[Arrival] = list(arrivals)
    return {arrival.pk: arrival.incoming for arrival in kept}


def _note(batch: ImportBatch, **progress: Any) -> None:
    """Write how far the import is; that is no fact, so the log says nothing of it."""
    for name, value in progress.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(progress))


def _of_undone_imports(owner: User, found: Recognised) -> tuple[set[int], set[int]]:
    """Of kept messages that arrive again and were taken back, those that count again, and those that stay deleted.

    The first are those of an import that was undone as a whole; the others their owner has deleted one by one.
    """
    removed = {pk: found.removed[pk] for pk in found.known & found.removed.keys()}
    if not removed:
        return set(), set()
    rows = Message.objects.filter(owner=owner, pk__in=removed).exclude(batch__removed_at=None)
    undone = {pk for pk, at in rows.values_list("pk", "batch__removed_at") if removed[pk] >= at}
    return undone, removed.keys() - undone


def flagged_in(batch: ImportBatch) -> int:
    """How many messages of the batch that count contradict the ledger."""
    return Verdict.objects.filter(message__batch=batch, message__removed_at=None, is_flagged=True).count()


def decided_in(batch: ImportBatch) -> QuerySet[Message]:
    """The messages of the batch about which their owner has decided something: they keep it from being undone."""
    decided = Decision.objects.of(batch.owner).filter(message__batch=batch)
    return Message.objects.of(batch.owner).filter(pk__in=decided.values("message"))


def undo_messages(ctx: WriteContext, batch: ImportBatch, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Take back the messages of an import, some hundreds in a transaction; say whether that is done.

    When ``go_on`` says no, the rest is left to the next call. Raises StillNeeded where the owner has decided about a
    message of it, HeldByDispute where one is evidence in an open dispute. What becomes either while the rest is still
    to be taken back stays.
    """
    refuse_strangers(ctx, [batch])
    _begin_undoing(ctx, batch)
    while _undo_some(ctx, batch):
        if not go_on():
            return False
    _note(batch, state=BatchState.DONE, upload="", beat_at=None)
    return True


@transaction.atomic
def _begin_undoing(ctx: WriteContext, batch: ImportBatch) -> None:
    lock_owner(ctx)
    batch.refresh_from_db()
    if batch.removed_at is not None:
        return
    if decided_in(batch).exists():
        raise StillNeeded("decisions")
    refuse_held([batch])
    # What was joined with a message of this import would otherwise be lost with it.
    joined = (
        Twin.objects.of(ctx.owner).filter(answer=TwinAnswer.JOINED, first__batch=batch).exclude(second__batch=batch)
    )
    with refreshing_once(ctx):
        for twin in joined:
            ask_again(ctx, twin)
    batch.removed_at = ctx.now
    batch.save(update_fields=["removed_at"])
    log_write(ctx, "taken_back", [batch])
    _note(batch, state=BatchState.UNDOING, beat_at=ctx.now)


@transaction.atomic
def _undo_some(ctx: WriteContext, batch: ImportBatch) -> int:
    lock_owner(ctx)
    left = Message.objects.of(ctx.owner).filter(batch=batch).exclude(pk__in=held_messages(batch).values("message"))
    left = left.exclude(pk__in=decided_in(batch).values("pk"))
    rows = list(left.select_related("batch").order_by("pk")[:PIECE])
    if not rows:
        return 0
    for message in rows:
        message.removed_at = ctx.now
    Message.objects.filter(pk__in=[message.pk for message in rows]).update(removed_at=ctx.now)
    log_write(ctx, "taken_back", rows)
    refresh_verdicts(ctx)
    _note(batch, beat_at=timezone.now())
    return len(rows)
