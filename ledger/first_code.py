"""The one-time code for the first account, printed at start where others than this machine can reach the ledger.

Whoever comes first owns the installation; beyond this machine that may be anybody. The code is made anew with each
start and kept nowhere but in the server's own processes.
"""

import ipaddress
import os
import secrets
from collections.abc import Iterable

NAME = "FIRST_ACCOUNT_CODE"
# Without letters and figures that are taken for one another when they are typed off a screen.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4  # 31 signs in 12 places: 59 bits


def is_this_machine(name: str) -> bool:
    """Whether a host name or address can be reached from this machine only."""
    bare = name.strip().strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost" or bare.endswith(".localhost")


def set_first_code(host: str, hosts: Iterable[str]) -> None:
    """Put a code into the environment, for the settings, where the address served or a name for it leads beyond."""
    if not os.environ.get(NAME) and not all(map(is_this_machine, filter(str.strip, [host, *hosts]))):
        os.environ[NAME] = _new_code()


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
