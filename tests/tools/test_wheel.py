"""The wheel holds the program whole: code, data, and the folders that lie beside the code."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
INSIDE = ("debts", "ledger", "jieqing")
BESIDE = ("templates", "static", "locale")
LANGUAGES = ("en", "zh_Hant")


def copied(target):
    """The sources as they lie here, so that building leaves nothing in the repository."""
    names = [*INSIDE, *BESIDE, "pyproject.toml", "setup.py", "README.md", "LICENSE"]
    leave = ["--exclude=__pycache__", "--exclude=*.mo"]
    packed = target / "sources.tar"
    subprocess.run(["tar", "-cf", packed, *leave, "-C", ROOT, *names], check=True)
    subprocess.run(["tar", "-xf", packed, "-C", target], check=True)
    packed.unlink()
    return target


def placed(path):
    """Where a file of the repository lies in the wheel."""
    return f"ledger/{path}" if path.parts[0] in BESIDE else str(path)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in a wheel built from a copy, and those that ought to be there."""
    sources = copied(tmp_path_factory.mktemp("sources"))
    files = [path.relative_to(sources) for name in (*INSIDE, *BESIDE) for path in (sources / name).rglob("*")]
    wanted = {placed(path) for path in files if (sources / path).is_file()}
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", "dist", "."], cwd=sources, check=True, capture_output=True)
    (built,) = (sources / "dist").glob("*.whl")
    return zipfile.ZipFile(built), wanted


def test_every_file_of_the_program_is_in_the_wheel_and_nothing_else(wheel):
    archive, wanted = wheel
    names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names - wanted == {f"ledger/locale/{language}/LC_MESSAGES/django.mo" for language in LANGUAGES}
    assert wanted - names == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_translated_texts_come_compiled(wheel, language):
    archive, _wanted = wheel
    assert archive.getinfo(f"ledger/locale/{language}/LC_MESSAGES/django.mo").file_size > 10_000


def test_the_wheel_has_the_program_jieqing(wheel):
    archive, _wanted = wheel
    (entry,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "jieqing = jieqing.main:main" in archive.read(entry).decode()
