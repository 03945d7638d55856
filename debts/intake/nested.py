"""Objects of other programs laid flat: what stands in objects within an object, by the names that it has there.

{"sender": {"uin": "10001", "name": "小王"}, "content": {"text": "还款"}}
->  {"sender": "小王", "uin": "10001", "name": "小王", "text": "还款"}
"""

import json
from collections.abc import Mapping
from contextlib import suppress

from debts.rulebook.message_tables import Column, load_message_tables

_MOST_DEPTH = 3
# Of a person told in an object, a number comes first: names change.
_OF_PERSONS = ("number", "phone", "address", "name", "nickname", "displayname", "display_name", "first_name", "id")
_LONGEST = 1 << 20  # characters of an object written into a value as text

Scalar = str | int | float


def flat(value: Mapping[str, object], depth: int = _MOST_DEPTH) -> dict[str, object]:
    """The plain values of an object and of those within it; where a name stands twice, the outer one counts."""
    found = {key: plain for key, one in value.items() if (plain := _plain(key, one)) is not None}
    for one in value.values() if depth else ():
        for key, plain in flat(_object(one), depth - 1).items():
            found.setdefault(key, plain)
    return found


def _plain(key: str, value: object) -> object:
    """A value that is one, a text that was cut into pieces, or the name of a person; None for all else."""
    if isinstance(value, Scalar):
        return None if _object(value) else value
    if isinstance(value, list):
        return _joined(value)
    is_person = isinstance(value, dict) and load_message_tables().column(key) in (Column.SENDER, Column.NAME)
    return name_of(value) if is_person and isinstance(value, dict) else None


def _joined(pieces: list[object]) -> str | None:
    """A text of which some pieces are objects, as links and numbers are in Telegram; other lists are none."""
    if pieces and not any(isinstance(one, dict) for one in pieces):
        return None
    texts = [one.get("text") if isinstance(one, dict) else one for one in pieces]
    return "".join(map(str, texts)) if all(isinstance(one, str) for one in texts) else None


def name_of(person: Mapping[str, object]) -> str | None:
    """How a person is called who is told in an object; None where it does not say."""
    names = (person.get(key) for key in _OF_PERSONS)
    return next((str(one) for one in names if isinstance(one, str | int) and one), None)


def _object(value: object) -> Mapping[str, object]:
    """The object that a value is, be it written as JSON into a text; an empty one for all else."""
    if isinstance(value, dict):
        return value
    if not (isinstance(value, str) and value.startswith("{") and len(value) <= _LONGEST):
        return {}
    with suppress(ValueError, RecursionError):
        found = json.loads(value, strict=False)
        return found if isinstance(found, dict) else {}
    return {}
