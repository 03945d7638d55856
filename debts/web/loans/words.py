"""Small words that the pages about loans share."""

from debts.wording.excerpts import shortened

EXCERPT = 36  # characters


def excerpt(text: str) -> str:
    """The beginning of a text on one line."""
    return shortened(" ".join(text.split()), EXCERPT)
