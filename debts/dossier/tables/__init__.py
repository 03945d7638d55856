"""Everything of a ledger as tables, one CSV file each in a ZIP, for people with a spreadsheet."""

from debts.dossier.tables.tables import Table, tables_of
from debts.dossier.tables.writing import write_tables

__all__ = ["Table", "tables_of", "write_tables"]
