"""The owner's settings, keys for programs, and the help page."""
