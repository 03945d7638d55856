"""What a ledger can be exported to, for the download page and the command alike."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import IO, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from debts.dossier.accounting import as_beancount, as_hledger, book_of
from debts.dossier.archive import write_archive_to
from debts.dossier.tables import write_tables
from debts.models import User
from debts.queries import loans_of, zone_of


class Format(StrEnum):
    """The ways to write a ledger; ``ARCHIVE`` is the one that can be loaded again."""

    BEANCOUNT = "beancount"
    HLEDGER = "hledger"
    CSV = "csv"
    ARCHIVE = "archive"


ENDINGS = {Format.BEANCOUNT: "beancount", Format.HLEDGER: "journal", Format.CSV: "zip", Format.ARCHIVE: "zip"}
_PLAIN = "text/plain; charset=utf-8"
MEDIA_TYPES = {
    Format.BEANCOUNT: _PLAIN,
    Format.HLEDGER: _PLAIN,
    Format.CSV: "application/zip",
    Format.ARCHIVE: "application/zip",
}
WRITERS = {Format.BEANCOUNT: as_beancount, Format.HLEDGER: as_hledger}


def export_name(form: Format, now: datetime) -> str:
    """A name for the file, with the day."""
    return f"jieqing-{form.value}-{now:%Y-%m-%d}.{ENDINGS[form]}"


def accounting_lines(owner: User, form: Format, now: datetime) -> Iterator[str]:
    """The lines of a ledger for plain-text accounting."""
    loans = loans_of(owner).order_by("pk")
    return WRITERS[form](book_of(loans, _("结清：借款账本"), now, zone_of(owner)))


def write_export(owner: User, form: Format, to: BinaryIO, now: datetime) -> None:
    """Write a ledger in one of the formats."""
    if form is Format.ARCHIVE:
        write_archive_to(owner, to, now)
    elif form is Format.CSV:
        write_tables(owner, to, now)
    else:
        to.writelines(f"{line}\n".encode() for line in accounting_lines(owner, form, now))


def export_aside(owner: User, form: Format, now: datetime) -> IO[bytes]:
    """The whole ledger in a file without a name, from its beginning; whoever gets it closes it.

    It is written before its first byte can be sent, so that a failure is told and no download is ever half.
    """
    aside = tempfile.TemporaryFile(dir=settings.HOME)  # noqa: SIM115  handed out open
    try:
        write_export(owner, form, aside, now)
    except BaseException:
        aside.close()
        raise
    aside.seek(0)
    return aside
