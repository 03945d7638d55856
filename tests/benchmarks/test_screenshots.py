"""Twenty screens: how many signs are misread, what each costs, and how much memory the reader takes."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.recogniser import Recogniser
from tests.screens.drawing import draw
from tests.screens.twenty import SCREENS

TICKS = 100  # of the kernel's clock in a second


@pytest.fixture(scope="module")
def pictures(browser):
    return [draw(browser, screen) for screen in SCREENS]


def distance(one, other):
    """How many signs must be put in, left out or changed to make one text of the other."""
    row = list(range(len(other) + 1))
    for number, sign in enumerate(one, 1):
        row, above = [number], row
        for place, second in enumerate(other, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (sign != second)))
    return row[-1]


def seconds_of(process_id):
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_of(process_id):
    return int(Path(f"/proc/{process_id}/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


def test_twenty_screens(pictures, figure):
    wrong = signs = 0
    seconds, turned = [], 0
    with Recogniser(turns=nullcontext()) as recogniser:
        recogniser.read(pictures[0])
        for screen, data in zip(SCREENS, pictures, strict=True):
            before = seconds_of(recogniser.process_id)
            told = transcribe(recogniser.read(data))
            seconds.append(seconds_of(recogniser.process_id) - before)
            said = "\n\n".join(one.text for one in screen.said)
            wrong += distance(said, "\n\n".join(bubble.text.words for bubble in told.bubbles))
            signs += len(said)
            turned += [one.own for one in screen.said] != [bubble.is_own for bubble in told.bubbles]
        peak = peak_of(recogniser.process_id)
    figure("screenshots: signs misread, of twenty screens", 100 * wrong / signs, "%", "< 2")
    figure("screenshots: the dearest screen", max(seconds), "s of CPU", "< 3")
    figure("screenshots: peak memory of the reader", peak, "MB", "< 1024")
    assert wrong < 0.02 * signs
    assert max(seconds) < 3
    assert peak < 1024
    assert not turned
