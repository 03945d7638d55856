"""What stands beside the messages of a portable archive, as rows to write."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from debts.models import Attachment, Decision, Lender, Message, Sitting

FileOf = Callable[[str, str], Attachment | None]


def message_file_rows(files: tuple[Any, ...], messages: Mapping[str, Message], file_of: FileOf) -> Iterator[Any]:
    """Files beside messages; one that is neither in the archive nor kept here is left out, as was warned."""
    for one in files:
        if file := file_of(one.sha256, one.file):
            yield {"ref": one.id, "message": messages[one.message], "attachment": file, "note": one.note}


def picture_text_rows(texts: tuple[Any, ...], file_of: FileOf) -> Iterator[Any]:
    """What was read off pictures, likewise."""
    for one in texts:
        if file := file_of(one.sha256, one.file):
            yield {"ref": one.id, "attachment": file, "read": one.read, "corrected": one.corrected}


def sitting_rows(sittings: tuple[Any, ...]) -> Iterator[Any]:
    """What was confirmed at once."""
    for one in sittings:
        yield {"ref": one.id, "facts": [list(pair) for pair in one.facts]}


def source_rows(
    sittings: tuple[Any, ...], known: Mapping[str, Sitting], messages: Mapping[str, Message]
) -> Iterator[Any]:
    """The messages behind it."""
    for sitting in sittings:
        for one in sitting.sources:
            yield {
                "ref": one.id,
                "sitting": known[sitting.id],
                "message": messages[one.message],
                "kind": one.kind.value,
                "fact_type": one.fact_type,
                "fact_ref": one.fact,
            }


def lesson_rows(
    lessons: tuple[Any, ...], decisions: Mapping[str, Decision], lenders: Mapping[str, Lender]
) -> Iterator[Any]:
    """What decisions have taught; of several about one message only the latest is loaded, and what it taught."""
    for one in lessons:
        if one.decision not in decisions:
            continue
        yield {
            "ref": one.id,
            "decision": decisions[one.decision],
            "lender": lenders[one.lender],
            "kind": one.kind.value,
            "value": one.value,
        }
