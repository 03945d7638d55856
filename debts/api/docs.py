"""The description of the API as a page of ours: no script, nothing from elsewhere."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debts.api.v1 import api


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter, or a field of a body: its name, its type in words, what it means."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Described:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Part, ...]
    fields: tuple[Part, ...]
    example: str
    answers: tuple[tuple[str, str], ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters, fields, answers and an example."""
    schema = json.loads(json.dumps(api.get_openapi_schema()))
    groups: dict[str, list[Described]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            groups.setdefault(told["tags"][0], []).append(_described(path, method, told, schema))
    return render(request, "api/docs.html", {"groups": groups, "description": schema["info"]["description"]})


def _described(path: str, method: str, told: Mapping[str, Any], schema: Mapping[str, Any]) -> Described:
    media: Mapping[str, Any] = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
    example = media.get("example")
    return Described(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        paragraphs=tuple(" ".join(one.split()) for one in told["description"].split("\n\n")),
        parameters=tuple(_parameter(one) for one in told["parameters"]),
        fields=tuple(_fields(_resolved(media.get("schema", {}), schema), schema)),
        example="" if example is None else json.dumps(example, ensure_ascii=False, indent=2),
        answers=tuple((status, one["description"]) for status, one in sorted(told["responses"].items())),
    )


def _parameter(one: Mapping[str, Any]) -> Part:
    return Part(one["name"], _kind(one["schema"]), one["required"], one.get("description", ""))


def _resolved(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = schema["components"]["schemas"][name] if name else part
    return found


def _fields(body: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterable[Part]:
    required = set(body.get("required", ()))
    for name, one in body.get("properties", {}).items():
        found = _resolved(one, schema)
        yield Part(name, _kind(one), name in required, one.get("description", found.get("description", "")))


def _kind(one: Mapping[str, Any]) -> str:
    """The type of a value in a few words."""
    if "enum" in one:
        return " | ".join("null" if value is None else f'"{value}"' for value in one["enum"])
    if "const" in one:
        return f'"{one["const"]}"'
    if "anyOf" in one:
        return " | ".join(dict.fromkeys(_kind(choice) for choice in one["anyOf"]))
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    kind = one.get("type", "any")
    if kind == "array":
        return f"[{_kind(one.get('items', {}))}]"
    words = kind if isinstance(kind, str) else " | ".join(kind)
    return f"{words} ({one['format']})" if "format" in one else words
