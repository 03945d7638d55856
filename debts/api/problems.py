"""Errors of the API as problem details (RFC 9457)."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from debts.actions import DisputeClosed, HeldByDispute, StillNeeded, TakenBack
from debts.intake.drafts import Unreadable

Handler = Callable[[HttpRequest], HttpResponseBase]

ROOT = "/api/"
PROBLEM_TYPE = "application/problem+json"
_OF_THE_PAGE = frozenset({"Content-Type", "Content-Length", "Content-Language", "Content-Encoding"})
TOO_LARGE = "The body is larger than what is taken at once. Send the messages in several requests."
DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request could not be read.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address. What there is stands in /api/v1/openapi.json.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; the header Allow names those that it does.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
    HTTPStatus.SERVICE_UNAVAILABLE: "The machine lacks something just now: room on the disk, memory, or its "
    "database. Nothing was written; send it again later.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The request failed by a fault of the program. Its log says more.",
}


class Forbidden(Exception):
    """The token is valid and made for something else."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class NotAllowed(Exception):
    """The dispute is another account's, which lets the token's owner do less with it; the role is named."""


class NotThere(Exception):
    """There is nothing of that id that is the owner's; ``pointer`` is the place in the body that names it."""

    def __init__(self, pointer: str = "") -> None:
        super().__init__(pointer)
        self.pointer = pointer


class Contradiction(Exception):
    """The request is well formed, and what it says cannot be: places in the body, each with what is wrong."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__(*errors)
        self.errors = errors


class Changed(Exception):
    """The thing is another than the one that the program has seen."""


class KeyUsedTwice(Exception):
    """An Idempotency-Key stands for two different requests."""


class WrongMediaType(Exception):
    """The body comes in another form than the one that is taken, which is named."""


class TooManyRequests(Exception):
    """A token asks too often; the seconds to wait are named."""


class UnreadableMessages(Exception):
    """Some of the messages that were sent cannot be read."""

    def __init__(self, rows: Sequence[Unreadable]) -> None:
        super().__init__("; ".join(map(str, rows)))
        self.rows = rows


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """One problem; ``type`` stays about:blank, so the title is the status's own phrase."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)


def handle_problems(api: NinjaAPI) -> None:
    """Answer every expected failure of ``api`` as a problem."""
    for exception, answer in HANDLERS.items():
        api.add_exception_handler(exception, answer)


def _unauthenticated(_request: HttpRequest, _error: Any) -> HttpResponse:
    answer = problem(401, "A valid bearer token is needed: make one in the settings or with create_token.")
    answer["WWW-Authenticate"] = 'Bearer realm="jieqing"'
    return answer


def _forbidden(_request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(403, f"The token is not made for this: the scope {error.scope} is needed.")
    answer["WWW-Authenticate"] = 'Bearer realm="jieqing", error="insufficient_scope"'
    return answer


def _not_allowed(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, f"The owner of this dispute let you in as {error}: that role may not do this.")


def _not_there(_request: HttpRequest, error: Any) -> HttpResponse:
    pointer = getattr(error, "pointer", "")
    if not pointer:
        return problem(404, "There is nothing of that id in this ledger.")
    detail = "The request names something that is not in this ledger; the place stands under errors."
    return problem(404, detail, errors=[{"pointer": pointer, "detail": "There is nothing of that id."}])


def _contradiction(_request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"pointer": pointer, "detail": detail} for pointer, detail in error.errors]
    return problem(409, "What the request says cannot be so; each place is named under errors.", errors=errors)


def _still_needed(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, f"Other facts rest on it: take these back first ({error}).")


def _held(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, "It is evidence in a dispute that goes on.", disputes=error.disputes)


def _closed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(409, "The dispute is closed: reopen it first.")


def _changed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(412, "It has changed since: read it again, and send the change with its new ETag.")


def _wrong_media_type(_request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(415, f"The body has to be {error}.")
    answer["Accept"] = str(error)
    return answer


def _key_used_twice(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(422, "This Idempotency-Key was sent with another request before: use a new one for each.")


def _too_many(_request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(429, "Too many requests in one minute: wait a little.")
    answer["Retry-After"] = str(error)
    return answer


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"at": "/".join(map(str, one["loc"])), "pointer": _pointer(one["loc"]), "detail": one["msg"]}
        for one in error.errors
    ]
    return problem(422, "Parts of the request cannot be used; each is named under errors.", errors=errors)


def _pointer(loc: Sequence[Any]) -> str:
    """The place in the body as a JSON pointer; of what is no body the name alone. The framework names its argument."""
    steps = [str(one).replace("~", "~0").replace("/", "~1") for one in loc]
    return "/" + "/".join(steps[2:]) if steps[:1] == ["body"] else "/".join(steps[1:])


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    errors = [{"at": str(row.place), "code": row.code.value, "detail": row.detail} for row in error.rows]
    return problem(422, "Some messages cannot be read; each is named under errors.", errors=errors)


def _too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(413, TOO_LARGE)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    AuthenticationError: _unauthenticated,
    Forbidden: _forbidden,
    NotAllowed: _not_allowed,
    NotThere: _not_there,
    PermissionDenied: _not_there,
    Http404: _not_there,
    TakenBack: _not_there,
    Contradiction: _contradiction,
    StillNeeded: _still_needed,
    HeldByDispute: _held,
    DisputeClosed: _closed,
    Changed: _changed,
    WrongMediaType: _wrong_media_type,
    KeyUsedTwice: _key_used_twice,
    TooManyRequests: _too_many,
    ValidationError: _invalid,
    UnreadableMessages: _unreadable,
    RequestDataTooBig: _too_large,
    HttpError: _refused,
}


def only_problems(get_response: Handler) -> Handler:
    """Answer programs with problems too where the failure lies outside of the API's own handlers.

    An unknown address, a wrong method, a host that is not ours and a fault of the program are answered by Django with
    pages for people. This stands around all other middleware, so that none of those pages gets past it.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_problem = response.headers.get("Content-Type") == PROBLEM_TYPE
        if response.status_code < HTTPStatus.BAD_REQUEST or is_problem or not request.path_info.startswith(ROOT):
            return response
        return _as_problem(response)

    return handle


def _as_problem(page: HttpResponseBase) -> HttpResponse:
    status = HTTPStatus(page.status_code)
    answer = problem(status, DETAILS.get(status, status.description or status.phrase))
    for name, value in page.headers.items():
        if name not in _OF_THE_PAGE:
            answer.headers[name] = value
    return answer
