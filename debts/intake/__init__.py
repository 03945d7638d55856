"""Bytes in, drafts out: pasted text, phone backups, message lists and the portable archive. Pure generators."""
