"""Who writes, by which way, and what time it is: given to every action, so that none asks the clock."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from debts.models import Guest, User


class Route(StrEnum):
    """The way by which a write came."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    IMPORT = "import"
    ARCHIVE = "archive"
    HOOK = "hook"


@dataclass(slots=True)
class Cause:
    """What was done to one kind of fact, how often, and of the first of them what it says; plain values only."""

    action: str
    type: str
    count: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WriteContext:
    """One write: the owner whose ledger it is, the route, the moment, and the guest who writes, if it is not the owner.

    Actions note in ``judged`` which verdict a kept message had before the write and which it has now, by row number,
    so that whoever wrote can be told what it changed; ``changes`` are the row numbers of the records about that.
    ``causes`` and ``touched`` (messages, by row number) gather what was written since the last judging; ``unjudged``
    has the first row number of each lot of messages that were kept since and have no verdict yet.
    """

    owner: User
    route: Route
    now: datetime
    judged: dict[int, tuple[str, str]] = field(default_factory=dict, compare=False)
    changes: list[int] = field(default_factory=list, compare=False)
    guest: Guest | None = None
    causes: dict[tuple[str, str], Cause] = field(default_factory=dict, compare=False)
    touched: set[int] = field(default_factory=set, compare=False)
    unjudged: set[int] = field(default_factory=set, compare=False)

    def note_verdict(self, message: int, before: str, after: str) -> None:
        """Note a verdict made anew. Of several in one write the first "before" and the last "after" count."""
        self.judged[message] = (self.judged.get(message, (before, ""))[0], after)

    def changed_verdicts(self) -> Counter[str]:
        """How many kept messages have a verdict that they did not have before this write, by that verdict."""
        return Counter(after for before, after in self.judged.values() if before != after)

    def cause(self, action: str, record_type: str) -> Cause:
        """What was done so far in this way to facts of this kind."""
        return self.causes.setdefault((action, record_type), Cause(action, record_type))
