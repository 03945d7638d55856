"""Checks of an archive as a whole: ids are unique, references and files are there. Each check has one signature.

What is checked is listed apart from how: which lists have ids, what points at what, what names a file.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from debts.intake.archive_disputes import check_disputes
from debts.intake.archive_types import Archive
from debts.intake.fields import Report
from debts.intake.values import ProblemCode
from debts.reconciler.types import DecisionKind

Place = tuple[str, str]
# Rows are named by the list that they stand in and, where that is within another's rows, by the list there. What points
# at what:
REFERENCES: dict[Place, tuple[str, ...]] = {
    ("loans", ""): ("lender",),
    ("decisions", ""): ("message", "loan"),
    ("disputes", ""): ("lender", "loan"),
    ("disputes", "items"): ("message", "proof"),
    ("message_files", ""): ("message",),
    ("sittings", "sources"): ("message",),
    ("lessons", ""): ("decision", "lender"),
}
# What may name a file:
FILES: tuple[Place, ...] = (
    *(("attachments", ""), ("message_files", ""), ("picture_texts", "")),
    *(("disputes", "items"), ("disputes", "steps"), ("loans", "proofs"), ("loans", "assignments")),
)


def check_archive(archive: Archive, report: Report, *, has_files: bool) -> None:
    """Note every id that occurs twice and every reference that leads nowhere.

    A file that is not in the ZIP is a problem; in a bare ledger, which cannot hold files, a warning.
    """
    for check in CHECKS:
        check(archive, report)
    note = report.problem if has_files else report.warning
    for path, sha256 in _hashes(archive):
        if sha256 and sha256 not in archive.files:
            note(path, ProblemCode.FILE_ABSENT, sha256)


def check_ids(archive: Archive, report: Report) -> None:
    """Note ids that occur twice in one list."""
    for path, ids in _id_lists(archive):
        seen: set[str] = set()
        for index, one in enumerate(ids):
            if one and one in seen:
                report.problem(f"{path}[{index}].id", ProblemCode.DUPLICATE_ID, one)
            seen.add(one)


def check_references(archive: Archive, report: Report) -> None:
    """Note what points at nothing in the archive."""
    known = _known(archive)
    for path, kind, ref in _references(archive):
        if ref and ref not in known[kind]:
            report.problem(path, ProblemCode.UNKNOWN_REFERENCE, ref)


def check_decisions(archive: Archive, report: Report) -> None:
    """Note decisions for a loan that name none."""
    for index, decision in enumerate(archive.decisions):
        if decision.kind is DecisionKind.ABOUT_LOAN and decision.loan is None:
            report.problem(f"decisions[{index}].loan", ProblemCode.MISSING)


CHECKS: tuple[Callable[[Archive, Report], None], ...] = (check_ids, check_references, check_decisions, check_disputes)


def _id_lists(archive: Archive) -> Iterator[tuple[str, Iterable[str]]]:
    yield "messages", archive.message_ids
    for name in ("lenders", "loans", "disputes", "message_files", "picture_texts", "sittings", "lessons"):
        yield name, (one.id for one in getattr(archive, name))
    for index, dispute in enumerate(archive.disputes):
        yield f"disputes[{index}].items", (item.id for item in dispute.items)
        yield f"disputes[{index}].steps", (step.id for step in dispute.steps)
    for index, loan in enumerate(archive.loans):
        yield f"loans[{index}].repayments", (repayment.id for repayment in loan.repayments)
        yield f"loans[{index}].proofs", (proof.facts.id for proof in loan.proofs)


def _known(archive: Archive) -> dict[str, set[str]]:
    """Ids that can be pointed at; a proof that shares its id with another loan's cannot."""
    proofs = Counter(proof.facts.id for loan in archive.loans for proof in loan.proofs)
    return {
        "lender": {lender.id for lender in archive.lenders},
        "loan": {loan.id for loan in archive.loans},
        "message": set(archive.message_ids),
        "decision": {decision.id for decision in archive.decisions},
        "proof": {ref for ref, count in proofs.items() if count == 1},
    }


def _references(archive: Archive) -> Iterator[tuple[str, str, str | None]]:
    """The place of each reference, what kind of thing it points at, and its id."""
    for (outer, inner), kinds in REFERENCES.items():
        for place, row in _rows(archive, outer, inner):
            for kind in kinds:
                yield f"{place}.{kind}", kind, getattr(row, kind)


def _rows(archive: Archive, outer: str, inner: str) -> Iterator[tuple[str, Any]]:
    """The rows of a list, or of a list within each of its rows, with their places."""
    for index, row in enumerate(getattr(archive, outer)):
        if not inner:
            yield f"{outer}[{index}]", row
            continue
        for number, part in enumerate(getattr(row, inner)):
            yield f"{outer}[{index}].{inner}[{number}]", part


def _hashes(archive: Archive) -> Iterator[tuple[str, str]]:
    """The place and the SHA-256 of each file that is named."""
    for outer, inner in FILES:
        for place, row in _rows(archive, outer, inner):
            yield f"{place}.sha256", row.sha256
