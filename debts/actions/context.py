"""Who writes, by which way, and what time it is: given to every action, so that none asks the clock."""

from dataclasses import dataclass
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
    """One write: the owner whose ledger it is, the route, and the moment."""

    owner: User
    route: Route
    now: datetime
