"""Figures of a benchmark go to the end of the run as a table, and as JSON where ``JIEQING_BENCH_JSON`` names a file."""

import json
import os
from pathlib import Path

import pytest

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
    if path := os.environ.get("JIEQING_BENCH_JSON"):
        Path(path).write_text(json.dumps(FIGURES, ensure_ascii=False, indent=1), encoding="utf-8")
