"""The corpus was written without sight of the code. Scenarios with odd numbers may be tuned on; the even ones are set
aside, so theirs is the figure that says how well an unseen message is understood. Floors only ever rise.
"""

from functools import cache
from pathlib import Path

import pytest

from tools.evaluate import answer_scenarios

FLOORS = {
    ("platforms", "tuned on"): 0.99,
    ("platforms", "set aside"): 0.95,
    ("collectors", "tuned on"): 0.99,
    ("collectors", "set aside"): 0.86,
}


@cache
def answers(name):
    return answer_scenarios(Path(__file__).with_name(f"{name}.jsonl"))


def half_of(answered):
    return "tuned on" if int(answered.scenario[1:]) % 2 else "set aside"


@pytest.mark.parametrize(("name", "half"), FLOORS)
def test_verdicts_of_the_corpus_stay_above_their_floor(name, half):
    right = [one.parts["verdict"] for one in answers(name) if half_of(one) == half]
    share = sum(right) / len(right)
    assert share >= FLOORS[name, half], f"{share:.1%} of {len(right)} verdicts are right"
