"""Checks of an archive as a whole: ids are unique, references lead somewhere. Each check has one signature."""

from collections.abc import Iterable, Iterator

from debts.intake.archive_beside import check_beside, hashes_beside
from debts.intake.archive_disputes import check_disputes
from debts.intake.archive_types import Archive
from debts.intake.fields import Report
from debts.intake.values import ProblemCode
from debts.reconciler.types import DecisionKind


def check_archive(archive: Archive, report: Report, *, has_files: bool) -> None:
    """Note every id that occurs twice and every reference that leads nowhere.

    A proof whose file is not in the ZIP is a problem; in a bare ledger, which cannot hold files, a warning.
    """
    for check in (check_ids, check_loans, check_decisions, check_disputes, check_beside):
        check(archive, report)
    check_files(archive, report, has_files=has_files)


def check_ids(archive: Archive, report: Report) -> None:
    """Note ids that occur twice among lenders, loans or messages, or among one loan's repayments or proofs."""
    for path, ids in _id_lists(archive):
        seen: set[str] = set()
        for index, one in enumerate(ids):
            if one and one in seen:
                report.problem(f"{path}[{index}].id", ProblemCode.DUPLICATE_ID, one)
            seen.add(one)


def check_loans(archive: Archive, report: Report) -> None:
    """Note loans of a lender that the archive does not hold."""
    known = {lender.id for lender in archive.lenders}
    for index, loan in enumerate(archive.loans):
        if loan.lender and loan.lender not in known:
            report.problem(f"loans[{index}].lender", ProblemCode.UNKNOWN_REFERENCE, loan.lender)


def check_decisions(archive: Archive, report: Report) -> None:
    """Note decisions about a message or a loan that the archive does not hold."""
    messages = set(archive.message_ids)
    loans = {loan.id for loan in archive.loans}
    for index, decision in enumerate(archive.decisions):
        path = f"decisions[{index}]"
        if decision.message and decision.message not in messages:
            report.problem(f"{path}.message", ProblemCode.UNKNOWN_REFERENCE, decision.message)
        if decision.loan is not None and decision.loan not in loans:
            report.problem(f"{path}.loan", ProblemCode.UNKNOWN_REFERENCE, decision.loan)
        if decision.kind is DecisionKind.ABOUT_LOAN and decision.loan is None:
            report.problem(f"{path}.loan", ProblemCode.MISSING)


def check_files(archive: Archive, report: Report, *, has_files: bool) -> None:
    """Note whatever names a file that is not there."""
    note = report.problem if has_files else report.warning
    for path, sha256 in hashes_beside(archive):
        if sha256 and sha256 not in archive.files:
            note(path, ProblemCode.FILE_ABSENT, sha256)
    for index, dispute in enumerate(archive.disputes):
        wanted = {"items": [one.sha256 for one in dispute.items], "steps": [one.sha256 for one in dispute.steps]}
        for name, number, sha256 in ((name, *one) for name, every in wanted.items() for one in enumerate(every)):
            if sha256 and sha256 not in archive.files:
                note(f"disputes[{index}].{name}[{number}].sha256", ProblemCode.FILE_ABSENT, sha256)
    for index, loan in enumerate(archive.loans):
        hashes = {
            "proofs": [one.sha256 for one in loan.proofs],
            "assignments": [one.sha256 for one in loan.assignments],
        }
        for name, number, sha256 in ((name, *one) for name, every in hashes.items() for one in enumerate(every)):
            if sha256 and sha256 not in archive.files:
                note(f"loans[{index}].{name}[{number}].sha256", ProblemCode.FILE_ABSENT, sha256)


def _id_lists(archive: Archive) -> Iterator[tuple[str, Iterable[str]]]:
    yield "lenders", (lender.id for lender in archive.lenders)
    yield "loans", (loan.id for loan in archive.loans)
    yield "messages", archive.message_ids
    yield "disputes", (dispute.id for dispute in archive.disputes)
    for index, dispute in enumerate(archive.disputes):
        yield f"disputes[{index}].items", (item.id for item in dispute.items)
        yield f"disputes[{index}].steps", (step.id for step in dispute.steps)
    for index, loan in enumerate(archive.loans):
        yield f"loans[{index}].repayments", (repayment.id for repayment in loan.repayments)
        yield f"loans[{index}].proofs", (proof.facts.id for proof in loan.proofs)
