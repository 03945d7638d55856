"""Long words cut short for people."""


def shortened(text: str, longest: int) -> str:
    """The text, or its first ``longest`` characters with a sign that it goes on."""
    return text if len(text) <= longest else f"{text[:longest]}…"
