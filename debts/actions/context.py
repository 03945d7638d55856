"""Who writes, by which way, and what time it is: given to every action, so that none asks the clock."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from debts.models import User


class Route(StrEnum):
    """The way by which a write came."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    IMPORT = "import"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class WriteContext:
    """One write: the owner whose ledger it is, the route, and the moment.

    Actions note in ``judged`` which verdict a kept message had before the write and which it has now, by row number, so
    that whoever wrote can be told what it changed.
    """

    owner: User
    route: Route
    now: datetime
    judged: dict[int, tuple[str, str]] = field(default_factory=dict, compare=False)

    def note_verdict(self, message: int, before: str, after: str) -> None:
        """Note a verdict made anew. Of several in one write the first "before" and the last "after" count."""
        self.judged[message] = (self.judged.get(message, (before, ""))[0], after)

    def changed_verdicts(self) -> Counter[str]:
        """How many kept messages have a verdict that they did not have before this write, by that verdict."""
        return Counter(after for before, after in self.judged.values() if before != after)
