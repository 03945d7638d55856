"""Time stamps of tree heads by an authority (RFC 3161): asked for, kept with the head, and checked without a network.

    the head's file, its bytes  ->  the authority signs their SHA-256 with the time  ->  a token of a few kilobytes

A stamp shows that the head, and so every entry under it, was there at that time at the latest. It does not show that an
entry is true. What is stamped is the file that the page hands out, so anybody can check it: openssl ts -verify.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from debts.actions import Route, WriteContext
from debts.actions.stamps import keep_stamped_head
from debts.dossier.apart import run_apart
from debts.dossier.tree_heads import TreeHead, head_of, write_head
from debts.models import StampedHead, User

PROGRAM = Path(__file__).with_name("stamp_process.py")
SCHEMES = ("http", "https")


class StampCode(StrEnum):
    """Why there is no time stamp."""

    OFF = "off"
    PRIVATE = "private"
    FAILED = "failed"
    REFUSED = "refused"  # the authority answered, and what it said is no stamp that the given roots vouch for


class NotStamped(Exception):
    """A tree head was not stamped."""

    def __init__(self, code: StampCode) -> None:
        super().__init__(code)
        self.code = code


def is_stampable() -> bool:
    """Whether an authority is set."""
    return bool(settings.TIME_STAMP_AUTHORITY)


def stamp_head(owner: User, now: datetime, route: Route = Route.COMMAND) -> StampedHead:
    """Have the head of the owner's log stamped as it is; where nothing was written since the last stamp, that one.

    Raises:
        NotStamped: The code says why.
    """
    head = head_of(owner, now.astimezone(UTC).replace(microsecond=0))
    last: StampedHead | None = StampedHead.objects.filter(owner=owner, size=head.size, root=head.root).first()
    if last:
        return last
    token = _asked(write_head(head).encode())
    at = time_of(token)
    return keep_stamped_head(
        WriteContext(owner, route, now),
        size=head.size,
        root=head.root,
        last=head.last,
        at=head.at,
        stamped_at=at,
        authority=settings.TIME_STAMP_AUTHORITY,
        token=base64.b64encode(token).decode(),
    )


def _asked(content: bytes) -> bytes:
    """The token of an authority over these bytes, checked against the roots that are given."""
    if urlsplit(settings.TIME_STAMP_AUTHORITY).scheme not in SCHEMES:
        raise NotStamped(StampCode.OFF)
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    told = {
        "address": settings.TIME_STAMP_AUTHORITY,
        "request": base64.b64encode(request.as_bytes()).decode(),
        "private": settings.PUSH_TO_PRIVATE_NETWORKS,
    }
    answer = run_apart(PROGRAM, json.dumps(told).encode(), StampCode.FAILED)
    if answer in set(StampCode) or not answer:
        raise NotStamped(StampCode(answer) if answer else StampCode.FAILED)
    token = base64.b64decode(answer)
    if not is_stamp_of(token, content, roots(), nonce=request.nonce):
        raise NotStamped(StampCode.REFUSED)
    return token


def is_stamp_of(token: bytes, content: bytes, roots: Sequence[Certificate], nonce: int | None = None) -> bool:
    """Whether a token stamps these bytes and one of the roots vouches for it; asks no network."""
    response = _decoded(token)
    if response is None or not roots:
        return False
    builder = VerifierBuilder(roots=list(roots), nonce=nonce)
    try:
        return bool(builder.build().verify_message(response, content))
    except (VerificationError, ValueError):
        return False


def time_of(token: bytes) -> datetime:
    """The time that a token gives; only to be asked of one that was checked."""
    response = _decoded(token)
    if response is None:
        raise NotStamped(StampCode.REFUSED)
    return response.tst_info.gen_time


def _decoded(token: bytes) -> TimeStampResponse | None:
    try:
        return decode_timestamp_response(token)
    except ValueError:
        return None


def roots() -> tuple[Certificate, ...]:
    """The certificates that vouch for authorities, as the settings name them; none without."""
    return _read(settings.TIME_STAMP_ROOTS) if settings.TIME_STAMP_ROOTS else ()


@cache
def _read(path: str) -> tuple[Certificate, ...]:
    return tuple(load_pem_x509_certificates(Path(path).read_bytes()))


def head_in(row: StampedHead) -> TreeHead:
    """The head that was stamped."""
    return TreeHead(row.size, row.root, row.last, row.at.astimezone(UTC))


def token_in(row: StampedHead) -> bytes:
    """The token that was kept; empty where what is stored is no base64."""
    try:
        return base64.b64decode(row.token, validate=True)
    except ValueError:
        return b""


def is_sound(row: StampedHead) -> bool:
    """Whether the kept token still stamps the kept head."""
    return is_stamp_of(token_in(row), write_head(head_in(row)).encode(), roots())


def covering(rows: Iterable[StampedHead], sequences: Iterable[int]) -> list[StampedHead]:
    """For each entry the earliest stamped head that has it, each head once, in the order of their sizes."""
    ordered = sorted(rows, key=lambda row: row.size)
    found = (next((row for row in ordered if row.size >= number), None) for number in sequences)
    return sorted({row.pk: row for row in found if row}.values(), key=lambda row: row.size)
