"""Pages about phones that forward messages."""
