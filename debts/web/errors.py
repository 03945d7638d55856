"""Pages for when something went wrong: what happened and what can be done, in the reader's language."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read, most often because too much was sent at once."""
    context = {"is_too_big": isinstance(exception, RequestDataTooBig)}
    return render(request, "errors/400.html", context, status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request whose body is larger than any page takes."""
    return render(request, "errors/400.html", {"is_too_big": True}, status=413)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Answer a request that this person may not make."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Answer a request for something that is not there, or not for this person."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  nothing of it may be touched
    """Answer after a failure of ours. Asks neither the database nor the session: they may be what failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
