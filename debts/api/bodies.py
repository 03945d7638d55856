"""The body of a request whose sender may not say how long it is."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from debts.intake.webhooks import Posted

MAX_BYTES = 256 * 1024  # a message of 70,000 characters, written as \\uXXXX


class TooLarge(Exception):
    """The body is larger than any message."""


def posted_of(request: HttpRequest) -> Posted:
    """The request with its body as bytes.

    Raises:
        TooLarge: It is longer than a message can be; what is beyond the limit is not read.
    """
    return Posted(
        method=request.method or "",
        content_type=request.headers.get("Content-Type", ""),
        body=_body(request),
        query=urlsplit(request.get_full_path()).query,
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def _body(request: HttpRequest) -> bytes:
    """Read up to the limit.

    Django reads as many bytes as the header announces: of a body sent in chunks, none at all. The server has put the
    chunks together and says so, and its stream ends where the body ends.
    """
    if request.META.get("CONTENT_LENGTH") or not request.META.get("wsgi.input_terminated"):
        length = _announced(request)
        if length > MAX_BYTES:
            raise TooLarge
        return request.body if length else b""
    try:
        body: bytes = request.META["wsgi.input"].read(MAX_BYTES + 1)
    except OSError as broken:
        raise UnreadablePostError(*broken.args) from broken
    if len(body) > MAX_BYTES:
        raise TooLarge
    return body


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # of a length that is no number nothing is read
