"""Readers for the disputes of a portable archive, and the check that what they point at is there."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from debts.disputes.types import Outcome, Response, StepKind
from debts.intake import values
from debts.intake.archive_types import Archive, ArchivedDispute, ArchivedItem, ArchivedStep
from debts.intake.fields import Fields, Report
from debts.intake.values import ProblemCode, RefusedError

_MOST_EXHIBITS = 1_000_000
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?")
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_NO_DAY = date(1970, 1, 1)


def dispute(fields: Fields) -> ArchivedDispute:
    """A dispute with its exhibits and steps."""
    found = ArchivedDispute(
        id=fields.required("id", values.identifier, ""),
        lender=fields.required("lender", values.identifier, ""),
        loan=fields.optional("loan", values.identifier),
        title=fields.required("title", values.identifier, ""),
        story=fields.default("story", values.text, ""),
        requests=fields.many("requests", values.text),
        own_requests=fields.many("own_requests", values.text),
        lender_address=fields.default("lender_address", values.text, ""),
        opened_at=fields.required("opened_at", values.moment, _NO_TIME),
        closed_at=fields.optional("closed_at", values.moment),
        outcome=fields.optional("outcome", values.one_of(Outcome)),
        outcome_note=fields.default("outcome_note", values.text, ""),
        items=tuple(map(_item, fields.objects("items"))),
        steps=tuple(map(_step, fields.objects("steps"))),
    )
    fields.close()
    return found


def _item(fields: Fields) -> ArchivedItem:
    found = ArchivedItem(
        id=fields.required("id", values.identifier, ""),
        number=fields.required("number", _number, 0),
        note=fields.default("note", values.text, ""),
        message=fields.optional("message", values.identifier),
        proof=fields.optional("proof", values.identifier),
        file=fields.default("file", values.text, ""),
        sha256=fields.default("sha256", values.sha256, ""),
    )
    fields.close()
    return found


def _step(fields: Fields) -> ArchivedStep:
    found = ArchivedStep(
        id=fields.required("id", values.identifier, ""),
        kind=fields.required("kind", values.one_of(StepKind), StepKind.NOTE),
        day=fields.required("day", values.day, _NO_DAY),
        time=fields.optional("time", _clock),
        channel=fields.default("channel", values.text, ""),
        reference=fields.default("reference", values.text, ""),
        text=fields.default("text", values.text, ""),
        letter=fields.default("letter", values.text, ""),
        response=fields.optional("response", values.one_of(Response)),
        answers=fields.optional("answers", values.identifier),
        file=fields.default("file", values.text, ""),
        sha256=fields.default("sha256", values.sha256, ""),
    )
    fields.close()
    return found


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RefusedError(ProblemCode.NUMBER)
    if not 1 <= value <= _MOST_EXHIBITS:
        raise RefusedError(ProblemCode.OUT_OF_RANGE)
    return value


def _clock(value: object) -> time:
    written = values.text(value)
    if not _CLOCK.fullmatch(written):
        raise RefusedError(ProblemCode.TIME)
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise RefusedError(ProblemCode.TIME) from None


def check_disputes(archive: Archive, report: Report) -> None:
    """Note what points at nothing in the archive, exhibits that are not one thing, and answers to nothing sent."""
    known = _known(archive)
    for path, kind, ref in _references(archive):
        if ref not in known[kind]:
            report.problem(path, ProblemCode.UNKNOWN_REFERENCE, ref)
    for index, one in enumerate(archive.disputes):
        _check_items(one, f"disputes[{index}]", report)
        _check_steps(one, f"disputes[{index}]", report)
        if (one.closed_at is None) != (one.outcome is None):
            report.problem(f"disputes[{index}].outcome", ProblemCode.MISSING)


def _known(archive: Archive) -> dict[str, set[str]]:
    """Ids that can be pointed at; a proof that shares its id with another loan's cannot."""
    proofs = Counter(proof.facts.id for loan in archive.loans for proof in loan.proofs)
    return {
        "lender": {lender.id for lender in archive.lenders},
        "loan": {loan.id for loan in archive.loans},
        "message": set(archive.message_ids),
        "proof": {ref for ref, count in proofs.items() if count == 1},
    }


def _references(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for index, one in enumerate(archive.disputes):
        path = f"disputes[{index}]"
        yield f"{path}.lender", "lender", one.lender
        if one.loan is not None:
            yield f"{path}.loan", "loan", one.loan
        for number, item in enumerate(one.items):
            for kind, ref in (("message", item.message), ("proof", item.proof)):
                if ref is not None:
                    yield f"{path}.items[{number}].{kind}", kind, ref


def _check_items(one: ArchivedDispute, path: str, report: Report) -> None:
    numbers = Counter(item.number for item in one.items)
    for index, item in enumerate(one.items):
        if sum((item.message is not None, item.proof is not None, bool(item.sha256))) != 1:
            report.problem(f"{path}.items[{index}]", ProblemCode.MISSING)
        if numbers[item.number] > 1:
            report.problem(f"{path}.items[{index}].number", ProblemCode.DUPLICATE_ID, item.number)


def _check_steps(one: ArchivedDispute, path: str, report: Report) -> None:
    sent = {step.id for step in one.steps if step.kind is StepKind.SENT}
    for index, step in enumerate(one.steps):
        place = f"{path}.steps[{index}]"
        is_answer = step.kind is StepKind.ANSWERED
        if (step.response is not None) != is_answer:
            report.problem(f"{place}.response", ProblemCode.MISSING)
        if step.answers not in sent if is_answer else step.answers is not None:
            report.problem(f"{place}.answers", ProblemCode.UNKNOWN_REFERENCE, step.answers)
        if step.kind is StepKind.SENT and not step.channel:
            report.problem(f"{place}.channel", ProblemCode.MISSING)
