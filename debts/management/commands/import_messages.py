"""Take the messages of a file into a ledger."""

import json
import sys
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from debts.actions import Route, TakenBack, WriteContext
from debts.actions.imports import Import, Overtaken, finished, flagged_in, unfinished
from debts.actions.tally import Tally
from debts.evidence.canonical import sha256_of_file
from debts.importing.chunks import CHUNK
from debts.importing.pictures import holds_picture, take_picture
from debts.importing.running import run
from debts.intake.detect import AUTO, FORMATS, UnknownFormat
from debts.management.base import OwnerCommand, file_troubles, writing
from debts.models import ImportBatch
from debts.queries import zone_of

A_MOMENT = 2  # seconds, after which the command says how far it is


class Command(OwnerCommand):
    """Import messages."""

    help = (
        "Keeps and judges the messages of a file. Those that are kept already are counted as duplicates. "
        "It can be stopped at any moment; run again, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its form, the owner and the manner."""
        super().add_arguments(parser)
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", default=AUTO, choices=[AUTO, *FORMATS])
        parser.add_argument("--day", type=date.fromisoformat, help="when a picture was made: 2024-03-05")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")
        parser.add_argument("--chunk", type=int, default=CHUNK, help="how many items a transaction takes")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the file and end with the counts; unreadable rows are named with their place."""
        ctx = writing(options, Route.IMPORT)
        try:
            with file_troubles("opened"):
                counts = self._tried(ctx, options) if options["dry_run"] else self._import(ctx, options)
        except UnknownFormat as problem:
            raise CommandError(f"The file cannot be read: {problem}") from None
        except (Overtaken, TakenBack):
            raise CommandError("Another run imports this file just now, or has undone it; nothing is lost.") from None
        lines = [json.dumps(counts)] if options["json"] else [f"{name}: {value}" for name, value in counts.items()]
        self.stdout.write("\n".join(lines))

    def _tried(self, ctx: WriteContext, options: dict[str, Any]) -> dict[str, Any]:
        """The counts of an import of which nothing stays."""
        with transaction.atomic():
            counts = self._import(ctx, options)
            transaction.set_rollback(True)
        return {**counts, "batch": None}

    def _import(self, ctx: WriteContext, options: dict[str, Any]) -> dict[str, Any]:
        path, form, day = options["path"], options["format"], options["day"]
        if day and not holds_picture(path):
            raise CommandError("--day is for pictures; in other files the times are complete.")
        sha256 = sha256_of_file(path)
        if not day and (before := finished(ctx.owner, sha256=sha256, form=form)):
            return self._counts(Tally.of(before).again(), None)
        batch = unfinished(ctx.owner, sha256=sha256, form=form)
        job = Import(ctx, source=path.name, sha256=sha256, form=form, batch=batch)
        if day:
            take_picture(job, path, zone=zone_of(ctx.owner), day=day)
        else:
            run(ctx, job, path, form=form, size=max(1, options["chunk"]), go_on=Progress(job, self.stderr).say)
        return self._counts(job.tally, job.batch)

    def _counts(self, tally: Tally, batch: ImportBatch | None) -> dict[str, Any]:
        for kind, number, file, code, detail in tally.report.get("places", []):
            place = f"{file}: {kind} {number}" if file else f"{kind} {number}"
            self.stderr.write(f"unreadable: {place}: {code}" + (f" ({detail})" if detail else ""))
        return {
            "read": tally.read,
            "new": tally.new,
            "duplicates": tally.duplicates,
            "skipped": tally.skipped,
            "unreadable": tally.unreadable,
            "flagged": flagged_in(batch) if batch else 0,
            "batch": batch.ref if batch else None,
        }


class Progress:
    """Says on a terminal how many items were read and how long the rest will take, for all that takes longer."""

    def __init__(self, job: Import, stream: Any) -> None:
        self._job = job
        self._stream = stream
        self._begun = self._said = time.monotonic()
        self._first = job.tally.report.get("share") or 0.0

    def say(self) -> bool:
        """Say it every other second; always go on."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._said >= A_MOMENT:
            self._said = now
            self._stream.write(f"{self._job.tally.read} read{self._left(now)}")
        return True

    def _left(self, now: float) -> str:
        share = self._job.tally.report.get("share")
        if not share or share <= self._first:
            return ""
        seconds = (now - self._begun) * (1 - share) / (share - self._first)
        return f", about {seconds:.0f} s left"
