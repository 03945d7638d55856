"""Values of the core that are made by the dozen for each message."""

import sys
from dataclasses import field, fields, make_dataclass
from typing import Any, TypeVar

Value = TypeVar("Value")


def quickly_made(cls: type[Value]) -> type[Value]:
    """Let values of a frozen dataclass be made as quickly as those of an open one.

    A frozen dataclass guards its fields at run time, and setting each past the guard was the dearest part of judging (a
    sixth of it). So the guard is left to the type checker, which refuses to change a field as before; in Python's
    development mode (``-X dev``) it stands at run time too.
    """
    if sys.flags.dev_mode:
        return cls
    of_cls: Any = cls
    like: Any = make_dataclass(cls.__name__, [_as_it_is(one) for one in fields(of_cls)])
    of_cls.__init__ = like.__init__
    del of_cls.__setattr__, of_cls.__delattr__
    return cls


def _as_it_is(one: Any) -> tuple[str, Any, Any]:
    return one.name, one.type, field(default=one.default, default_factory=one.default_factory)
