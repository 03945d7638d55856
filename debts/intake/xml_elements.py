"""Rows of XML whose fields are elements, as Windows phones and some makers of Android phones write them.

<Message><Body>…</Body><IsIncoming>true</IsIncoming><LocalTimestamp>133540933530000000</LocalTimestamp>
<Sender>10690000</Sender></Message>
<sms><address>10690000</address><date>1709605353000</date><type>1</type><body>…</body></sms>
"""

import re
from collections.abc import Mapping
from datetime import tzinfo

from debts.intake.android import sms
from debts.intake.drafts import Item, Place
from debts.intake.jsonl import item_of

_BEGINS = re.compile(rb"<(?:sms|message)>\s{0,40}<[a-z_]", re.IGNORECASE)
_FIGURES = 18  # of hundreds of nanoseconds since 1601, from 1917 to 4770
_TICKS_OF_MS = 10_000
_MS_TO_1970 = 11_644_473_600_000


def has_rows_of_elements(begin: bytes) -> bool:
    """Whether an XML file that begins so has such rows."""
    return b"<html" not in begin.lower() and _BEGINS.search(begin) is not None


def row_of_elements(fields: Mapping[str, str], place: Place, zone: tzinfo) -> Item:
    """A row by what its elements hold, their names in small letters."""
    if "isincoming" not in fields:
        return item_of({key: one for key, one in fields.items() if one}, place, zone)
    row = {
        "body": fields.get("body", ""),
        "address": fields.get("sender", ""),
        "type": "1" if fields["isincoming"].lower() == "true" else "2",
        "date": _ms_of_ticks(fields.get("localtimestamp", "")),
    }
    return sms(row, place, zone)


def _ms_of_ticks(written: str) -> str:
    """Windows counts from 1601; what is no such count stays, to be said to be no time."""
    if not (written.isascii() and written.isdigit() and len(written) == _FIGURES):
        return written
    return str(int(written) // _TICKS_OF_MS - _MS_TO_1970)
