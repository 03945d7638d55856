"""Programs around the ledger: serving it, its translations, measuring it."""
