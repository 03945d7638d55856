"""The document of the architecture says what the code does: its floors are the contracts, its walks the imports."""

import ast
import re
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/architecture.md").read_text("utf-8")
STEP = re.compile(r"^\d+\. `([\w/.]+)` ((?:`\w+`(?:, )?)+): (.+)$", re.MULTILINE)
BY_OTHERS = ("in a process of its own", "Django calls it", "on the other machine")


def walks():
    told = TEXT.split("## Six walks", 1)[1].split("\n## ", 1)[0]
    return [STEP.findall(part) for part in re.split(r"\n\n(?=1\. )", told)[1:]]


@pytest.fixture(scope="module")
def imports():
    return grimp.build_graph("debts", "ledger")


def module_of(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def names_in(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    brought = {
        name.asname or name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names
    }
    return defined | brought


def leads_to(imports, module, other):
    """Whether one module imports another, itself or by the package that hands out its names."""
    named = imports.find_modules_directly_imported_by(module)
    return other in named or any(
        other in imports.find_modules_directly_imported_by(package)
        for package in named
        if package == other.rpartition(".")[0]
    )


def test_the_drawing_has_the_floors_that_the_imports_are_held_to():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    drawn = re.findall(r'^    f(\d+)\["(.+)"\]$', TEXT, re.MULTILINE)
    assert [floor for _, floor in drawn] == next(one["layers"] for one in contracts if one["type"] == "layers")
    assert " --> ".join(f"f{number}" for number, _ in drawn) in TEXT


def test_there_are_six_walks():
    assert [len(walk) > 5 for walk in walks()] == [True] * 6


@pytest.mark.parametrize("walk", range(6))
def test_what_a_walk_names_is_there(walk):
    missing = {
        f"{path} {name}"
        for path, names, _ in walks()[walk]
        for name in re.findall(r"\w+", names)
        if name not in names_in(path)
    }
    assert not missing


@pytest.mark.parametrize("walk", range(6))
def test_each_step_of_a_walk_is_imported_by_one_before_it(walk, imports):
    steps = [(module_of(path), why) for path, _, why in walks()[walk]]
    lost = [
        module
        for place, (module, why) in enumerate(steps)
        if place
        and not any(leads_to(imports, before, module) for before, _ in steps[:place])
        and not any(words in why for words in BY_OTHERS)
    ]
    assert not lost


def test_the_floors_are_those_of_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = [set(re.findall(r"[\w.]+", layer)) for layer in contracts[0]["layers"]]
    rows = [row.split("|")[1] for row in re.findall(r"^\| `.+$", TEXT, re.MULTILINE)]
    told = [{module_of(name.rstrip("/")) for name in re.findall(r"`([\w/.]+)`", row)} for row in rows]
    order = {name: place for place, names in enumerate(floors) for name in names}
    places = [order[name] for names in told for name in sorted(names)]
    assert places == sorted(places)
    assert set().union(*told) == set(order)
