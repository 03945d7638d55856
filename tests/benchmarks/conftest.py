"""Figures of all benchmarks go to the end of the run as one table, and as JSON into ``.benchmarks/figures.json``.

``JIEQING_BENCH_JSON`` names another file. Beside the figures stands on what they were measured, and when.
"""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from tests.browser.conftest import browser, offline, open_page  # noqa: F401  one Chromium for all benchmarks

ROOT = Path(__file__).resolve().parents[2]

FIGURES: list[dict[str, str | float]] = []


@pytest.fixture
def figure():
    """Take down one figure: what was measured, the figure, its unit, and the budget that it is held against."""

    def take_down(what, value, unit, budget=""):
        FIGURES.append({"what": what, "value": round(value, 3), "unit": unit, "budget": budget})

    return take_down


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("figures")
    for row in FIGURES:
        terminalreporter.write_line(f"{row['what']:58} {row['value']:>14,.2f} {row['unit']:12} {row['budget']}")
    if not FIGURES:
        return
    path = Path(os.environ.get("JIEQING_BENCH_JSON") or ROOT / ".benchmarks" / "figures.json")
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**surroundings(), "figures": FIGURES}, ensure_ascii=False, indent=1), encoding="utf-8")
    terminalreporter.write_line(f"written to {path}")


def surroundings():
    """On what it was measured, how busy that was, and when."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "load": round(os.getloadavg()[0], 2),
        "database": connection.vendor,
    }
