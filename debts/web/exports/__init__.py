"""Taking the ledger elsewhere: an archive that can be loaded again, tables, and plain-text accounting."""
