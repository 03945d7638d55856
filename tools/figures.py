"""How long the functions and files of the program are, and what of its pure packages is undocumented.

Prints the figures and the places beyond their limits; ends with 1 when a limit is passed.
"""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

PURE = ("debts/rulebook", "debts/evidence", "debts/finance", "debts/reconciler", "debts/disputes", "debts/intake")
APART = ("/migrations/", "tests/")
MEDIAN, NEARLY_ALL, LONGEST, LONGEST_FILE = 6, 28, 60, 400  # lines

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """A function, class or file, with its length in lines."""

    lines: int
    name: str


def own_files() -> list[Path]:
    """The Python files that git tracks, migrations and tests apart."""
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True)  # noqa: S607  git
    return [Path(name) for name in listed.stdout.split() if not any(part in name for part in APART)]


def functions_of(path: Path) -> Iterator[Place]:
    """Each function of a file, decorators and docstring left out: what a reader has to follow."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield Place(_body_lines(node), f"{path}:{node.lineno} {node.name}")


def _body_lines(node: Function) -> int:
    end = node.end_lineno or node.lineno
    told = node.body[0] if ast.get_docstring(node) is not None else None
    docstring = (told.end_lineno or told.lineno) - told.lineno + 1 if told else 0
    return end - node.lineno + 1 - docstring


def undocumented(path: Path) -> Iterator[str]:
    """The public functions and classes of a pure file that lack a docstring or a type."""
    tree = ast.parse(path.read_text("utf-8"))
    owners: list[ast.Module | ast.ClassDef] = [tree]
    owners += [node for node in tree.body if isinstance(node, ast.ClassDef) and _is_public(node.name)]
    for node in (node for owner in owners for node in owner.body):
        if isinstance(node, Function | ast.ClassDef) and _is_public(node.name):
            if ast.get_docstring(node) is None:
                yield f"{path}:{node.lineno} {node.name}: no docstring"
            if isinstance(node, Function) and not _is_typed(node):
                yield f"{path}:{node.lineno} {node.name}: a type is missing"


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def _is_typed(node: Function) -> bool:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return node.returns is not None and all(one.annotation for one in given if one.arg not in {"self", "cls"})


def main() -> int:
    """Print the figures; 1 when one is beyond its limit."""
    files = own_files()
    functions = sorted((place for path in files for place in functions_of(path)), key=lambda place: place.lines)
    lengths = [place.lines for place in functions]
    sizes = [Place(len(path.read_text("utf-8").splitlines()), str(path)) for path in files]
    median, nearly_all = statistics.median(lengths), lengths[len(lengths) * 95 // 100]
    print(f"{len(files)} files, {len(functions)} functions")
    print(f"lines of a function: median {median:g}, 95 % at most {nearly_all}, the longest {lengths[-1]}")
    print(f"lines of the longest file: {max(place.lines for place in sizes)}")
    faults = [f"{place.name}: {place.lines} lines" for place in functions if place.lines > LONGEST]
    faults += [f"{place.name}: {place.lines} lines" for place in sizes if place.lines > LONGEST_FILE]
    faults += [fault for path in files if str(path).startswith(PURE) for fault in undocumented(path)]
    faults += [f"the median is over {MEDIAN} lines"] * (median > MEDIAN)
    faults += [f"more than 5 % are over {NEARLY_ALL} lines"] * (nearly_all > NEARLY_ALL)
    print(*faults, sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
