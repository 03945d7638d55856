"""A program that prints every regular expression of ours: those compiled on loading, and those that stand in a call."""

import ast
import json
import linecache
import pkgutil
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("debts", "ledger", "jieqing")
LEFT_OUT = ("debts.migrations", "ledger.asgi", "ledger.wsgi", "jieqing.__main__", "debts.dossier.verifier")
AT_THE_START = {"match", "fullmatch"}

_compile = re._compile
found = {}


def note(pattern, flags=0):
    """Compile as ever, and keep what one of our own files asked for."""
    compiled = _compile(pattern, flags)
    frame = sys._getframe(2)
    note_place(compiled, frame.f_code.co_filename, frame.f_lineno)
    return compiled


@cache
def note_place(compiled, file, line):
    path = Path(file)
    if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES:
        keep(compiled, path, methods_of(path, line))


def keep(compiled, path, methods):
    is_bytes = isinstance(compiled.pattern, bytes)
    text = compiled.pattern.decode("latin-1") if is_bytes else compiled.pattern
    where = str(path.relative_to(ROOT))
    found[text, compiled.flags] = [text, compiled.flags, is_bytes, where, sorted(methods)]


def methods_of(path, line):
    """How the constant of the line is used: only at a text's start, or anywhere in it."""
    name = re.match(r"\s*(\w+)(?:: [^=]+)? = re\.compile", linecache.getline(str(path), line))
    used = USED.get(name[1], set()) if name else set()
    return used if used and used <= AT_THE_START else {"finditer"}


def spelt_out(path):
    """The patterns of calls such as re.sub("…", …)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        is_ours = is_call and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if is_ours and node.func.attr not in {"compile", "escape"} and isinstance(node.args[0], ast.Constant):
            method = node.func.attr
            keep(_compile(node.args[0].value, 0), path, {method if method in AT_THE_START else "finditer"})


FILES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "verifier" not in path.parts]
USED = {}
for path in FILES:
    for name, method in re.findall(r"\b(\w+)\.([a-z]\w+)", path.read_text("utf-8")):
        USED.setdefault(name, set()).add(method)
if __name__ == "__main__":
    re._compile = note
    django.setup()
    for package in PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, package + "."):
            if not module.name.startswith(LEFT_OUT):
                import_module(module.name)
    from debts.rulebook import load_rulebook
    from tests.fuzz.judging import judged  # compiles what waits for the first message

    phrases = load_rulebook().phrases.phrases
    shapes = [phrase.for_any_figures() for phrase in phrases if phrase.spells_figures]
    for phrase in (*phrases, *shapes):  # each is compiled when it is first asked for
        assert phrase.matcher
        assert phrase.refused
    judged("【某银行】您尾号1234的借款逾期12天，欠款1000元，详情 https://a.example/b", 1)
    for path in FILES:
        spelt_out(path)
    sys.stdout.write(json.dumps(list(found.values())))
