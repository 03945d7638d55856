"""The description of the API made whole: problems, headers, scopes and examples beside what the code itself says."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from debts.api.examples import EXAMPLES
from debts.api.problems import PROBLEM_TYPE
from debts.api.serving import FORM, LONGEST_KEY, keeps_nothing
from debts.dossier.formats import CONTENT_TYPES
from debts.models import DossierForm

Values = dict[str, Any]

SCHEME = "Bearer"
_ALWAYS = (400, 401, 403, 422, 429)
_BYTES: Values = {"type": "string", "format": "binary"}
_TEXT: Values = {"type": "string"}
_ANY: Values = {"type": "object"}
# What comes as a file, and in which forms.
_BINARY: dict[str, dict[str, Values]] = {
    "get_file_content": {"application/octet-stream": _BYTES},
    "make_dossier": {media: _ANY if form is DossierForm.JSON else _BYTES for form, media in CONTENT_TYPES.items()},
    "get_export": {"application/zip": _BYTES, "text/plain": _TEXT},
}
_PROBLEM: Values = {
    "title": "Problem",
    "type": "object",
    "description": "A problem by RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Places in the request, as JSON pointers into the body or names of parameters.",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "at": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "disputes": {"type": "array", "items": {"type": "string"}},
    },
}


def _header(name: str, description: str, **limits: Any) -> Values:
    """A header that a request may have."""
    schema = {"type": "string", **limits}
    return {"in": "header", "name": name, "required": False, "description": description, "schema": schema}


_KEY = _header(
    "Idempotency-Key",
    "Sent again with the same request within 24 hours, it writes nothing and gets the same answer.",
    minLength=1,
    maxLength=LONGEST_KEY,
    pattern="^[!-~]+$",
)
_IF_MATCH = _header(
    "If-Match", "The ETag of what was seen: with another one by now, nothing is changed and 412 is answered."
)
_IF_NONE_MATCH = _header("If-None-Match", "The ETag of what is known: where nothing has changed, 304 is answered.")


def completed(schema: Values, api: NinjaAPI) -> Values:
    """Add to the schema what every operation has."""
    schema["components"]["schemas"]["Problem"] = _PROBLEM
    operations = dict(_operations(api))
    for methods in schema["paths"].values():
        for method, told in methods.items():
            _complete(method, told, operations[told["operationId"]])
    return schema


def _operations(api: NinjaAPI) -> Iterator[tuple[str, Operation]]:
    for bound in api._get_bound_routers():  # noqa: SLF001 - as the framework's own description walks them
        for view in bound.path_operations.values():
            for operation in view.operations:
                yield operation.view_func.__name__, operation


def _complete(method: str, told: Values, operation: Operation) -> None:
    scopes = [str(scope) for callback in operation.auth_callbacks for scope in callback.scopes]  # type: ignore[attr-defined]  # ours
    told["security"] = [{SCHEME: scopes}]
    told["description"] = f"{told.get('description', '')}\n\nScope: {' or '.join(scopes)}.".strip()
    told["parameters"] = [_plain(one) for one in told["parameters"]] + list(_headers(method, told, operation))
    _complete_body(told)
    _complete_answers(method, told)


def _plain(parameter: Values) -> Values:
    """A parameter of an address is there or not: none of them is null."""
    schema = parameter["schema"]
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(choices) == 1:
        kept = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
        parameter["schema"] = {**choices[0], **kept}
    return parameter


def _headers(method: str, told: Values, operation: Operation) -> Iterator[Values]:
    if method == "post" and not keeps_nothing(operation):
        yield _KEY
    if method in ("patch", "put", "delete"):
        yield _IF_MATCH
    if method == "get" and told["operationId"] not in _BINARY:
        yield _IF_NONE_MATCH


def _complete_body(told: Values) -> None:
    example = EXAMPLES.get(told["operationId"])
    for form, media in told.get("requestBody", {}).get("content", {}).items():
        if form == FORM:
            media["schema"]["additionalProperties"] = False
            for field in media["schema"]["properties"].values():
                field["minLength"] = 1  # a file of nothing is no file
        if example is not None:
            media["example"] = example


def _complete_answers(method: str, told: Values) -> None:
    answers = told["responses"]
    if told["operationId"] in _BINARY:
        forms = {media: {"schema": schema} for media, schema in _BINARY[told["operationId"]].items()}
        answers[200] = {"description": "The file", "content": forms}
    elif method == "get":
        answers[304] = {"description": "Nothing has changed."}
    for answer in answers.values():
        if "content" in answer and told["operationId"] not in _BINARY:
            answer["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "What it is now."}}
    for status in _statuses(method, told):
        answers[status] = _problem(status)


def _statuses(method: str, told: Values) -> Iterator[int]:
    yield from _ALWAYS
    if any(one["in"] == "path" or one["name"] in ("lender", "loan", "batch") for one in told["parameters"]):
        yield 404
    if method != "get":
        yield from (404, 409)
    if "requestBody" in told:
        yield from (413, 415)
    if told["operationId"] == "get_explanation":
        yield 409
    if method in ("patch", "put", "delete"):
        yield 412


def _problem(status: int) -> Values:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": HTTPStatus(status).phrase, "content": content}
