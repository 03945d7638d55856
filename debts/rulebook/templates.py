"""What texts of one template share: all but their figures. What hangs on no figure is worked out once for all of them.

您尾号1234的卡支出56.70元   您尾号9876的卡支出12.30元   ->   您尾号0000的卡支出00.00元
"""

import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache, wraps
from typing import TypeVar

# On bytes this takes a tenth of the time; no figure is a part of the bytes of another sign.
FIGURES_AS_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
FIGURE = re.compile(r"[0-9]")
# An inbox has a few thousand templates at most. Long texts are letters of their own and would fill the memory.
TEMPLATES_KEPT = 4096
LONGEST_KEPT = 500

Answer = TypeVar("Answer")


def template_of(text: str) -> str:
    """The text with every figure as 0, each sign at its old place."""
    return text_of(template_bytes(text))


def template_bytes(text: str) -> bytes:
    """The same as bytes: enough to look something up by."""
    return text.encode("utf-8", "surrogatepass").translate(FIGURES_AS_ZERO)


def text_of(template: bytes) -> str:
    """The template that ``template_bytes`` gave, as a text."""
    return template.decode("utf-8", "surrogatepass")


def spelling_figures(words: Iterable[str]) -> frozenset[str]:
    """Of some words those with figures, as templates: where none of these stands, none of the words does."""
    return frozenset(template_of(word) for word in words if FIGURE.search(word))


def by_template(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """Remember what a function makes of a template, its first argument, and of what else it is given."""
    remembered = lru_cache(maxsize=TEMPLATES_KEPT)(work)

    @wraps(work)
    def ask(template: str, *more: Hashable) -> Answer:
        return remembered(template, *more) if len(template) <= LONGEST_KEPT else work(template, *more)

    return ask
