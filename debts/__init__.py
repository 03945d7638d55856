"""The app: a ledger of debts, and what it says about the messages that come in."""
