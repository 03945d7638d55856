"""Texts that the fuzzer found to take new ways through the reconciler: none raises, every span lies in its text."""

import json
from pathlib import Path

from tests.fuzz.judging import try_text

TEXTS = [json.loads(line) for line in Path(__file__).with_name("texts.jsonl").read_text("utf-8").splitlines()]


def test_a_broken_text_is_judged_all_the_same(subtests):
    for number, text in enumerate(TEXTS):
        with subtests.test(number=number):
            try_text(text, number)


def test_there_are_texts_to_try():
    assert len(TEXTS) > 100
