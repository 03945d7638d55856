"""A language that nobody speaks: each English text two fifths longer and in brackets.

Where the brackets are cut off on a page there is too little room for a longer language; a text without brackets does
not come from the catalogue. The catalogue is made when it is wanted and kept nowhere.
"""

import re
from pathlib import Path

from babel.messages.mofile import write_mo

from tools.translations import forms, load

LANGUAGE = "en-xa"
SHARE = 0.4
_KEPT = re.compile(r"(%\(\w+\)\d*[a-z]|%%|%[sdrf]|\{[^{}]*\}|<[^>]*>|&\w+;)")
_LETTER = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


def lengthened(text: str) -> str:
    """The text in brackets with doubled vowels, as many as it takes; what is filled in or marked up stays as it is.

    What only parts or joins other texts stays as it is, too.
    """
    if not any(map(_LETTER.search, _KEPT.split(text)[::2])):
        return text
    wanted = round(SHARE * sum(len(part) for part in _KEPT.split(text)[::2]))
    parts = [part if number % 2 else _stretched(part) for number, part in enumerate(_KEPT.split(text))]
    longer = "".join(parts)
    missing = wanted - (len(longer) - len(text))
    return f"[{longer}{(' ooo' * missing)[: missing + 1].rstrip() if missing > 0 else ''}]"


def _stretched(words: str) -> str:
    return _VOWEL.sub(lambda vowel: vowel[0] * 2, words)


def write_catalogue(folder: Path) -> None:
    """Write the binary catalogue of the language below ``folder``, as Django looks for it."""
    catalogue = load()
    for message in catalogue:
        if message.id:
            longer = tuple(lengthened(form) for form in forms(message))
            message.string = longer[0] if isinstance(message.id, str) else longer
    target = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
