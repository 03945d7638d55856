"""Letting somebody at home read or edit one dispute: the owner's page about it, and ending it."""
