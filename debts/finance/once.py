"""A property that is worked out when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - a decorator, named as one
    """``functools.cached_property`` without the lock that Python 3.11 takes around each first use.

    Two threads may both work a value out; they get the same one. A judgement asks a dozen objects of its own for
    something once, where the lock cost more than the answer.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: object, owner: type) -> Value | Self:
        """The value, put where Python finds it next time without asking here."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value
