"""Errors of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError


class Forbidden(Exception):
    """The token is valid and made for something else."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """One problem; ``type`` stays about:blank, so the title is the status's own phrase."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


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

    @api.exception_handler(HttpError)
    def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))
