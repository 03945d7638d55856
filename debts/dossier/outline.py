"""The sections of a dossier in their order, with their numbered headings, for forms that do not number themselves."""

from collections.abc import Iterator
from typing import Any

_CHINESE = "一二三四五六七八九十"
# Those that stand without anything in them say so; the others are left out.
_ALWAYS = frozenset({"parties", "loans", "messages", "evidence"})
ORDER = (
    "parties",
    "loans",
    "story",
    "messages",
    "legal_basis",
    "requests",
    "exhibits",
    "redactions",
    "evidence",
    "files",
)


def headings(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The sections that ``template_data`` has something for, each with its heading."""
    label = data["label"]
    for number, name in enumerate((name for name in ORDER if _stands(name, data)), 1):
        written = _CHINESE[number - 1] if label["section_numbering"] == _CHINESE[0] else str(number)
        yield name, label["section"].replace("{number}", written).replace("{title}", label[name])


def _stands(name: str, data: dict[str, Any]) -> bool:
    if name == "redactions":
        return bool(data["original_sha256"])
    return name in _ALWAYS or bool(data[name])
