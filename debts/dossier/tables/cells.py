"""A value as a cell that a spreadsheet shows and never runs.

"=1+1"  ->  "'=1+1"          Decimal("-5.00")  ->  "-5.00"
"""

import unicodedata
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

# What makes a spreadsheet take a text for a formula; some read the full-width signs in the same way.
_STARTS = frozenset("=+-@＝＋－＠")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_BLANK_STARTS = ("\t", "\r", "\n")


def cell(value: Any, zone: tzinfo) -> str:
    """The text of a cell: days and times by ISO 8601, sums as plain decimals, what is unknown as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else harmless(str(value))


def harmless(text: str) -> str:
    """A text of people with an apostrophe before it where a spreadsheet would run it."""
    is_formula = text.startswith(_BLANK_STARTS) or _first_seen(text) in _STARTS
    return f"'{text}" if is_formula else text


def _first_seen(text: str) -> str:
    """The first sign that is neither a blank nor invisible: programs differ in which of these they drop."""
    return next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN), "")
