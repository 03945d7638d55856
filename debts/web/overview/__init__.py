"""The first page: what is owed, what is settled, what was flagged, what needs an answer."""
