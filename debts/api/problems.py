"""Errors of the API as problem details (RFC 9457)."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from debts.intake.drafts import Unreadable

Handler = Callable[[HttpRequest], HttpResponseBase]

ROOT = "/api/"
PROBLEM_TYPE = "application/problem+json"
_OF_THE_PAGE = frozenset({"Content-Type", "Content-Length", "Content-Language"})
TOO_LARGE = "The body is larger than what is taken at once. Send the messages in several requests."
DETAILS = {
    HTTPStatus.BAD_REQUEST: "The request could not be read.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address. What there is stands in /api/v1/openapi.json.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; the header Allow names those that it does.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR: "The request failed by a fault of the program. Its log says more.",
}


class Forbidden(Exception):
    """The token is valid and made for something else."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


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

    @api.exception_handler(AuthenticationError)
    def unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = problem(401, "A valid bearer token is needed: make one in the settings or with create_token.")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Forbidden)
    def forbidden(_request: HttpRequest, error: Forbidden) -> HttpResponse:
        return problem(403, f"The token is not made for this: the scope {error.scope} is needed.")

    @api.exception_handler(ValidationError)
    def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [{"at": "/".join(map(str, one["loc"])), "detail": one["msg"]} for one in error.errors]
        return problem(422, "Parts of the request cannot be used; each is named under errors.", errors=errors)

    @api.exception_handler(UnreadableMessages)
    def unreadable(_request: HttpRequest, error: UnreadableMessages) -> HttpResponse:
        errors = [{"at": str(row.place), "code": row.code.value, "detail": row.detail} for row in error.rows]
        return problem(422, "Some messages cannot be read; each is named under errors.", errors=errors)

    @api.exception_handler(RequestDataTooBig)
    def too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return problem(413, TOO_LARGE)

    @api.exception_handler(HttpError)
    def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))


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
    page.close()
    return answer
