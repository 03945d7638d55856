"""The mailbox from which mails are fetched: setting it, trying it, fetching now."""
