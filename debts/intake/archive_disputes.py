"""Readers for the disputes of a portable archive, and the check of what a dispute says of itself."""

import re
from collections import Counter
from datetime import time

from debts.disputes.types import Outcome, Response, StepKind
from debts.intake import values
from debts.intake.archive_types import Archive, ArchivedDispute, ArchivedItem, ArchivedStep
from debts.intake.fields import Fields, Report
from debts.intake.values import ProblemCode, RefusedError

_MOST_EXHIBITS = 1_000_000
_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?")


def dispute(fields: Fields) -> ArchivedDispute:
    """A dispute with its exhibits and steps."""
    return ArchivedDispute(
        id=fields.name("id"),
        lender=fields.name("lender"),
        loan=fields.optional("loan", values.identifier),
        title=fields.name("title"),
        story=fields.text("story"),
        requests=fields.many("requests", values.text),
        own_requests=fields.many("own_requests", values.text),
        lender_address=fields.text("lender_address"),
        opened_at=fields.required("opened_at", values.moment, values.NO_TIME),
        closed_at=fields.optional("closed_at", values.moment),
        outcome=fields.optional("outcome", values.one_of(Outcome)),
        outcome_note=fields.text("outcome_note"),
        items=fields.every("items", _item),
        steps=fields.every("steps", _step),
    )


def _item(fields: Fields) -> ArchivedItem:
    return ArchivedItem(
        id=fields.name("id"),
        number=fields.required("number", _number, 0),
        note=fields.text("note"),
        message=fields.optional("message", values.identifier),
        proof=fields.optional("proof", values.identifier),
        file=fields.text("file"),
        sha256=fields.default("sha256", values.sha256, ""),
    )


def _step(fields: Fields) -> ArchivedStep:
    return ArchivedStep(
        id=fields.name("id"),
        kind=fields.required("kind", values.one_of(StepKind), StepKind.NOTE),
        day=fields.required("day", values.day, values.NO_DAY),
        time=fields.optional("time", _clock),
        channel=fields.text("channel"),
        reference=fields.text("reference"),
        text=fields.text("text"),
        letter=fields.text("letter"),
        response=fields.optional("response", values.one_of(Response)),
        answers=fields.optional("answers", values.identifier),
        file=fields.text("file"),
        sha256=fields.default("sha256", values.sha256, ""),
    )


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
    """Note exhibits that are not one thing, answers to nothing sent, and an end without an outcome."""
    for index, one in enumerate(archive.disputes):
        _check_items(one, f"disputes[{index}]", report)
        _check_steps(one, f"disputes[{index}]", report)
        if (one.closed_at is None) != (one.outcome is None):
            report.problem(f"disputes[{index}].outcome", ProblemCode.MISSING)


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
