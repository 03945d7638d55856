"""What became of an import, in words and figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.importing.background import UNDER_WAY
from debts.models import Attachment, BatchState, ImportBatch, Message, Twin, TwinAnswer
from debts.models.base import FactQuerySet
from debts.reconciler.types import VerdictCode
from debts.wording import IMPORT_PROBLEMS, SKIPPED, UNREADABLE, say_place

A_MINUTE = 60
ASKING = tuple(code.value for code in VerdictCode if code.asks)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why items were left out or could not be read, how many, and the places of some."""

    words: Promise | str
    count: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: in percent, and how long the rest takes in words; None and nothing where nobody knows."""

    percent: int | None
    left: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that is said about one import."""

    is_under_way: bool
    is_undone: bool
    problem: Promise | str
    skipped: tuple[Reason, ...]
    unreadable: tuple[Reason, ...]
    deleted: int
    kept: int
    flagged: int
    ask: int
    twins: int
    original: Attachment | None


def report_of(batch: ImportBatch) -> Report:
    """The report of an import, in four queries."""
    told = batch.report
    counts = (
        Message.objects.of(batch.owner_id)
        .filter(batch=batch)
        .aggregate(
            kept=Count("pk"),
            flagged=Count("pk", filter=Q(verdict__is_flagged=True)),
            ask=Count("pk", filter=Q(verdict__code__in=ASKING)),
        )
    )
    problem = told.get("problem", "")
    return Report(
        is_under_way=batch.state in UNDER_WAY,
        is_undone=batch.removed_at is not None,
        problem=IMPORT_PROBLEMS.get(problem, IMPORT_PROBLEMS["unknown"]) if batch.state == BatchState.FAILED else "",
        skipped=tuple(Reason(SKIPPED.get(code, code), count) for code, count in told.get("skipped", {}).items()),
        unreadable=tuple(_unreadable(told)),
        deleted=told.get("deleted", 0),
        twins=open_twins(batch.owner_id).filter(second__batch=batch).count(),
        original=Attachment.objects.of(batch.owner_id).filter(sha256=batch.sha256).first() if batch.sha256 else None,
        **counts,
    )


def open_twins(owner: object) -> FactQuerySet:
    """The pairs that nobody has answered about, and of which both messages still count."""
    asked = Twin.objects.of(owner).filter(answer=TwinAnswer.OPEN)
    return asked.filter(first__removed_at=None, second__removed_at=None)


def _unreadable(told: Mapping[str, Any]) -> Iterable[Reason]:
    places = told.get("places", [])
    for code, count in told.get("unreadable", {}).items():
        said = tuple(say_place(kind, number, file, detail) for kind, number, file, why, detail in places if why == code)
        yield Reason(UNREADABLE.get(code, code), count, said)


def progress_of(batch: ImportBatch, now: datetime) -> Progress:
    """How far an import is, told by the share of the file that was read."""
    share = batch.report.get("share")
    if not share or batch.state != BatchState.READING:
        return Progress(None, "")
    seconds = (now - batch.recorded_at).total_seconds() * (1 - share) / share
    return Progress(round(share * 100), _time_left(seconds))


def _time_left(seconds: float) -> str:
    if seconds < A_MINUTE:
        return _("不到一分钟")
    minutes = round(seconds / A_MINUTE)
    return ngettext("大约 %(count)d 分钟", "大约 %(count)d 分钟", minutes) % {"count": minutes}
