"""The fields of a request, whatever way an app writes them: JSON, a form, a form in parts, plain text, an address.

What the body is counts for more than what its header calls it: apps let people set the header by hand.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import compat32
from urllib.parse import parse_qsl

from debts.intake.jsonl import decoded
from debts.intake.webhooks.types import Fields, HookProblem, HookProblemCode

MAX_FIELDS = 100
_BODY = "content"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Posted:
    """One request: its method, its media type as sent, its body, its headers in small letters, its query."""

    method: str
    content_type: str = ""
    body: bytes = b""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def digest(self) -> str:
        """What tells this request from another one: the SHA-256 of its body and query."""
        return hashlib.sha256(self.body + b"\0" + self.query.encode("utf-8", "replace")).hexdigest()


def fields_of(posted: Posted) -> Fields:
    """The named values of a request.

    Raises:
        HookProblem: The body cannot be read, or nothing was sent.
    """
    body = posted.body.removeprefix(_MARK).strip()
    if not body:
        return _from_query(posted)
    if posted.media_type == "multipart/form-data":
        return _from_parts(posted)
    if body.startswith((b"{", b"[")) or posted.media_type.endswith("json"):
        return _from_json(body, must=posted.media_type.endswith("json"))
    return _from_text(posted, _text(body))


def _from_query(posted: Posted) -> Fields:
    fields = _pairs(posted.query)
    if not fields:
        raise HookProblem(HookProblemCode.NOTHING_SENT)
    return fields


def _from_json(body: bytes, *, must: bool) -> Fields:
    text = _text(body)
    try:
        # Android writes a sender's name into the template as it is, line breaks included.
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        if must or not body.startswith(b"["):
            raise HookProblem(HookProblemCode.NOT_JSON) from None
        return {_BODY: text}  # plain text may begin with a bracket, as signatures of messages do
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise HookProblem(HookProblemCode.NOT_FIELDS)
    return value


def _from_text(posted: Posted, text: str) -> Fields:
    is_form = posted.media_type == "application/x-www-form-urlencoded" or not posted.media_type
    if is_form and "=" in text.partition("&")[0] and "\n" not in text:
        return _pairs(text)
    return {_BODY: text}


def _pairs(text: str) -> Fields:
    for encoding in ("utf-8", "gb18030"):
        try:
            pairs = parse_qsl(
                text, keep_blank_values=True, encoding=encoding, errors="strict", max_num_fields=MAX_FIELDS
            )
        except UnicodeDecodeError:
            continue
        except ValueError:
            raise HookProblem(HookProblemCode.NOT_FIELDS) from None
        return dict(pairs)
    raise HookProblem(HookProblemCode.ENCODING)


def _from_parts(posted: Posted) -> Fields:
    head = f"Content-Type: {posted.content_type}\r\n\r\n".encode("latin-1", "replace")
    try:
        message = BytesParser(policy=compat32).parsebytes(head + posted.body)
    except RecursionError:  # parts within parts within parts
        raise HookProblem(HookProblemCode.NOT_FIELDS) from None
    parts = message.get_payload()
    if not isinstance(parts, list) or not 0 < len(parts) <= MAX_FIELDS:
        raise HookProblem(HookProblemCode.NOT_FIELDS)
    found: dict[str, object] = {}
    for part in parts:
        if isinstance(part, str):
            continue
        content = part.get_payload(decode=True)
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = _text(content)
    return found


def _text(body: bytes) -> str:
    try:
        return decoded(body)
    except UnicodeDecodeError:
        raise HookProblem(HookProblemCode.ENCODING) from None
