"""The catalogues of translations, without GNU gettext: collect the texts, compile them, check that none is missing.

The texts in code and templates are simplified Chinese. ``{% translate "还款" %}`` in a template becomes the entry
``msgid "还款"`` of ``locale/en/LC_MESSAGES/django.po``, where a person writes ``msgstr "Repayment"``. The catalogue of
traditional Chinese is written by ``tools.traditional``, and so are the rulebook's texts in traditional characters.

    python -m tools.translations extract    add new texts, drop those that are gone, keep what was translated
    python -m tools.translations compile    make the binary catalogues that run; does nothing when they are fresh
    python -m tools.translations check      name each text that is missing, untranslated, doubtful or unlike its source
"""

import io
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools import traditional
from tools.rulebook_texts import DATA, MADE, chinese_texts, names

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("debts", "ledger", "templates")
LOCALE = ROOT / "locale"
CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / "django.po"
TRADITIONAL = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
RULEBOOK = DATA / MADE
HEADERS = {
    CATALOGUE: "# English texts of Jieqing. Made by `make messages`; write only the lines that start with msgstr.",
    TRADITIONAL: "# Traditional Chinese of Jieqing. Made by `make messages` from tools/traditional*.toml: write there.",
}
RULEBOOK_HEADER = (
    "# The rulebook's Chinese in traditional characters. Made by `make messages`: write in tools/traditional*.toml.\n\n"
)

_CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {"_": None, "gettext_noop": None, **_CALLS, **{f"{name}_lazy": spec for name, spec in _CALLS.items()}}

_PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-z]|(?<!%)%[sdrf]|\{\w*(?::[^{}]*)?\}")
_WIDTH = re.compile(r"(?<=\))\d+")

# Headers that change with each run, or that say nothing.
_NOT_KEPT = tuple(
    f'"{name}:'
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)

Key = tuple[str, str]  # a text and its context, which together name an entry


def source_files(root: Path = ROOT) -> Iterator[Path]:
    """The files whose texts are translated, in an order that does not depend on the machine."""
    for name in SOURCES:
        for path in sorted((root / name).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def as_python(path: Path) -> str:
    """The text of a file as Python; a template as the calls that its tags stand for, each on its own line.

    Django blanks out all else with words of X; the indentation left over would not be valid Python, so it goes.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def collect(root: Path = ROOT) -> Catalog:
    """Every text of the code and the templates, with the files that use it."""
    catalogue = empty(CATALOGUE)
    for path in source_files(root):
        source = io.BytesIO(as_python(path).encode())
        found = babel_extract("python", source, keywords=KEYWORDS, comment_tags=("Translators:",))
        for line, ids, comments, context in found:
            place = (path.relative_to(root).as_posix(), line)
            catalogue.add(ids, locations=[place], auto_comments=comments, context=context)
    return catalogue


def empty(path: Path) -> Catalog:
    """A catalogue without entries for the language whose folder ``path`` lies in."""
    return Catalog(locale=language_of(path), header_comment=HEADERS.get(path), charset="utf-8", fuzzy=False)


def language_of(path: Path) -> str:
    """The language of a catalogue: en, zh_Hant."""
    return path.parent.parent.name if path in HEADERS else "en"


def load(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    if not path.exists():
        return empty(path)
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), abort_invalid=True)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The texts of a catalogue by what names them; the header is none."""
    return {(singular(message), message.context or ""): message for message in catalogue if message.id}


def singular(message: Message) -> str:
    """The text itself; of a text with a plural, the form for one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a text: one, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def merged(found: Catalog, known: Catalog) -> Catalog:
    """The texts found, each with the translation it has already; texts that are gone leave their entry behind."""
    translated = entries(known)
    for key, message in entries(found).items():
        if key in translated and isinstance(translated[key].id, str) == isinstance(message.id, str):
            message.string, message.user_comments = translated[key].string, translated[key].user_comments
            message.flags |= translated[key].flags & {"fuzzy"}
    return found


def in_traditional(found: Catalog) -> Catalog:
    """The texts found, in traditional Chinese; it tells no plural from a singular."""
    catalogue = empty(TRADITIONAL)
    for (text, context), message in entries(found).items():
        words = traditional.told(text, context)
        string = words if isinstance(message.id, str) else (words,)
        catalogue.add(message.id, string, message.locations, context=message.context)
    return catalogue


def rulebook_texts() -> Mapping[str, str]:
    """What the rulebook says in Chinese, in traditional characters; a name keeps its words."""
    told = {text: traditional.told(text, "rulebook") for text in chinese_texts()}
    return told | {name: traditional.texts().get(name) or traditional.characters(name) for name in names()}


def as_toml(texts: Mapping[str, str]) -> str:
    """The texts as a data file of the rulebook, in the order of its files."""
    lines = (f"{json.dumps(a, ensure_ascii=False)} = {json.dumps(b, ensure_ascii=False)}\n" for a, b in texts.items())
    return RULEBOOK_HEADER + "".join(lines)


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text, without times and line numbers, so that it changes only when a text does."""
    target = io.BytesIO()
    write_po(target, catalogue, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    lines = target.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_NOT_KEPT)).encode()


