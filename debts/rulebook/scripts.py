"""The rulebook's Chinese in traditional characters, for readers who asked for them.

The texts are made from the simplified ones by ``make messages``, so that nothing is converted while the app runs and
every text can be looked over.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def in_script(text: str, language: str) -> str:
    """A text or a name of the rulebook in the characters of a language; any other text stays as it is."""
    return _traditional().get(text, text) if language.lower().startswith(TRADITIONAL) else text


@cache
def _traditional() -> Mapping[str, str]:
    return tomllib.loads((files("debts.rulebook") / "data" / "traditional.toml").read_text(encoding="utf-8"))
