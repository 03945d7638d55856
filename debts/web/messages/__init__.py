"""Kept messages: the inbox, one message with its answer, and what the owner decides about it."""
