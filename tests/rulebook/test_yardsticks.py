"""Which line may be shown beside the cost of a loan: by lender and day, and none where either is unknown."""

from datetime import date
from decimal import Decimal

import pytest

from debts.rulebook import LenderKind, RulebookError, load_rulebook
from debts.rulebook.entries import DATA, parse
from debts.rulebook.yardsticks import FILE, build_yardsticks, load_yardsticks

CONTENT = (DATA / FILE).read_text(encoding="utf-8")


def lines(kind, day, **options):
    found = load_yardsticks().for_loan(kind, date.fromisoformat(day) if day else None, **options)
    return [(line.yardstick.id, line.figure) for line in found]


@pytest.mark.parametrize(
    ("kind", "day", "found"),
    [
        (LenderKind.CONSUMER_FINANCE, "2023-01-05", ["financial-loan"]),
        (LenderKind.BANK, "2017-08-03", []),
        (LenderKind.BANK, "2017-08-04", ["financial-loan"]),
        (LenderKind.BANK, "2025-09-30", ["financial-loan"]),
        (LenderKind.BANK, "2025-10-01", ["financial-loan", "assisted-loan"]),
        (LenderKind.PLATFORM, "2025-09-30", []),
        (LenderKind.PLATFORM, "2025-10-01", ["assisted-loan"]),
        (LenderKind.MICROLOAN, "2020-12-31", []),
        (LenderKind.MICROLOAN, "2021-01-01", ["microloan"]),
        (LenderKind.MICROLOAN, "2028-01-01", ["microloan", "microloan-target"]),
        (None, "2023-01-05", []),
        (LenderKind.BANK, None, []),
    ],
)
def test_a_line_speaks_of_its_lenders_and_its_days_only(kind, day, found):
    assert [name for name, _ in lines(kind, day)] == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2015-08-31", []),
        ("2015-09-01", [("private-loan-2015", Decimal("0.36"))]),
        ("2020-08-19", [("private-loan-2015", Decimal("0.36"))]),
        ("2020-08-20", [("private-loan", Decimal("0.1540"))]),
        ("2024-10-20", [("private-loan", Decimal("0.1340"))]),
        ("2024-10-21", [("private-loan", Decimal("0.1240"))]),
    ],
)
def test_a_private_loan_is_held_against_the_lpr_of_its_day(day, found):
    assert lines(None, day, is_private=True) == found


def test_a_private_lender_is_never_held_against_the_line_of_banks():
    assert [name for name, _ in lines(LenderKind.BANK, "2023-01-05", is_private=True)] == ["private-loan"]


def test_an_lpr_that_is_not_known_gives_no_figure():
    lpr = load_yardsticks().lpr
    assert lpr.on(date(2019, 8, 19)) is None
    assert lpr.on(lpr.known_until) == Decimal("0.0300")
    assert lpr.on(date(2025, 9, 22)) is None
    assert lines(None, "2025-09-22", is_private=True) == [("private-loan", None)]


def test_mainland_lines_are_off_elsewhere():
    assert lines(LenderKind.BANK, "2023-01-05", region="HK") == []


@pytest.mark.parametrize("line", load_yardsticks().lines, ids=lambda line: line.id)
def test_every_line_rests_on_a_citation_that_was_in_force_for_it(line):
    book = load_rulebook()
    cited = [book.citation(one) for one in line.citations]
    assert any(one.effective_from <= line.first_day or line.is_private for one in cited)
    assert all(text.zh.strip() and text.en.strip() for text in (line.name, line.text))


def test_the_words_beside_a_line_say_that_it_is_no_verdict():
    assert "不是结论" in load_yardsticks().no_verdict.zh


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('figure = "0.24"', 'figure = "24"', "figure is no fraction"),
        ('figure = "0.24"', 'figure = "viel"', "figure is no decimal figure"),
        ('figure = "0.24"', 'figure = "0.24"\nlpr_multiple = 4', "names either a figure or a multiple"),
        ('citations = ["financial-trials-2"]', 'citations = ["article-0"]', "rests on no known citation"),
        ("is_private = true\n", "", "speaks either of private lenders"),
        ('to = "2020-08-19"', 'to = "2014-08-19"', "to lies before from"),
        ('confidence = "medium"\n', "", "what is from memory"),
        ('sources = ["W-XDZ"]', 'sources = ["W-0"]', "what was verified names known sources"),
        ("2019-09-20 =", "2019-13-20 =", "is no day"),
        ("2019-09-20 =", "2019-07-20 =", "the days must rise"),
        ('known_until = "2025-09-21"', 'known_until = "2025-01-01"', "known_until lies before"),
        ('from = "2017-08-04"', 'form = "2017-08-04"', "from is missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_entry(before, after, said):
    assert before in CONTENT
    with pytest.raises(RulebookError, match=said):
        build_yardsticks(parse(FILE, CONTENT.replace(before, after, 1)))
