"""Small words that the pages about loans share."""


def excerpt(text: str, length: int = 36) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"
