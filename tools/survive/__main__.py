"""Break off what the ledger does, at any moment and for many reasons, and see that nothing is lost or left half done.

    python -m tools.survive [--rounds 100] [--seed N] [--only kills] [--meet "little memory"]

Each round of the kills starts from the same installation: a child begins an import, an upload, an export, a migration
or a backup and is killed, most before a call that chance has chosen, some by the clock. What is there then must be
sound. The same is done once more, and ends in the state in which it ends without a kill. All of it happens in a folder
that is thrown away.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

SEED = 20251101


def main() -> int:
    """Run the rounds and the hardships, print a line for each, and fail where one of them lost something."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="jieqing-survive-") as folder:
        _set_up(Path(folder))
        from tools.survive.hardships import HARDSHIPS  # noqa: PLC0415  after the settings
        from tools.survive.rounds import Rounds  # noqa: PLC0415  the same

        begun, rounds = time.monotonic(), Rounds(Path(folder), asked.seed)
        met = {name: meet for name, meet in HARDSHIPS.items() if asked.meet in ("", name)}
        failed = rounds.kills(asked.rounds) if asked.only != "hardships" and not asked.meet else 0
        failed += rounds.hardships(met) if asked.only != "kills" else 0
        print(f"{failed} failed; {time.monotonic() - begun:.0f} s, seed {asked.seed}.")
    return 1 if failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.survive", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=100, help="how many kills, over all tasks (100)")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed chooses the same moments")
    parser.add_argument("--only", choices=["kills", "hardships"], help="leave the others out")
    parser.add_argument("--meet", default="", metavar="HARDSHIP", help="one hardship and nothing else")
    return parser.parse_args()


def _set_up(folder: Path) -> None:
    os.environ |= {"JIEQING_HOME": str(folder / "parent"), "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    for name in ("DATABASE_URL", "EMAIL_URL", "TIME_STAMP_AUTHORITY", "DEBUG"):
        os.environ.pop(name, None)
    import django  # noqa: PLC0415  the environment must be complete before settings are read

    django.setup()
    from django.test.utils import setup_test_environment  # noqa: PLC0415  the same

    setup_test_environment()
    from debts.rulebook import load_rulebook  # noqa: PLC0415  the same

    load_rulebook()  # once, and not in each child


if __name__ == "__main__":
    sys.exit(main())
