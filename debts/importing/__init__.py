"""Whole files into a ledger: read by ``intake``, kept by ``actions`` chunk by chunk, in a request or beside it."""
