"""Readers for what stands beside the messages of a portable archive.

Files of messages, what was read off pictures, what messages were taken for proof of, and what a choice has taught.
"""

from debts.intake import values
from debts.intake.archive_types import (
    ArchivedAttachment,
    ArchivedLesson,
    ArchivedMessageFile,
    ArchivedPictureText,
    ArchivedSitting,
    ArchivedSource,
)
from debts.intake.fields import Fields
from debts.intake.values import ProblemCode, RefusedError
from debts.reconciler.lessons import LessonKind
from debts.reconciler.told import ToldKind


def attachment(fields: Fields) -> ArchivedAttachment:
    """A file by itself."""
    return ArchivedAttachment(
        file=fields.text("file"),
        sha256=fields.required("sha256", values.sha256, ""),
    )


def message_file(fields: Fields) -> ArchivedMessageFile:
    """A file beside a message."""
    return ArchivedMessageFile(
        id=fields.name("id"),
        message=fields.name("message"),
        file=fields.text("file"),
        sha256=fields.required("sha256", values.sha256, ""),
        note=fields.text("note"),
    )


def picture_text(fields: Fields) -> ArchivedPictureText:
    """What was read off a picture."""
    return ArchivedPictureText(
        id=fields.name("id"),
        file=fields.text("file"),
        sha256=fields.required("sha256", values.sha256, ""),
        read=fields.text("read"),
        corrected=fields.text("corrected"),
    )


def sitting(fields: Fields) -> ArchivedSitting:
    """What was confirmed at once."""
    return ArchivedSitting(
        id=fields.name("id"),
        facts=fields.many("facts", _kind_and_id),
        sources=fields.every("sources", _source),
    )


def _source(fields: Fields) -> ArchivedSource:
    return ArchivedSource(
        id=fields.name("id"),
        message=fields.name("message"),
        kind=fields.required("kind", values.one_of(ToldKind), ToldKind.LOAN),
        fact_type=fields.text("fact_type"),
        fact=fields.text("fact"),
    )


def _kind_and_id(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004  a pair
        raise RefusedError(ProblemCode.NOT_A_LIST)
    kind, ref = map(values.identifier, value)
    return kind, ref


def lesson(fields: Fields) -> ArchivedLesson:
    """What a decision has taught."""
    return ArchivedLesson(
        id=fields.name("id"),
        decision=fields.name("decision"),
        lender=fields.name("lender"),
        kind=fields.required("kind", values.one_of(LessonKind), LessonKind.ALIASES),
        value=fields.name("value"),
    )
