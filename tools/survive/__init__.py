"""What the ledger survives: kills at any moment, full disks, locks, wrong clocks, little memory. See ``__main__``."""
