"""The items of a file in chunks that are kept together, from any place on."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path

from debts.actions.tally import Chunk, NewFile, Trouble
from debts.intake.detect import AUTO, Watch, read_messages
from debts.intake.drafts import Draft, Item, Unreadable
from debts.reconciler.types import IncomingMessage

CHUNK = 2000  # as much as is written in half a second, for others who write wait meanwhile
MAX_FILE_BYTES = 32 * 1024 * 1024  # of attachments that are in memory together


def chunks(
    path: Path, *, zone: tzinfo, form: str = AUTO, start: int = 0, size: int = CHUNK, watch: Watch | None = None
) -> Iterator[Chunk]:
    """The items of a file after the first ``start``, in chunks of about ``size``. A file is always cut in one way.

    Messages of one minute stay together, so that what tells them apart does not depend on where a chunk ends; a file
    with more of them than fit twice is cut nevertheless.

    Raises, when the first chunk is asked for:
        UnknownFormat: Nothing reads such a file.
        OSError: The file cannot be opened.
    """
    watch = watch or Watch()
    items = read_messages(path, zone=zone, format=form, watch=watch)
    for piece in _pieces(islice(items, start, None), size):
        chunk = chunk_of(piece)
        chunk.share = watch.share
        yield chunk


def _pieces(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    piece: list[Item] = []
    weight = 0
    for item in items:
        is_full = len(piece) >= size or weight >= MAX_FILE_BYTES
        if is_full and (len(piece) >= 2 * size or _minute(item) != _minute(piece[-1])):
            yield piece
            piece, weight = [], 0
        piece.append(item)
        if isinstance(item, Draft) and item.files:
            weight += sum(len(file.content) for file in item.files)
    if piece:
        yield piece


def _minute(item: Item) -> datetime | None:
    """The minute of a message; None for what has no time, which is no minute of its own."""
    at = item.received_at if isinstance(item, Draft) else None
    return at.replace(second=0, microsecond=0) if at else None


def _incoming(draft: Draft) -> IncomingMessage:
    """The message under its source's own id. A place names no message: the same row twice in a file is one."""
    return IncomingMessage(
        draft.id, draft.text, draft.received_at, draft.sender, draft.channel, draft.recipient, draft.sent_at
    )


def chunk_of(items: Iterable[Item]) -> Chunk:
    """These items as one chunk."""
    chunk = Chunk()
    for item in items:
        if isinstance(item, Draft):
            if item.files:
                chunk.files[len(chunk.messages)] = tuple(NewFile(one.name, one.content, one.read) for one in item.files)
            chunk.messages.append(_incoming(item))
        elif isinstance(item, Unreadable):
            place = item.place
            chunk.troubles.append(Trouble(place.kind, place.number, place.file, item.code, item.detail))
        else:
            chunk.skipped[item.code] += 1
    return chunk
