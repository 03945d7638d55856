"""The portable archive, version 1: bytes in, an ``Archive`` out, or every problem at once.

parse_archive(b'{"format": "jieqing-archive", "version": 1, "loans": [{"id": "x1", "principal": "-5"}]}')
-> ArchiveProblem: loans[0].lender: missing; loans[0].principal: money
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from debts.intake import archive_beside, archive_disputes, archive_facts, archive_files, archive_loans, values
from debts.intake.archive_checks import check_archive
from debts.intake.archive_files import LEDGER_NAME, ArchivedFile, Source, list_files, open_ledger
from debts.intake.archive_names import with_distinct_ids
from debts.intake.archive_types import (
    FORMAT,
    VERSION,
    Archive,
    ArchivedDecision,
    ArchivedLoan,
    ArchivedMessage,
    ArchivedProfile,
)
from debts.intake.fields import ArchiveProblem, Fields, Problem, Report
from debts.intake.json_stream import members
from debts.intake.values import ProblemCode
from debts.reconciler.types import DecisionFacts, IncomingMessage, Ledger, LoanFacts

__all__ = ["Archive", "ArchiveProblem", "Problem", "archive_messages", "archive_to_ledger", "parse_archive"]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LONG_LISTS = ("messages", "evidence_log")  # they grow with the years, so nothing may hold them whole


def parse_archive(source: Source) -> Archive:
    """Read an archive, a ZIP or the bare ``ledger.json``, from a path or from bytes.

    Messages are looked at here and read again whenever somebody goes through them, so the source has to stay.

    Raises:
        ArchiveProblem: Anything in it cannot be taken; all problems are listed together.
        OSError: The path cannot be opened.
    """
    report = Report()
    files = list_files(source, report)
    ledger = _looked_through(source, report)
    fields = Fields(ledger.rest, "", report)
    _check_format(fields)
    archive = fields.built(partial(_archive, files=files or {}, ledger=ledger))
    check_archive(archive, report, has_files=files is not None)
    report.raise_problems()
    # The names of all messages were for the checks: whoever loads the archive needs their memory.
    loans = with_distinct_ids(archive.loans)
    return replace(archive, loans=loans, warnings=tuple(report.warnings), message_ids=())


def archive_to_ledger(archive: Archive) -> Ledger:
    """The facts that a judgement can rest on. What the archive does not say stays None."""
    return Ledger(
        profile=archive.profile,
        lenders=archive.lenders,
        loans=tuple(map(_loan_facts, archive.loans)),
        decisions=_decisions_in_force(archive.decisions),
    )


def archive_messages(archive: Archive) -> Iterator[IncomingMessage]:
    """The messages of the archive in its own order."""
    return (
        IncomingMessage(
            id=message.id,
            text=message.text,
            received_at=message.received_at,
            sender=message.sender,
            channel=message.channel,
            recipient=message.recipient,
            sent_at=message.sent_at,
        )
        for message in archive.messages
    )


def _loan_facts(loan: ArchivedLoan) -> LoanFacts:
    return LoanFacts(
        id=loan.id,
        lender_id=loan.lender,
        terms=loan.terms,
        product=loan.product,
        contract_number=loan.contract_number,
        currency=loan.currency,
        region=loan.region,
        card_tail=loan.card_tail,
        phone=loan.phone,
        repayments=tuple(paid.entry for paid in loan.repayments),
        settlement=loan.settlement,
        proofs=tuple(proof.facts for proof in loan.proofs),
        assignments=loan.assignments,
        role=loan.role,
        other_names=loan.other_names,
    )


def _decisions_in_force(decisions: tuple[ArchivedDecision, ...]) -> tuple[DecisionFacts, ...]:
    # Sorting is stable: of decisions without a time, or at the same time, the later in the list is in force.
    in_order = sorted(decisions, key=lambda decision: decision.decided_at or _LONG_AGO)
    latest = {decision.message: decision for decision in in_order}
    return tuple(DecisionFacts(one.message, one.kind, one.loan) for one in latest.values())


@dataclass(slots=True)
class _Ledger:
    """What was found on going through a ledger: its short members, and of the long lists what is asked for later."""

    rest: dict[str, Any] = field(default_factory=dict)
    message_ids: list[str] = field(default_factory=list)
    messages: "_Messages | tuple[()]" = ()


class _Messages:
    """The messages of an archive, read from it anew each time that somebody goes through them."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __iter__(self) -> Iterator[ArchivedMessage]:
        report = Report()
        for name, place, value in _members(self._source):
            if name == "messages":
                yield _message(value, place, report)
                report.raise_problems()


def _looked_through(source: Source, report: Report) -> _Ledger:
    found = _Ledger()
    for name, place, value in _members(source):
        if place is None:
            found.rest[name] = value
        elif name == "messages":
            found.message_ids.append(_message(value, place, report).id)
    if found.message_ids:
        found.messages = _Messages(source)
    return found


def _message(value: object, place: int | None, report: Report) -> ArchivedMessage:
    return Fields(value, f"messages[{place}]", report).built(archive_facts.message)


def _members(source: Source) -> Iterator[tuple[str, int | None, Any]]:
    with open_ledger(source) as stream:
        try:
            yield from members(stream, _LONG_LISTS, archive_files.MAX_LEDGER_BYTES)
        except values.RefusedError as refused:
            raise ArchiveProblem((Problem(LEDGER_NAME, refused.code),)) from None
        except ArchiveProblem:
            raise
        except (ValueError, RecursionError) as broken:
            raise ArchiveProblem((Problem(LEDGER_NAME, ProblemCode.JSON, str(broken)[:80]),)) from None


def _check_format(fields: Fields) -> None:
    if fields.optional("format", values.text) != FORMAT:
        raise ArchiveProblem((Problem("format", ProblemCode.NOT_AN_ARCHIVE),))
    if fields.optional("version", _version) != VERSION:
        raise ArchiveProblem((Problem("version", ProblemCode.VERSION),))


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise values.RefusedError(ProblemCode.VERSION)
    return value


def _archive(fields: Fields, files: Mapping[str, ArchivedFile], ledger: _Ledger) -> Archive:
    for name in _LONG_LISTS:
        fields.raw(name)  # what is left of one is no list
    return Archive(
        profile=fields.child("profile", archive_facts.profile) or ArchivedProfile(),
        exported_at=fields.optional("exported_at", values.moment),
        lenders=fields.every("lenders", archive_facts.lender),
        loans=fields.every("loans", archive_loans.loan),
        messages=ledger.messages,
        message_ids=tuple(ledger.message_ids),
        decisions=fields.every("decisions", archive_facts.decision),
        disputes=fields.every("disputes", archive_disputes.dispute),
        attachments=fields.every("attachments", archive_beside.attachment),
        message_files=fields.every("message_files", archive_beside.message_file),
        picture_texts=fields.every("picture_texts", archive_beside.picture_text),
        sittings=fields.every("sittings", archive_beside.sitting),
        lessons=fields.every("lessons", archive_beside.lesson),
        files=files,
    )
