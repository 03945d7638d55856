"""Texts of people, on one line of a file that is read line by line."""

import unicodedata


def one_line(text: str) -> str:
    """The text with every break and every control sign turned into a blank."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} else sign for sign in text)
    return " ".join(kept.split())
