import copy
import subprocess
import sys
from dataclasses import dataclass, field, replace

import pytest

from debts.finance.values import quickly_made

CHANGE = """
from debts.reconciler.types import Span
Span(1, 2).start = 3
"""


@quickly_made
@dataclass(frozen=True, slots=True)
class Stretch:
    """Where something stands."""

    start: int
    end: int = 9
    notes: dict[str, str] = field(default_factory=dict, compare=False)


def test_a_value_is_made_by_place_and_by_name_with_what_is_left_out():
    assert Stretch(1) == Stretch(start=1, end=9, notes={})
    assert Stretch(1).notes is not Stretch(1).notes


def test_values_are_compared_told_and_used_as_keys_as_ever():
    assert {Stretch(1, 2): "found"}[Stretch(1, 2)] == "found"
    assert repr(Stretch(1, 2)) == "Stretch(start=1, end=2, notes={})"


def test_a_value_can_be_copied_and_changed_into_another():
    one = Stretch(1, 2)
    assert copy.deepcopy(one) == one
    assert replace(one, end=3) == Stretch(1, 3)


def test_what_a_value_does_not_have_is_refused():
    with pytest.raises(TypeError, match="start"):
        Stretch()
    with pytest.raises(TypeError, match="middle"):
        Stretch(1, middle=2)


def test_in_development_mode_no_field_can_be_changed():
    done = subprocess.run([sys.executable, "-X", "dev", "-c", CHANGE], capture_output=True, text=True, check=False)
    assert "FrozenInstanceError: cannot assign to field 'start'" in done.stderr
