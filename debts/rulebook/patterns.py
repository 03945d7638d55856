"""The small language in which phrases are written: what its signs mean, and by which texts a pattern announces itself.

A pattern is plain text with signs of its own: ``…`` up to twelve characters of the same clause, ``~`` up to
sixteen of the same sentence, ``#`` a number, ``(one|other|)`` a choice, and ``^`` the beginning of the text, a
signature there left aside, and ``$`` its end. What stands before ``»`` has to be there and is no part of what is found.
``<name>`` stands for any word of that name in words.toml.

    逾期(了|已|)#天   finds   逾期12天

Letters count in either case, and a Latin word of a pattern stands for the whole word only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

# The comma of 1,100.16 ends no clause.
# A gap that swallows a negation would turn the meaning round.
GAP = r"(?:[^,:。!?;\n未无没不勿]|(?<=\d),(?=\d))"
WIDE_GAP = r"[^。!?;\n]"
# What a sign of a gap lets stand there, and how many of them.
GAPS = {"…": (GAP, 12), "~": (WIDE_GAP, 16)}
# Masked figures (逾期xx天, 欠1,***.00元) and those that a template leaves open are numbers too.
FIGURES = "\\dx*×n〇零一二两三四五六七八九十百千万俩仨"
NUMBER = rf"\s{{0,3}}[{FIGURES}][,.{FIGURES}]{{0,14}}\s{{0,3}}"
START = r"\A\s*(?:[【\[〔][^】\]〕]{0,30}[】\]〕]\s*)?"
SIGNS = {"#": NUMBER, "^": START, "$": r"\s*\Z", "»": r"(?P<said>"}
WORDS = re.compile(r"<([a-z_]+)>")
TOKENS = re.compile(r"…+|~+|#|\^|\$|»|\([^()]*\)|[^…~#^$»()]+")
# PLEASE PAY is a word each; shorter ones such as TD or v are signs that stand inside others.
LATIN_WORD = re.compile(r"[a-z][a-z' ]+[a-z]")
# How often a text of so many characters is met, roughly: what is rare announces best.
COMMON_BY_LENGTH = (1000.0, 1.0, 0.05, 0.01, 0.005)
MOST_ANCHORS = 200
MOST_WORDS = 1000


class PhraseError(ValueError):
    """A phrase file says something that cannot be used; the message names the phrase."""


def with_words(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with the words of words.toml for each ``<name>``, as a choice of their own or among other choices."""
    try:
        return "".join(_with_words(piece, words) for piece in re.split(r"(\([^()]*\))", pattern))
    except KeyError as error:
        raise PhraseError(f"there are no words named {error}") from error


def _with_words(piece: str, words: Mapping[str, str]) -> str:
    shape = "{}" if piece.startswith("(") else "({})"
    return WORDS.sub(lambda hit: shape.format(words[hit[1]]), piece)


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """A regular expression, compiled when it is first asked for: a process meets few of the thousands of phrases."""
    return re.compile(expression)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression behind a pattern of the phrase files; it is held against small letters."""
    expression = "".join(_as_expression(token) for token in TOKENS.findall(pattern.lower()))
    return re.compile(expression + ")" * expression.count(SIGNS["»"]))


def _as_expression(token: str) -> str:
    if token.startswith("("):
        return "(?:" + "|".join(map(_as_sequence, token[1:-1].split("|"))) + ")"
    return _sign(token) or _literal(token)


def _sign(token: str) -> str:
    """What a sign stands for. Gaps in a row are one wider gap: apart, each is tried with all widths of the others."""
    if token[0] not in GAPS:
        return SIGNS.get(token, "")
    one, most = GAPS[token[0]]
    return f"{one}{{0,{most * len(token)}}}?"


def _as_sequence(choice: str) -> str:
    return "".join(_sign(token) or _literal(token) for token in re.findall(r"…+|~+|[#$]|[^…~#$]+", choice))


def _literal(token: str) -> str:
    escaped = re.escape(token)
    return rf"(?<![a-z]){escaped}(?![a-z])" if LATIN_WORD.fullmatch(token) else escaped


def anchors_of(pattern: str) -> tuple[str, ...]:
    """Texts of which one stands in everything that the pattern finds, the rarest that it offers."""
    tokens = [_choices(token) for token in TOKENS.findall(pattern.lower())]
    parts = [tuple(map(_fixed_part, choices)) for choices in tokens]
    offers = [words for start in range(len(tokens)) for words in _runs(tokens[start:])] + parts
    usable = [words for words in offers if words and all(words)]
    if not usable:
        raise PhraseError(f"pattern {pattern!r} has no fixed part")
    return min(usable, key=lambda words: sum(COMMON_BY_LENGTH[min(len(word), 4)] for word in words))


def words_of(pattern: str) -> tuple[str, ...]:
    """Every text that a pattern without gaps and Latin words stands for; none where it can't be listed."""
    tokens = [_choices(token) for token in TOKENS.findall(pattern.lower())]
    if any(LATIN_WORD.fullmatch(choice) for choices in tokens for choice in choices):
        return ()
    runs = list(_runs(tokens, most=MOST_WORDS))
    return runs[-1] if runs and len(runs) == len(tokens) and all(runs[-1]) else ()


def _choices(token: str) -> tuple[str, ...]:
    return tuple(token[1:-1].split("|")) if token.startswith("(") else (token,)


def _runs(tokens: Sequence[tuple[str, ...]], most: int = MOST_ANCHORS) -> Iterator[tuple[str, ...]]:
    """The texts that the first token stands for, then those of the first two, as long as they can be listed."""
    words: tuple[str, ...] = ("",)
    for choices in tokens:
        if len(words) * len(choices) > most or any(sign in choice for choice in choices for sign in (*GAPS, *SIGNS)):
            return
        words = tuple(word + choice for word in words for choice in choices)
        yield words


def _fixed_part(choice: str) -> str:
    return max(re.split("[…~#^$»]", choice), key=len)
