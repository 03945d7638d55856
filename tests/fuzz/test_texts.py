"""Texts that the fuzzer found to take new ways through the reconciler: none raises, every span lies in its text."""

import json
from pathlib import Path

import pytest

from tests.fuzz.judging import try_text

TEXTS = [json.loads(line) for line in Path(__file__).with_name("texts.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_broken_text_is_judged_all_the_same(number):
    try_text(TEXTS[number], number)


def test_there_are_texts_to_try():
    assert len(TEXTS) > 100
