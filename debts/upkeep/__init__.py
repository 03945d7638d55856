"""Whether the installation is well: what programs ask for, what the doctor says, and what is counted."""

from debts.upkeep.checks import Check, State, examine, readiness, seal_key
from debts.upkeep.metrics import exposition
from debts.upkeep.records import LastBackup, last_backup, note_backup
from debts.upkeep.upgrades import NoRoom, bring_up_to_date, drop_halves, drop_older

__all__ = [
    "Check",
    "LastBackup",
    "NoRoom",
    "State",
    "bring_up_to_date",
    "drop_halves",
    "drop_older",
    "examine",
    "exposition",
    "last_backup",
    "note_backup",
    "readiness",
    "seal_key",
]
