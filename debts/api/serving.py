"""What stands around every operation: the token first, then how often, in what form, under which condition, and once.

POST … Idempotency-Key: 8f2c     sent again, it is answered as before and writes nothing
PATCH … If-Match: "5dc9…"        is refused with 412 where the thing is another by now
GET … If-None-Match: "5dc9…"     is answered with 304 where it is the same
"""

import hashlib
import re
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import resolve
from django.utils import timezone
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from debts.actions.context import WriteContext
from debts.actions.evidence import lock_owner
from debts.actions.replays import Answer, Failed, OtherRequest, once
from debts.api.access import ledger_of
from debts.api.problems import Changed, KeyUsedTwice, TooManyRequests, WrongMediaType
from debts.queries import zone_of

Run = Callable[..., HttpResponseBase]

JSON = "application/json"
FORM = "multipart/form-data"
LONGEST_KEY = 255
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}\Z")
_A_MINUTE = 60
_KEPT_HEADERS = ("Content-Type", "ETag")
_ASKING = frozenset({"check_messages", "verify_evidence"})
# The same file again from the same facts, and too large to be kept as an answer.
_HANDING_OUT = frozenset({"make_dossier"})
_SOURCES = {"body": JSON, "form": FORM, "file": FORM}


def served(run: Run) -> Run:
    """Stand around the ``run`` of one operation."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # a bound method

    @wraps(run)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            ctx = _who(operation, request)
            with timezone.override(zone_of(ctx.owner)):
                _hold_back(request)
                _refuse_other_media(operation, request)
                _refuse_unknown_parts(operation, request)
                return _tagged(request, _run(run, request, ctx, kwargs))
        except Exception as problem:  # noqa: BLE001 - the API's own handlers know what they answer, and raise the rest
            return operation.api.on_exception(request, problem)

    return answer


def _who(operation: Operation, request: HttpRequest) -> WriteContext:
    for callback in operation.auth_callbacks:
        if found := callback(request):
            ctx: WriteContext = found
            return ctx
    raise AuthenticationError


def _hold_back(request: HttpRequest) -> None:
    """Count the requests of a token in this minute; each worker process counts for itself."""
    token = request.token  # type: ignore[attr-defined]  # set by the scope
    key = f"api:{token.digest}:{int(timezone.now().timestamp()) // _A_MINUTE}"
    if not caches["process"].add(key, 1, timeout=2 * _A_MINUTE):
        try:
            count = caches["process"].incr(key)
        except ValueError:  # the cache was full and has dropped it meanwhile
            return
        if count > settings.API_REQUESTS_PER_MINUTE:
            raise TooManyRequests(_A_MINUTE)


def media_type_of(operation: Operation) -> str | None:
    """What an operation takes; None where it takes no body."""
    return next((found for model in operation.models if (found := _SOURCES.get(model.__ninja_param_source__))), None)


def keeps_nothing(operation: Operation) -> bool:
    """Whether a POST only asks or hands out a file: it may be sent twice, and there is no answer to keep."""
    return operation.view_func.__name__ in _ASKING | _HANDING_OUT


def _refuse_other_media(operation: Operation, request: HttpRequest) -> None:
    takes = media_type_of(operation)
    if takes and request.content_type != takes:
        raise WrongMediaType(takes)


def _refuse_unknown_parts(operation: Operation, request: HttpRequest) -> None:
    """A form has the parts that are named and no others, as a body in JSON has: whoever misspells one is told."""
    if media_type_of(operation) != FORM:
        return
    known = {name for model in operation.models for name in model.model_fields}
    unknown = sorted({*request.POST, *request.FILES} - known)
    if unknown:
        told = "Extra inputs are not permitted"
        raise ValidationError([{"type": "extra_forbidden", "loc": ("form", name), "msg": told} for name in unknown])


def _run(run: Run, request: HttpRequest, ctx: WriteContext, kwargs: dict[str, Any]) -> HttpResponseBase:
    key = request.headers.get("Idempotency-Key", "")
    if request.method == "POST" and "Idempotency-Key" in request.headers and not keeps_nothing(run.__self__):  # type: ignore[attr-defined]  # as in served
        return _once(run, request, ctx, key, kwargs)
    if request.method in {"PATCH", "PUT", "DELETE"} and "If-Match" in request.headers:
        with transaction.atomic():
            lock_owner(ledger_of(ctx, request, kwargs.get("ref", "")))
            _refuse_changed(request)
            return run(request, **kwargs)
    return run(request, **kwargs)


def _once(run: Run, request: HttpRequest, ctx: WriteContext, key: str, kwargs: dict[str, Any]) -> HttpResponseBase:
    if not _KEY.match(key):
        raise HttpError(422, f"An Idempotency-Key is 1 to {LONGEST_KEY} visible ASCII characters.")

    def write() -> Answer:
        answered = run(request, **kwargs)
        kept = _kept(_tagged(request, answered))
        if answered.status_code >= 400:  # noqa: PLR2004 - a refusal
            raise Failed(kept)
        return kept

    try:
        kept, is_earlier = once(ctx, key, _digest(request), write)
    except Failed as failed:
        return _again(failed.answer)
    except OtherRequest:
        raise KeyUsedTwice from None
    answer = _again(kept)
    if is_earlier:
        answer["Idempotency-Replayed"] = "true"
    return answer


def _kept(response: HttpResponseBase) -> Answer:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    return Answer(response.status_code, headers, getattr(response, "content", b""))


def _again(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def _digest(request: HttpRequest) -> str:
    """What makes a request this one: method, address, and the body with its files, whatever boundary is between."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != FORM:
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            _digest_file(digest, name, file)
    return digest.hexdigest()


def _digest_file(digest: Any, name: str, file: "UploadedFile[Any]") -> None:
    digest.update(repr((name, file.name, file.size)).encode())
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)


def _refuse_changed(request: HttpRequest) -> None:
    """Compare with what the same address would show now; where there is nothing to show, the operation says so."""
    shown = copy(request)
    shown.method = "GET"
    shown.GET = QueryDict()
    match = resolve(request.path_info)
    now = match.func(shown, *match.args, **match.kwargs)
    wanted = [tag.strip() for tag in request.headers["If-Match"].split(",")]
    if now.status_code == 200 and "*" not in wanted and now.headers.get("ETag") not in wanted:  # noqa: PLR2004 - OK
        raise Changed


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give an answer in JSON its tag; to a program that has it already, say that it is the same."""
    if not isinstance(response, HttpResponse) or response.status_code >= 300 or not response.content:  # noqa: PLR2004
        return response
    if "ETag" not in response:
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    tag = response["ETag"]
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if request.method == "GET" and tag in known:
        return HttpResponse(status=304, headers={"ETag": tag})
    return response