def extract() -> list[str]:
    """Bring the catalogues up to the code; answer with what is left to translate."""
    found = collect()
    used = {text for key in entries(found) for text in (key[0], f"{key[1]}|{key[0]}")}
    traditional.prune(used | {text for name in (*chinese_texts(), *names()) for text in (name, f"rulebook|{name}")})
    for path, catalogue in ((TRADITIONAL, in_traditional(found)), (CATALOGUE, merged(found, load()))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
    RULEBOOK.write_text(as_toml(rulebook_texts()), encoding="utf-8")
    return check()


def compile_catalogues() -> list[str]:
    """Make each binary catalogue that is missing or older than its text."""
    for path in HEADERS:
        compile_catalogue(path)
    return []


def compile_catalogue(path: Path) -> None:
    """Make the binary catalogue where it is missing or older than its text."""
    binary = path.with_suffix(".mo")
    if not path.exists() or (binary.exists() and binary.stat().st_mtime_ns >= path.stat().st_mtime_ns):
        return
    aside = binary.with_suffix(f".mo.{os.getpid()}")  # two starts at once each make their own
    with aside.open("wb") as file:
        write_mo(file, load(path))
    aside.replace(binary)


def check() -> list[str]:
    """What is wrong with the catalogues and the rulebook's texts, a line each."""
    found = collect()
    lines = [f"{language_of(path)}: {line}" for path in HEADERS for line in problems(found, load(path))]
    told, kept = entries(in_traditional(found)), entries(load(TRADITIONAL))
    old = {key[0] for key in told.keys() & kept.keys() if forms(told[key]) != forms(kept[key])}
    old |= {text for text, _words in tomllib.loads(RULEBOOK.read_text("utf-8")).items() ^ rulebook_texts().items()}
    return lines + [f"zh_Hant: not as tools/traditional*.toml say: {text}" for text in sorted(old)]


def problems(found: Catalog, known: Catalog) -> list[str]:
    """What is wrong with a catalogue, a line each; nothing when it says all that the code says."""
    used, kept = entries(found), entries(known)
    missing = [f"missing: {text}" for text, _ in used.keys() - kept.keys()]
    unused = [f"no longer used: {text}" for text, _ in kept.keys() - used.keys()]
    wrong = [f"{fault}: {key[0]}" for key, message in kept.items() if key in used and (fault := fault_of(message))]
    return sorted(missing) + sorted(unused) + wrong


def fault_of(message: Message) -> str:
    """What is wrong with one translation, in a word or two; empty when nothing is."""
    if message.fuzzy:
        return "doubtful (fuzzy)"
    if not all(forms(message)):
        return "untranslated"
    if not placeholders_agree(message):
        return "other placeholders than its original"
    return ""


def placeholders_agree(message: Message) -> bool:
    """A translation fills in what its original does; only the form for one may leave a number out ("a message")."""
    *ones, last = map(_placeholders, forms(message))
    original = _placeholders(singular(message))
    return last == original and all(one <= original for one in ones)


def _placeholders(text: str) -> set[str]:
    """What a text fills in; how wide a number is written is the language's own affair (2024年1月, 2024-01)."""
    return {_WIDTH.sub("", found) for found in _PLACEHOLDER.findall(text)}


COMMANDS: dict[str, Callable[[], list[str]]] = {
    "extract": extract,
    "compile": compile_catalogues,
    "check": check,
}


def main(arguments: list[str]) -> int:
    """Run one command; only ``check`` fails when something is left to do."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(__doc__)
        return 2
    left = COMMANDS[arguments[0]]()
    for line in left:
        print(line)
    if left:
        print(f"{len(left)} texts of {LOCALE.relative_to(ROOT)}/ need a look; `make messages` lists the new ones.")
    return int(bool(left) and arguments[0] == "check")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
