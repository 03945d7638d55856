"""Templates, styles and static files that nothing uses: what no page, script or code names. `tools.unused` prints them.

Names are looked for as words and as patterns: ``f"disputes/stage_{name}.html"`` names every stage.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

TEMPLATES, STATIC = Path("templates"), Path("static")
NAMING = {"templates": "*.html", "static/js": "*.js", "debts": "*.py", "ledger": "*.py", "tools": "*.py"}
QUOTED = re.compile(r"""["']([^"'\s]+\.(?:html|css|js|svg|png|txt|json))(?:#[\w-]+)?["']""")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)(?=[^{}]*\{)")
# What stands between braces, in comments and in strings is no selector.
NO_SELECTOR = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|(?<=\{)[^{}]*(?=\})", re.DOTALL)
BEGUN = re.compile(r"([A-Za-z][\w-]*)\{[{%]?")
# Classes that htmx puts on what it works at.
OF_HTMX = re.compile(r"htmx-\w+")


def unused_on_pages() -> list[str]:
    """The places, one a line."""
    texts = {path: path.read_text("utf-8") for folder, ending in NAMING.items() for path in Path(folder).rglob(ending)}
    return [*_templates(texts), *_static_files(texts), *_classes(texts)]


def _templates(texts: dict[Path, str]) -> Iterator[str]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        others = [text for other, text in texts.items() if other != path]
        if not _is_named(name, others) and not _is_of_a_package(name):
            yield f"{path} unused template"


def _static_files(texts: dict[Path, str]) -> Iterator[str]:
    styles = [path.read_text("utf-8") for path in STATIC.rglob("*.css")]
    for path in sorted(path for path in STATIC.rglob("*.*") if path.is_file()):
        if not _is_named(path.name, [*texts.values(), *styles]):
            yield f"{path} unused file"


def _is_named(name: str, texts: list[str]) -> bool:
    """Whether a text names it, in full, by its end or by a pattern with names left open."""
    if any(name in text for text in texts):
        return True
    open_names = {found for text in texts for found in QUOTED.findall(text) if "{" in found}
    return any(re.fullmatch(re.sub(r"\\{[^{}]*\\}", r"[\\w-]+", re.escape(one)), name) for one in open_names)


def _is_of_a_package(name: str) -> bool:
    """Whether it stands in the place of a template of Django or allauth, which these ask for."""
    places = (
        Path(next(iter(spec.submodule_search_locations or ())))
        for package in ("allauth", "django")
        if (spec := find_spec(package))
    )
    return any(next(place.rglob(f"templates/{name}"), None) for place in places) or "/" not in name


def _classes(texts: dict[Path, str]) -> Iterator[str]:
    words = {word for text in texts.values() for word in re.findall(r"[\w-]+", text)}
    begun = {word for text in texts.values() for word in BEGUN.findall(text)}
    for path in sorted(STATIC.rglob("*.css")):
        selectors = NO_SELECTOR.sub("", path.read_text("utf-8"))
        for name in sorted(set(CLASS.findall(selectors)) - words):
            if not OF_HTMX.fullmatch(name) and not _is_put_together(name, begun):
                yield f"{path} unused class {name}"


def _is_put_together(name: str, begun: set[str]) -> bool:
    """Whether a page writes the beginning and fills in the rest: ``mark-{{ group }}``, ``l{{ level }}``."""
    beginnings = [name[:end] for end in range(1, len(name))]
    return any(one in begun and (one.endswith("-") or name[len(one) :].isdecimal()) for one in beginnings)
