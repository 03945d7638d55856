"""The documents are held to the code."""

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

import debts.management.commands as commands_package
from debts.actions.closing import way_to_owner

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

SETTINGS = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "ledger" / "settings.py").read_text(encoding="utf-8"))
OTHER_VARIABLES = re.findall(
    r'environ\.get\("([A-Z_]+)"',
    "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("ledger/settings.py", "ledger/serving.py", "ledger/places.py")
    ),
)
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE)
COMMANDS = [module.name for module in pkgutil.iter_modules(commands_package.__path__)]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
PATHS = re.compile(r"`((?:debts|docs|ledger|locale|static|templates|tests|tools)/[\w./-]+)`")


def test_the_lists_below_are_not_empty():
    assert {"JIEQING_HOME", "DATABASE_URL"} <= set(SETTINGS)
    assert {"run", "test"} <= set(TARGETS)
    assert "check_messages" in COMMANDS


@pytest.mark.parametrize("name", sorted({*SETTINGS, *OTHER_VARIABLES}))
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in OPERATIONS


@pytest.mark.parametrize("name", re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, flags=re.MULTILINE))
def test_every_documented_setting_exists(name):
    assert name in {*SETTINGS, *OTHER_VARIABLES}


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_told_to_contributors_and_explains_itself(target):
    assert f"`make {target}`" in CONTRIBUTING
    assert re.search(rf"^{target}:.* ## \w", MAKEFILE, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "target", re.findall(r"`make ([a-z-]+)", "".join(d.read_text(encoding="utf-8") for d in DOCUMENTS))
)
def test_every_make_target_that_is_written_about_exists(target):
    assert target in TARGETS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_documented(name):
    command = importlib.import_module(f"{commands_package.__name__}.{name}").Command
    assert command.help.strip()
    assert f"| `{name}" in OPERATIONS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_written_about_exists(document):
    named = PATHS.findall(document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_way_to_add_something_has_its_page_and_names_its_files():
    folder = ROOT / "docs" / "contributing"
    listed = re.findall(r"\]\((\S+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != "README.md"}
    assert set(listed) == set(pages)
    assert [name for name, text in pages.items() if not PATHS.search(text) or "See it work" not in text] == []


def test_every_runtime_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if f"| {name}" not in decisions and f", {name}" not in decisions] == []


@pytest.mark.parametrize("lock", [path.name for path in ROOT.glob("requirements*.txt")])
def test_the_locks_name_hashes_and_no_addresses(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z].*", text, flags=re.MULTILINE)
    assert pins
    assert all(re.fullmatch(r"[a-z0-9._-]+==\S+( ; [a-z0-9_=\" ]+)? \\", pin) for pin in pins)
    assert "://" not in text


def test_the_tables_that_name_no_owner_in_each_row_are_those_that_the_document_names():
    scale = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    ways = {model.__name__: way_to_owner(model) for model in apps.get_app_config("debts").get_models()}
    by_others = {name for name, way in ways.items() if way and way != "owner"}
    assert by_others == {name for name in ways if f"`{name}`" in scale}
    assert f"{[*ways.values()].count('owner')} of {len(ways)} tables" in scale
