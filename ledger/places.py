"""Where the program's own files lie, and where it keeps its state: beside the code, or as it was installed."""

import os
import tomllib
from importlib import metadata
from pathlib import Path

_HERE = Path(__file__).resolve().parent
BASE_DIR = _HERE.parent
IS_INSTALLED = (_HERE / "templates").is_dir()  # setup.py puts them there; beside the code they lie one folder up
ASSETS = _HERE if IS_INSTALLED else BASE_DIR


MANAGE = "jieqing manage" if IS_INSTALLED else "manage.py"  # what hints tell people to run


def made_private(path: Path) -> Path:
    """A path at which a file lies, made empty where there was none, for the owner of the process alone to read."""
    if not path.exists():
        path.touch(mode=0o600)
    return path


def version() -> str:
    """The version of the program: as it was installed, else from the one place that states it."""
    if IS_INSTALLED:
        return metadata.version("jieqing")
    with (BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def usual_home(*, is_installed: bool = IS_INSTALLED) -> Path:
    """The state folder where none is named: ``var`` beside the code, else the user's own folder for data."""
    if not is_installed:
        return BASE_DIR / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "jieqing"
