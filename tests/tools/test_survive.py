"""A short run of `make survive`: a kill for each kind of work, and a lock. The long one is not for every change."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_kind_of_work_survives_a_kill_and_is_done_again():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    words = [sys.executable, "-m", "tools.survive", "--rounds", "5", "--only", "kills", "--seed", "7"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(", 0 lost") == 5
