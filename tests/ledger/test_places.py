import stat
from pathlib import Path

from ledger import places


def test_beside_the_code_the_state_lies_beside_the_code():
    assert places.usual_home(is_installed=False) == places.BASE_DIR / "var"


def test_an_installed_copy_keeps_its_state_in_the_users_folder_for_data(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/data")
    assert places.usual_home(is_installed=True) == Path("/srv/data/jieqing")


def test_where_no_folder_for_data_is_named_it_is_the_usual_one(monkeypatch):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert places.usual_home(is_installed=True) == Path("~/.local/share/jieqing")


def test_the_version_is_that_of_the_project():
    assert f'version = "{places.version()}"' in (places.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")


def test_what_is_made_private_is_for_its_owner_alone_and_what_was_there_stays(tmp_path):
    path = places.made_private(tmp_path / "jieqing.sqlite3")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("rows", encoding="ascii")
    assert places.made_private(path).read_text(encoding="ascii") == "rows"
