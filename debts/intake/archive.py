"""The portable archive, version 1: bytes in, an ``Archive`` out, or every problem at once.

parse_archive(b'{"format": "jieqing-archive", "version": 1, "loans": [{"id": "x1", "principal": "-5"}]}')
-> ArchiveProblem: loans[0].lender: missing; loans[0].principal: money
"""

import json
from dataclasses import replace
from datetime import UTC, datetime

from debts.intake import archive_beside, archive_disputes, archive_facts, archive_loans, values
from debts.intake.archive_checks import check_archive
from debts.intake.archive_files import LEDGER_NAME, ArchivedFile, Source, read_container
from debts.intake.archive_names import with_distinct_ids
from debts.intake.archive_types import FORMAT, VERSION, Archive, ArchivedDecision, ArchivedLoan, ArchivedProfile
from debts.intake.fields import ArchiveProblem, Fields, Problem, Report
from debts.intake.values import ProblemCode
from debts.reconciler.types import DecisionFacts, IncomingMessage, Ledger, LoanFacts

__all__ = ["Archive", "ArchiveProblem", "Problem", "archive_messages", "archive_to_ledger", "parse_archive"]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def parse_archive(source: Source) -> Archive:
    """Read an archive, a ZIP or the bare ``ledger.json``, from a path or from bytes.

    Raises:
        ArchiveProblem: Anything in it cannot be taken; all problems are listed together.
        OSError: The path cannot be opened.
    """
    report = Report()
    content, files = read_container(source, report)
    fields = Fields(_json(content), "", report)
    _check_format(fields)
    archive = _archive(fields, files)
    check_archive(archive, report, has_files=files is not None)
    report.raise_problems()
    return replace(archive, loans=with_distinct_ids(archive.loans), warnings=tuple(report.warnings))


def archive_to_ledger(archive: Archive) -> Ledger:
    """The facts that a judgement can rest on. What the archive does not say stays None."""
    return Ledger(
        profile=archive.profile,
        lenders=archive.lenders,
        loans=tuple(map(_loan_facts, archive.loans)),
        decisions=_decisions_in_force(archive.decisions),
    )


def archive_messages(archive: Archive) -> list[IncomingMessage]:
    """The messages of the archive in its own order."""
    return [
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
    ]


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


def _json(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except values.RefusedError as refused:
        raise ArchiveProblem((Problem(LEDGER_NAME, refused.code),)) from None
    except (ValueError, RecursionError) as broken:
        raise ArchiveProblem((Problem(LEDGER_NAME, ProblemCode.JSON, str(broken)[:80]),)) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):  # which of two sums is meant cannot be known
        raise values.RefusedError(ProblemCode.DUPLICATE_KEY)
    return found


def _check_format(fields: Fields) -> None:
    if fields.optional("format", values.text) != FORMAT:
        raise ArchiveProblem((Problem("format", ProblemCode.NOT_AN_ARCHIVE),))
    if fields.optional("version", _version) != VERSION:
        raise ArchiveProblem((Problem("version", ProblemCode.VERSION),))


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise values.RefusedError(ProblemCode.VERSION)
    return value


def _archive(fields: Fields, files: dict[str, ArchivedFile] | None) -> Archive:
    profile = fields.child("profile")
    found = Archive(
        profile=archive_facts.profile(profile) if profile else ArchivedProfile(),
        exported_at=fields.optional("exported_at", values.moment),
        lenders=tuple(map(archive_facts.lender, fields.objects("lenders"))),
        loans=tuple(map(archive_loans.loan, fields.objects("loans"))),
        messages=tuple(map(archive_facts.message, fields.objects("messages"))),
        decisions=tuple(map(archive_facts.decision, fields.objects("decisions"))),
        disputes=tuple(map(archive_disputes.dispute, fields.objects("disputes"))),
        attachments=tuple(map(archive_beside.attachment, fields.objects("attachments"))),
        message_files=tuple(map(archive_beside.message_file, fields.objects("message_files"))),
        picture_texts=tuple(map(archive_beside.picture_text, fields.objects("picture_texts"))),
        sittings=tuple(map(archive_beside.sitting, fields.objects("sittings"))),
        lessons=tuple(map(archive_beside.lesson, fields.objects("lessons"))),
        evidence_log=fields.raw("evidence_log"),
        files=files or {},
    )
    fields.close()
    return found
