"""A sealed file: a header, then pieces of 64 KiB, each encrypted and authenticated by AES-256-GCM.

header: "jieqing sealed 1" | mark of the key (8 bytes) | salt (16 bytes)
piece:  ciphertext | tag (16 bytes)

Each file has a key of its own, derived from the key and the salt by HMAC-SHA256, so that the number of a piece may be
its nonce. The last piece is marked in its nonce: a file that was cut off does not open, and neither do pieces that
changed places or came from another file. What was on the disk before is not hidden by how long a file is.
"""

import hashlib
import hmac
import io
import secrets
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"jieqing sealed 1"
PIECE = 64 * 1024
KEY_BYTES = 32
_TAG, _MARK, _SALT = 16, 8, 16
HEADER = len(MAGIC) + _MARK + _SALT


class CannotOpen(OSError):
    """The key that sealed a file is not at hand, or the file was changed or cut off."""


class Header(NamedTuple):
    """What a sealed file says of itself: by which key it is opened."""

    mark: bytes
    salt: bytes


def mark_of(key: bytes) -> bytes:
    """By what a file names its key; nothing can be learnt of the key from it."""
    return hashlib.sha256(b"mark of a key for files" + key).digest()[:_MARK]


def header_of(file: BinaryIO) -> Header | None:
    """The header; None where the file is not sealed. It is read from its beginning."""
    file.seek(0)
    start = file.read(HEADER)
    if len(start) < HEADER or not start.startswith(MAGIC):
        return None
    return Header(start[len(MAGIC) : -_SALT], start[-_SALT:])


def sealed(plain: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The pieces of the sealed file, the header first; no more than two of them are in memory."""
    salt = secrets.token_bytes(_SALT)
    yield MAGIC + mark_of(key) + salt
    cipher, number = _cipher(key, salt), 0
    piece = plain.read(PIECE)
    while True:
        following = plain.read(PIECE)
        yield cipher.encrypt(_nonce(number, is_last=not following), piece, MAGIC)
        if not following:
            return
        piece, number = following, number + 1


class Opened(io.RawIOBase):
    """The plain bytes of a sealed file, to be read from any place; raises CannotOpen."""

    def __init__(self, file: BinaryIO, keys: Sequence[bytes]) -> None:
        super().__init__()
        header = header_of(file)
        key = next((one for one in keys if header and mark_of(one) == header.mark), None)
        if header is None or key is None:
            raise CannotOpen("The key that sealed this file is not at hand.")
        self._file, self._cipher = file, _cipher(key, header.salt)
        length = file.seek(0, io.SEEK_END) - HEADER
        self._pieces = max(1, -(-length // (PIECE + _TAG)))
        self.size = length - self._pieces * _TAG
        self._at, self._known = 0, (-1, b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """The place in the plain bytes."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the plain bytes."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # what io passes
        """Fill the buffer from one piece."""
        number, within = divmod(self._at, PIECE)
        if self._at >= self.size and number >= self._pieces - 1 and self.size:
            return 0
        part = self._piece(min(number, self._pieces - 1))[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Close the sealed file as well."""
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._known[0] != number:
            self._file.seek(HEADER + number * (PIECE + _TAG))
            kept = self._file.read(PIECE + _TAG)
            try:
                plain = self._cipher.decrypt(_nonce(number, is_last=number == self._pieces - 1), kept, MAGIC)
            except InvalidTag:
                raise CannotOpen("The file was changed or cut off.") from None
            self._known = (number, plain)
        return self._known[1]


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"one file" + salt, "sha256"))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])
