"""Commands for the shell, each a help text and a short handle."""
