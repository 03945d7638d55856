"""Chinese in traditional characters, made from the simplified: by words first, then by characters.

``traditional.toml`` holds the words that Hong Kong and Taiwan call otherwise, ``traditional-texts.toml`` whole texts
that read wrong when they are converted; a person who reads traditional Chinese looks after both. All else is OpenCC's.

    短信里说您欠款，见《民法典》  ->  簡訊裡說您欠款，見《民法典》
"""

import re
import tomllib
from collections.abc import Callable, Container, Mapping
from functools import cache
from pathlib import Path

import opencc

HERE = Path(__file__).resolve().parent
WORDS = HERE / "traditional.toml"
TEXTS = HERE / "traditional-texts.toml"
QUOTES = str.maketrans("“”‘’", "「」『』")
_TITLE = r"《[^《》]*》"
_HANZI = r"[\u3400-\u9fff\ue000-\uf8ff]"
_FIRST_PLACE = 0xE000  # characters for private use keep the places of what is decided already
_PLACE = re.compile(r"[\ue000-\uf8ff]")


@cache
def _characters() -> Callable[[str], str]:
    return opencc.OpenCC("s2tw").convert


@cache
def _tables() -> tuple[Mapping[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """The words by their simplified form, and the forms of characters in what comes out."""
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tables["words"], tuple((re.compile(form), ours) for form, ours in tables["forms"].items())


@cache
def _decided() -> re.Pattern[str]:
    """What is not left to the dictionaries: names in brackets, and our words, of which the longest counts."""
    words = sorted(_tables()[0], key=len, reverse=True)
    return re.compile("|".join([_TITLE, *map(re.escape, words)]))


def convert(text: str) -> str:
    """The text in traditional characters and in the words of those who write them."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_tables()[0].get(match[0]) or _characters()(match[0]))
        return chr(_FIRST_PLACE + len(kept) - 1)

    around = _characters()(_decided().sub(keep, text))
    return _in_our_forms(_PLACE.sub(lambda place: _spaced(kept[ord(place[0]) - _FIRST_PLACE], place), around))


def characters(text: str) -> str:
    """A name in traditional characters and in its own words."""
    return _in_our_forms(_characters()(text))


def _spaced(word: str, place: re.Match[str]) -> str:
    """A word of ours where it goes; Latin letters keep a space between themselves and Chinese ones."""
    before, after = place.string[: place.start()], place.string[place.end() :]
    start = " " if word[0].isascii() and re.search(_HANZI + r"\Z", before) else ""
    end = " " if word[-1].isascii() and re.match(_HANZI, after) else ""
    return f"{start}{word}{end}"


def _in_our_forms(text: str) -> str:
    for form, ours in _tables()[1]:
        text = form.sub(ours, text)
    return text.translate(QUOTES)


@cache
def texts() -> Mapping[str, str]:
    """Whole texts that were written by hand, by the simplified one; "context|text" is only about that context."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def told(text: str, context: str = "") -> str:
    """The text as it is told in traditional Chinese: by hand where it has a line of its own, else converted."""
    by_hand = texts()
    return by_hand.get(f"{context}|{text}") or by_hand.get(text) or convert(text)


def prune(used: Container[str]) -> None:
    """Drop the hand-written lines whose text is not used any more, so that nobody has to look for them."""
    lines = TEXTS.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if all(key in used for key in tomllib.loads(line))]
    TEXTS.write_text("".join(kept), encoding="utf-8")
    texts.cache_clear()
