"""What the log may say: of the address of a phone, a shared link or a calendar, not its key; never a text.

Each line names the request that it belongs to. A line about the request itself says the page's name and not its
address, how it was answered and how long that took.
"""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
Handler = Callable[[HttpRequest], HttpResponseBase]

_KEY = re.compile(r"(/hooks/[^/\s]*/|/shared/|/calendar/)[^/\s?]+")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_request_id: ContextVar[str] = ContextVar("request_id", default="-")

requests = logging.getLogger("jieqing.requests")


class HideHookIds(logging.Filter):
    """Put a sign in the place of every hook's id and of every shared link's secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the ids taken out of its words."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


class NameRequest(logging.Filter):
    """Write the id of the request beside every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the id of the request in which it was made, or a dash."""
        record.request_id = _request_id.get()
        return True


class TextLines(logging.Formatter):
    """Lines for people. Of a failure they tell its kind and place, not its words: those may quote what is kept."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the signature is the formatter's
        """The places in the code through which the failure came, and its kind, with those that led to it."""
        return "".join(_places(ei[1])).rstrip() if ei[1] else ""


class JsonLines(TextLines):
    """One JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The time in UTC, the level, who says it, the request, the words, and what went wrong."""
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def name_requests(get_response: Handler) -> Handler:
    """Give every request an id, the proxy's where it sent one, and log how the request ended."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        token, began = _request_id.set(name), time.monotonic()
        try:
            response = get_response(request)
            _log(request, response, time.monotonic() - began)
        finally:
            _request_id.reset(token)
        response[HEADER] = name
        return response

    return handle


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    page = request.resolver_match.view_name if request.resolver_match else "-"
    facts = {"method": request.method, "page": page, "status": response.status_code, "ms": round(seconds * 1000)}
    requests.info("%s %s %s in %s ms", *facts.values(), extra={"facts": facts})


def _places(failure: BaseException) -> list[str]:
    before = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    kind = f"{type(failure).__module__}.{type(failure).__qualname__}\n"
    return (_places(before) if before else []) + traceback.format_tb(failure.__traceback__) + [kind]


def _hidden(part: Any) -> Any:
    return _KEY.sub(r"\1…", part) if isinstance(part, str) else part
