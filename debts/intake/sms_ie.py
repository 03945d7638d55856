"""Rows of SMS Import / Export (tmo1): Android's columns as JSON objects, every value a string, absent ones left out.

    {"_id": "100", "address": "95555", "date": "1728000000000", "type": "1", "body": "…"}
    {"_id": "9", "date": "1735200000", "msg_box": "1", "__sender_address": {…}, "__parts": [{…}]}      seconds here

Version 1 wrote the last two without the underscores. Calls are objects of the same kind, in a list of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from debts.intake.android import FROM, call, is_text_part, mms, sms
from debts.intake.drafts import Draft, Item, Place

MAX_ID = 128
# What the rows of each table have for sure; an absent value is left out, and so may be a text or a time.
_OF_ROWS = (
    {"msg_box"},
    {"body", "date"},
    {"number", "duration"},
    {"address", "type", "date"},
    {"address", "type", "body"},
)
_OF_OTHERS = frozenset({"contacts_data", "display_name", "original_number"})
_PICTURE_DATES = ("date", "date_sent")


def is_phone_row(value: Mapping[str, object]) -> bool:
    """Whether an object is such a row and not one of our own form, which has a ``text``."""
    if {"number", "duration", "date"} <= value.keys() and not _is_worded(value.get("type")):
        return True
    if "text" in value or _is_worded(value.get("type")):
        return False
    return any(names <= value.keys() for names in _OF_ROWS)


def _is_worded(kind: object) -> bool:
    """Whether another program wrote the row, which tells the box in words: inbox, MISSED."""
    return isinstance(kind, str) and not kind.lstrip("-").isdigit() and kind != ""


def is_other_row(value: Mapping[str, object]) -> bool:
    """Whether an object is of the app's lists of contacts or of blocked numbers, which hold no messages."""
    return "text" not in value and not value.keys().isdisjoint(_OF_OTHERS)


def phone_row(value: Mapping[str, object], place: Place, zone: tzinfo) -> Item:
    """The row as an item, under the number that it has in the phone: two rows that agree otherwise stay two."""
    item = _item(value, place, zone)
    number = value.get("_id")
    if not isinstance(item, Draft) or not isinstance(number, str | int) or not number:
        return item
    return replace(item, id=f"{_table(value)}:{number}"[:MAX_ID])


def _table(value: Mapping[str, object]) -> str:
    """Which of the phone's tables the row is from, each of which counts by itself."""
    if "msg_box" in value:
        return "mms"
    return "call" if {"number", "duration"} <= value.keys() else "sms"


def _item(value: Mapping[str, object], place: Place, zone: tzinfo) -> Item:
    row = {key: str(one) for key, one in value.items() if isinstance(one, str | int) and not isinstance(one, bool)}
    table = _table(value)
    if table == "mms":
        seconds = {key: f"{row[key]}000" for key in _PICTURE_DATES if row.get(key, "0") != "0"}
        return mms(row | seconds, list(_texts(value)), list(_senders(value)), place, zone)
    if table == "call":
        return call(row, place, zone)
    return sms(row, place, zone)


def _texts(value: Mapping[str, object]) -> Iterator[str]:
    for part in _objects(value, "parts"):
        text = part.get("text")
        if is_text_part(part.get("ct")) and isinstance(text, str):
            yield text


def _senders(value: Mapping[str, object]) -> Iterator[str]:
    for one in (*_objects(value, "sender_address"), *_objects(value, "addresses")):
        address = one.get("address")
        if one.get("type", FROM) == FROM and isinstance(address, str):
            yield address


def _objects(value: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    """The objects under a name with or without the underscores; a single one counts as a list."""
    found = value.get(f"__{name}", value.get(name))
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one
