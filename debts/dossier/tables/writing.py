"""Tables into a ZIP, a row at a time, so that a large ledger takes no more memory than a small one."""

import csv
import io
import zipfile
from datetime import datetime
from typing import IO, BinaryIO

from debts.dossier.tables.cells import cell
from debts.dossier.tables.tables import Table, tables_of
from debts.models import User
from debts.queries import zone_of


def write_tables(owner: User, to: BinaryIO, now: datetime) -> None:
    """Write every table of the owner's ledger into ``to`` as a ZIP of CSV files."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as container:
        for table in tables_of(owner, now):
            with container.open(f"{table.name}.csv", "w", force_zip64=True) as file:
                _write(table, file, owner)


def _write(table: Table, file: IO[bytes], owner: User) -> None:
    """A byte order mark goes first, for without it spreadsheets take Chinese for another encoding."""
    zone = zone_of(owner)
    with io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([cell(str(name), zone) for name in table.columns])
        writer.writerows([cell(value, zone) for value in row] for row in table.rows)
