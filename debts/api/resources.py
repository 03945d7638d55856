"""What all resources share: the owner's own rows, pages of them, and changes that leave the rest as it is."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict, StringConstraints, create_model
from pydantic_core import PydanticUndefined

from debts.api.auth import ApiRequest
from debts.api.problems import NotThere
from debts.api.values import Moment, Ref
from debts.models.base import Fact
from debts.reconciler.characters import is_storable

F = TypeVar("F", bound=Fact)
T = TypeVar("T")
R = TypeVar("R")
B = TypeVar("B", bound=BaseModel)

MOST_ON_A_PAGE = 200


class Body(Schema):
    """What a program sends. A name that is not known is refused, for it may be a slip."""

    model_config = ConfigDict(extra="forbid")


class Kept(Schema):
    """What every fact has."""

    id: Ref
    recorded_at: Moment


class Page(Schema, Generic[T]):
    """Some of many: the newest first. ``next`` is the address of those that follow."""

    items: list[T]
    next: str | None = Field(description="Where the list goes on; null at its end.")


Cursor = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


class PageQuery(Body):
    """Which part of a list is asked for."""

    limit: int = Field(50, ge=1, le=MOST_ON_A_PAGE)
    cursor: Cursor | None = Field(None, description="As it stands in ``next``.")


def page_of(request: HttpRequest, rows: "QuerySet[Any]", asked: PageQuery, show: Callable[[Any], T], model: Any) -> Any:
    """A page of facts, the last recorded first: each page begins where the one before ended."""
    if asked.cursor:
        rows = rows.filter(pk__lt=int(asked.cursor))
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    return page_with(request, found, asked.limit, show, model, cursor_of=lambda row: str(row.pk))


def page_with(
    request: HttpRequest,
    found: Sequence[R],
    limit: int,
    show: Callable[[R], Any],
    model: Any,
    *,
    cursor_of: Callable[[R], str],
) -> Any:
    """A page of ``limit`` rows out of those that were found, which are one more where the list goes on."""
    shown = found[:limit]
    following = _address_after(request, cursor_of(shown[-1])) if len(found) > limit else None
    return Page[model].model_construct(items=[show(row) for row in shown], next=following)


def _address_after(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def as_stored(form: type[B], row: Any) -> B:
    """A row whose fields are called as those of its form."""
    return form.model_construct(**{name: getattr(row, name) for name in form.model_fields})


def own(model: type[F], request: ApiRequest, ref: str, *, pointer: str = "", rows: Any = None) -> F:
    """The owner's fact of that id; raises NotThere for everybody else's. ``pointer`` is where the body names it."""
    mine = model.objects.of(request.auth.owner) if rows is None else rows
    found: F | None = mine.filter(ref=ref).first() if is_storable(ref) else None
    if found is None:
        raise NotThere(pointer)
    return found


def own_or_none(model: type[F], request: ApiRequest, ref: str | None, *, pointer: str) -> F | None:
    """The same for what may be left out."""
    return None if ref is None else own(model, request, ref, pointer=pointer)


def partial(body: type[BaseModel]) -> Any:
    """The same body, of which everything may be left out; what is sent is held to the same rules."""
    fields: dict[str, Any] = {}
    for name, field in body.model_fields.items():
        own_field = copy(field)
        own_field.default, own_field.default_factory = PydanticUndefined, _nothing
        fields[name] = (field.annotation, own_field)
    changes: Any = create_model(f"{body.__name__.removesuffix('In')}Changes", __base__=Body, **fields)
    changes.__doc__ = "What is to change; what is left out stays as it is."
    return changes


def _nothing() -> None:
    """What stands for a field that was not sent; it is never read."""


def changed(body: type[B], told: Mapping[str, Any], changes: BaseModel) -> B:
    """The whole body after the changes. What is stored has been held to the rules of its time and stays."""
    sent = {name: getattr(changes, name) for name in changes.model_fields_set}
    return body.model_construct(**{**told, **sent})


def is_sent(name: str, changes: BaseModel) -> bool:
    """Whether a change names the field, be it with the value that it has."""
    return name in changes.model_fields_set
