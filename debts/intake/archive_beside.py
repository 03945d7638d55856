"""Readers for what stands beside the messages of a portable archive, and the check of what it points at.

Files of messages, what was read off pictures, what messages were taken for proof of, and what a choice has taught.
"""

from collections.abc import Iterator

from debts.intake import values
from debts.intake.archive_types import (
    Archive,
    ArchivedAttachment,
    ArchivedLesson,
    ArchivedMessageFile,
    ArchivedPictureText,
    ArchivedSitting,
    ArchivedSource,
)
from debts.intake.fields import Fields, Report
from debts.intake.values import ProblemCode, RefusedError
from debts.reconciler.lessons import LessonKind
from debts.reconciler.told import ToldKind


def attachment(fields: Fields) -> ArchivedAttachment:
    """A file by itself."""
    found = ArchivedAttachment(
        file=fields.default("file", values.text, ""),
        sha256=fields.required("sha256", values.sha256, ""),
    )
    fields.close()
    return found


def message_file(fields: Fields) -> ArchivedMessageFile:
    """A file beside a message."""
    found = ArchivedMessageFile(
        id=fields.required("id", values.identifier, ""),
        message=fields.required("message", values.identifier, ""),
        file=fields.default("file", values.text, ""),
        sha256=fields.required("sha256", values.sha256, ""),
        note=fields.default("note", values.text, ""),
    )
    fields.close()
    return found


def picture_text(fields: Fields) -> ArchivedPictureText:
    """What was read off a picture."""
    found = ArchivedPictureText(
        id=fields.required("id", values.identifier, ""),
        file=fields.default("file", values.text, ""),
        sha256=fields.required("sha256", values.sha256, ""),
        read=fields.default("read", values.text, ""),
        corrected=fields.default("corrected", values.text, ""),
    )
    fields.close()
    return found


def sitting(fields: Fields) -> ArchivedSitting:
    """What was confirmed at once."""
    found = ArchivedSitting(
        id=fields.required("id", values.identifier, ""),
        facts=fields.many("facts", _kind_and_id),
        sources=tuple(map(_source, fields.objects("sources"))),
    )
    fields.close()
    return found


def _source(fields: Fields) -> ArchivedSource:
    found = ArchivedSource(
        id=fields.required("id", values.identifier, ""),
        message=fields.required("message", values.identifier, ""),
        kind=fields.required("kind", values.one_of(ToldKind), ToldKind.LOAN),
        fact_type=fields.default("fact_type", values.text, ""),
        fact=fields.default("fact", values.text, ""),
    )
    fields.close()
    return found


def _kind_and_id(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004  a pair
        raise RefusedError(ProblemCode.NOT_A_LIST)
    kind, ref = map(values.identifier, value)
    return kind, ref


def lesson(fields: Fields) -> ArchivedLesson:
    """What a decision has taught."""
    found = ArchivedLesson(
        id=fields.required("id", values.identifier, ""),
        decision=fields.required("decision", values.identifier, ""),
        lender=fields.required("lender", values.identifier, ""),
        kind=fields.required("kind", values.one_of(LessonKind), LessonKind.ALIASES),
        value=fields.required("value", values.identifier, ""),
    )
    fields.close()
    return found


def check_beside(archive: Archive, report: Report) -> None:
    """Note ids that occur twice and what points at nothing in the archive."""
    for path, ids in _id_lists(archive):
        seen: set[str] = set()
        for index, one in enumerate(ids):
            if one in seen:
                report.problem(f"{path}[{index}].id", ProblemCode.DUPLICATE_ID, one)
            seen.add(one)
    known = {
        "message": set(archive.message_ids),
        "decision": {decision.id for decision in archive.decisions},
        "lender": {lender.id for lender in archive.lenders},
    }
    for path, kind, ref in _references(archive):
        if ref and ref not in known[kind]:
            report.problem(path, ProblemCode.UNKNOWN_REFERENCE, ref)


def _id_lists(archive: Archive) -> Iterator[tuple[str, list[str]]]:
    yield "message_files", [one.id for one in archive.message_files]
    yield "picture_texts", [one.id for one in archive.picture_texts]
    yield "sittings", [one.id for one in archive.sittings]
    yield "lessons", [one.id for one in archive.lessons]


def _references(archive: Archive) -> Iterator[tuple[str, str, str]]:
    for index, file in enumerate(archive.message_files):
        yield f"message_files[{index}].message", "message", file.message
    for index, one in enumerate(archive.sittings):
        for number, source in enumerate(one.sources):
            yield f"sittings[{index}].sources[{number}].message", "message", source.message
    for index, learnt in enumerate(archive.lessons):
        yield f"lessons[{index}].decision", "decision", learnt.decision
        yield f"lessons[{index}].lender", "lender", learnt.lender


def hashes_beside(archive: Archive) -> Iterator[tuple[str, str]]:
    """The place and the SHA-256 of each file that is named here."""
    for index, kept in enumerate(archive.attachments):
        yield f"attachments[{index}].sha256", kept.sha256
    for index, file in enumerate(archive.message_files):
        yield f"message_files[{index}].sha256", file.sha256
    for index, text in enumerate(archive.picture_texts):
        yield f"picture_texts[{index}].sha256", text.sha256
