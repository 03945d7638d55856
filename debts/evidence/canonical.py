"""The one form in which a record is hashed, so that the same facts give the same hash everywhere, and files."""

import hashlib
import json
from collections.abc import Callable
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """Write ``value`` in the one form that is hashed: keys in order, no spare blanks, no escapes."""
    return _ENCODER.encode(value)


def sha256_of(value: Any) -> str:
    """Hash the canonical form of ``value``, as hexadecimal figures."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def sha256_of_form(form: str) -> str:
    """Hash what is in its canonical form already."""
    return hashlib.sha256(form.encode("utf-8")).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Hash the bytes of a file as they are now, whatever is on record about them."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


text_form: Callable[[str], str] = encode_basestring  # the canonical form of a text
EMPTY = text_form("")
