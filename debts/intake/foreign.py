"""Files that people take for a backup of their messages and that cannot be read here: which of them one is.

A file is known by how it begins, a container by the names in it. Whoever is told what it is knows what to do instead.
"""

from collections.abc import Iterable

from debts.intake.bills.containers import COMPOUND
from debts.intake.sources import FormatCode

_BEGINNINGS = (
    (b"MIUI BACKUP", FormatCode.MAKER_BACKUP),
    (b"ANDROID BACKUP", FormatCode.MAKER_BACKUP),
    (b"Rar!", FormatCode.OTHER_ARCHIVE),
    (b"7z\xbc\xaf", FormatCode.OTHER_ARCHIVE),
    (b"%PDF", FormatCode.DOCUMENT),
)
_OUTLOOK = tuple(
    name.encode("utf-16-le") for name in ("__properties_version1.0", "__substg1.0_", "__nameid_version1.0")
)
# Each set stands for a program that writes files of these names, all of them.
_NAMES = (
    (frozenset({"word/document.xml"}), FormatCode.DOCUMENT),
    (frozenset({"info.xml", "sms.db"}), FormatCode.MAKER_BACKUP),  # Huawei
    (frozenset({"backup_config.xml"}), FormatCode.MAKER_BACKUP),  # OPPO
    (frozenset({"descript.xml"}), FormatCode.MAKER_BACKUP),  # Xiaomi
)


def kind_of_file(begin: bytes) -> FormatCode | None:
    """What a file is that begins so; None for all that may be read."""
    if begin.startswith(COMPOUND) and any(name in begin for name in _OUTLOOK):
        return FormatCode.OUTLOOK
    return next((code for start, code in _BEGINNINGS if begin.startswith(start)), None)


def kind_of_names(names: Iterable[str]) -> FormatCode | None:
    """What a container is that holds files of these names; None where they tell nothing."""
    found = {part for name in names for part in (name, name.rpartition("/")[2])}
    return next((code for known, code in _NAMES if known <= found), None)
