import pytest
from django.utils import translation

from debts.importing.running import GONE
from debts.intake.detect import FormatCode
from debts.intake.drafts import PlaceKind, SkippedCode, UnreadableCode
from debts.wording import IMPORT_PROBLEMS, PLACES, SKIPPED, UNREADABLE, say_place


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (IMPORT_PROBLEMS, {*FormatCode, GONE}),
        (UNREADABLE, set(UnreadableCode)),
        (SKIPPED, set(SkippedCode)),
        (PLACES, set(PlaceKind)),
    ],
)
def test_every_code_has_words_and_no_words_are_without_a_code(words, codes):
    assert set(words) == {str(code) for code in codes}


def test_places_are_said_with_the_file_that_they_are_in():
    assert say_place("line", 12) == "第 12 行"
    assert say_place("sms", 3, "a.xml") == "a.xml · 第 3 条短信"
    assert say_place("file", 1, "b.zip") == "b.zip"
    assert say_place("sms", 3, detail="date") == "第 3 条短信 (date)"


def test_places_are_said_in_english():
    with translation.override("en"):
        assert say_place("line", 12) == "line 12"
