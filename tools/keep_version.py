"""Keep a database as this version makes it, so that every later version is tried on it.

    python -m tools.keep_version

Run it once for each version that people get, before its first migration after that. It writes
``tests/migrations/versions/VERSION-MIGRATION.tar.gz``: the file of the database and the files that were handed in, of
two invented accounts. ``tests/migrations/test_versions.py`` takes up whatever lies there.
"""

import os
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "tests" / "migrations" / "versions"
DATABASE = "jieqing.sqlite3"


def main() -> None:
    """Make the database in a folder that is thrown away, and pack it."""
    with tempfile.TemporaryDirectory(prefix="jieqing-version-") as home:
        _set_up(Path(home))
        target = VERSIONS / f"{_name()}.tar.gz"
        if target.exists():
            sys.exit(f"{target} is kept already.")
        _fill()
        _pack(Path(home), target)
    print(f"Kept {target.relative_to(ROOT)}, {target.stat().st_size // 1024} kB.")


def _set_up(home: Path) -> None:
    os.environ |= {"JIEQING_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    import django  # noqa: PLC0415  the environment must be complete before settings are read

    django.setup()


def _name() -> str:
    from django.conf import settings  # noqa: PLC0415  after the setup
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415  the same

    ((_app, migration),) = MigrationLoader(None).graph.leaf_nodes("debts")
    return f"{settings.VERSION}-{migration}"


def _fill() -> None:
    """A large ledger of many messages, and a small one with a row of nearly every kind."""
    from django.core.management import call_command  # noqa: PLC0415  after the setup
    from django.db import connection  # noqa: PLC0415  the same

    from debts.models import User  # noqa: PLC0415  the same

    call_command("migrate", verbosity=0)
    User.objects.create_user("duoyun")
    call_command("generate_demo", user="duoyun", messages=120, loans=4, seed=1)
    import_module("tests.api.ledgers").whole_ledger("changqing")
    connection.close()


def _pack(home: Path, target: Path) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        connection.execute("vacuum into ?", [str(home / "whole")])
    (home / "whole").replace(home / DATABASE)
    target.parent.mkdir(exist_ok=True)
    with tarfile.open(target, "w:gz") as archive:
        for name in (DATABASE, "files"):
            archive.add(home / name, name)


if __name__ == "__main__":
    main()
