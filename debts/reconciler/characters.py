"""Characters that arrive in messages and that no database can hold."""

import re

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD, the sign for an unreadable character; its length stays."""
    return text if is_storable(text) else _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_storable(text: str) -> bool:
    """Whether a database can keep the text as it is."""
    try:
        text.encode()  # a lone surrogate has no bytes; to find that out takes half as long as looking for one
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
