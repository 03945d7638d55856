"""Copies of a whole installation, and putting one back. See ``manifest`` for what such a file holds."""

from debts.backup.manifest import BackupProblem
from debts.backup.restoring import NotEmpty, Restored, has_accounts, restore
from debts.backup.sealing import make_key, plain_backup, recipients_of, write_sealed
from debts.backup.tables import refuse_newer
from debts.backup.writing import Backup, write_backup

__all__ = [
    "Backup",
    "BackupProblem",
    "NotEmpty",
    "Restored",
    "has_accounts",
    "make_key",
    "plain_backup",
    "recipients_of",
    "refuse_newer",
    "restore",
    "write_backup",
    "write_sealed",
]
