"""What the address of a bill's page says about reading the bill: nothing of it is kept on the server.

/bills/7/?header=3&c0=when&c2=amount&sign=account&also=12  ->  the columns as a person named them, and line 12 as well
"""

from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict

from debts.intake.bills import ColumnMapping, DayOrder, Place, Role, Sign
from debts.models.loans import Currency

MOST_COLUMNS = 200
LONGEST_FIND = 40
C = TypeVar("C", Role, Sign, DayOrder, Currency)


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read a bill: ``mapping`` as a person told it, the places taken in by hand, words to look for, the page."""

    mapping: ColumnMapping | None = None
    taken: frozenset[Place] = frozenset()
    find: str = ""
    page: str = "1"


def asked_of(address: QueryDict, form: QueryDict) -> Asked:
    """Read the address; what was sent with the form is added to it."""
    keys = (*address.getlist("also"), *form.getlist("also"), *form.getlist("add"))
    return Asked(
        mapping=mapping_in(address),
        taken=frozenset(place for key in keys if (place := place_of(key))),
        find=(form.get("find") or address.get("find") or "").strip()[:LONGEST_FIND],
        page=form.get("page") or address.get("page") or "1",
    )


def key_of(place: Place) -> str:
    """A place as it goes through forms and addresses: 12, or 12@Sheet1."""
    return f"{place.line}@{place.sheet}" if place.sheet else str(place.line)


def place_of(key: str) -> Place | None:
    """The place that a key stands for, None for anything else."""
    line, _at, sheet = key.partition("@")
    return Place(int(line), sheet) if line.isascii() and line.isdecimal() and len(line) < len("1000000000") else None


def mapping_in(address: QueryDict) -> ColumnMapping | None:
    """The mapping of columns in an address; None where it names none. What makes no sense in it is left out."""
    if "header" not in address:
        return None
    header = address.get("header", "").strip()
    given = ((index, _choice(Role, address.get(f"c{index}", ""))) for index in range(MOST_COLUMNS))
    return ColumnMapping(
        roles=tuple((index, role) for index, role in given if role),
        header=int(header) if header.isascii() and header.isdecimal() and len(header) < len("1000000") else 0,
        sign=_choice(Sign, address.get("sign", "")) or Sign.ACCOUNT,
        day_order=_choice(DayOrder, address.get("order", "")) or DayOrder.YEAR_FIRST,
        currency=(_choice(Currency, address.get("currency", "")) or Currency.CNY).value,
        sheet=address.get("sheet", ""),
    )


def _choice(kind: type[C], value: str) -> C | None:
    return kind(value) if value in [one.value for one in kind] else None
