"""The data files load, agree with each other, and say where they are broken."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import debts
from debts.rulebook import Confidence, Rulebook, RulebookError, Text, Verification, entries, load_rulebook
from debts.rulebook.checks import check
from debts.rulebook.entries import build_all, parse

GOOD = """
[[rule]]
id = "M1"
day = "2026-01-30"
name.zh = "频繁联系"
name.en = "Too frequent"
"""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def read_rule(content: str) -> tuple[tuple[str, date, str], ...]:
    return build_all(
        parse("rules.toml", content).parts("rule"),
        lambda entry: (entry.text("id"), entry.day("day"), entry.both("name").zh),
    )


def test_the_rulebook_is_built_once(book):
    assert load_rulebook() is book


def test_the_version_tells_one_set_of_data_files_from_another(book, tmp_path, monkeypatch):
    shutil.copytree(entries.DATA, tmp_path / "data")
    monkeypatch.setattr(entries, "DATA", tmp_path / "data")
    assert book.version.endswith(f"-{entries.digest_of_rules()}")
    (tmp_path / "data" / "traditional.toml").write_text("", "utf-8")
    assert book.version.endswith(f"-{entries.digest_of_rules()}")
    (tmp_path / "data" / "phrases" / "more.toml").write_text("", "utf-8")
    assert not book.version.endswith(f"-{entries.digest_of_rules()}")


def test_the_version_tells_one_judging_code_from_another(book, tmp_path, monkeypatch):
    code = {name: tmp_path / name for name in ("finance", "rulebook", "reconciler")}
    for name, folder in code.items():
        shutil.copytree(Path(debts.__file__).parent / name, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(entries, "files", {"debts": tmp_path}.__getitem__)
    assert book.version.endswith(f"-{entries.digest_of_rules()}")
    (code["reconciler"] / "judging.py").write_text("", "utf-8")
    assert not book.version.endswith(f"-{entries.digest_of_rules()}")


def test_the_rulebook_holds_every_part(book):
    assert book.version
    assert [rule.id for rule in book.conduct] == [f"M{number}" for number in range(1, len(book.conduct) + 1)]
    assert [rank.letter for rank in book.ranks] == list("ABCDEF")
    assert book.lenders
    assert book.channels
    assert book.number_ranges
    assert book.phrases.phrases


def test_a_sound_entry_is_read():
    assert read_rule(GOOD) == (("M1", date(2026, 1, 30), "频繁联系"),)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (GOOD.replace('"2026-01-30"', '"2026-02-30"'), "rules.toml, M1: day is no day"),
        (GOOD.replace("day =", "dya ="), "rules.toml, M1: day is missing"),
        (GOOD + 'colour = "red"', "rules.toml, M1: unknown keys: colour"),
        (GOOD + GOOD, "rules.toml, M1: stands twice"),
        (GOOD.replace('name.en = "Too frequent"', ""), "rules.toml, M1.name: en is missing"),
        (GOOD.replace('"频繁联系"', '" "'), "rules.toml, M1.name: zh is missing"),
        ("[[rule", "rules.toml, file: is no TOML"),
        ("rule = [1]", "rules.toml, file.rule 1: is no table"),
        ('rule = "M1"', "rules.toml, file: rule is no list of tables"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_entry(broken, said):
    with pytest.raises(RulebookError) as caught:
        read_rule(broken)
    assert str(caught.value).startswith(said)


def _without_citations(book: Rulebook) -> Rulebook:
    return replace(book, citations=())


def _with_unknown_rank(book: Rulebook) -> Rulebook:
    return replace(book, citations=(*book.citations, replace(book.citations[0], id="x", rank="G")))


def _with_days_turned_round(book: Rulebook) -> Rulebook:
    turned = replace(book.citations[0], id="x", effective_to=date(1999, 1, 1))
    return replace(book, citations=(*book.citations, turned))


def _with_untagged_memory(book: Rulebook) -> Rulebook:
    untagged = replace(book.citations[0], id="x", verification=Verification.MEMORY, confidence=None)
    return replace(book, citations=(*book.citations, untagged))


def _with_needless_confidence(book: Rulebook) -> Rulebook:
    return replace(book, channels=(replace(book.channels[0], confidence=Confidence.HIGH),))


def _without_sources(book: Rulebook) -> Rulebook:
    return replace(book, sources={})


def _without_decisive_citation(book: Rulebook) -> Rulebook:
    return replace(book, conduct=(replace(book.conduct[0], decisive=()),))


def _with_unknown_missing_fact(book: Rulebook) -> Rulebook:
    return replace(book, conduct=(replace(book.conduct[0], missing=("weather",)),))


def _without_the_settled_basis(book: Rulebook) -> Rulebook:
    return replace(book, bases={})


def _with_a_strange_former_name(book: Rulebook) -> Rulebook:
    return replace(book, lenders=(replace(book.lenders[0], former_names=("别家",)),))


def _with_an_unknown_zone(book: Rulebook) -> Rulebook:
    hours = replace(book.limits.quiet_hours, zone="Mars/Olympus")
    return replace(book, limits=replace(book.limits, quiet_hours=hours))


def _with_sign(book: Rulebook, **changes: object) -> Rulebook:
    """The first rule with its first sign changed."""
    first, *rest = book.conduct
    sign, *others = first.signs
    return replace(book, conduct=(replace(first, signs=(replace(sign, **changes), *others)), *rest))


def _with_a_sign_that_cites_a_stranger(book: Rulebook) -> Rulebook:
    return _with_sign(book, citations=(*book.conduct[0].signs[0].citations, "advertising-law-43"))


def _with_a_sign_that_decides_by_what_it_does_not_cite(book: Rulebook) -> Rulebook:
    return _with_sign(book, decisive=("cba-guideline-attempts",))


def _with_a_sign_that_binds_some_lenders_only(book: Rulebook) -> Rulebook:
    bound = next(one.id for one in book.citations if one.applies_to)
    first, *rest = book.conduct
    sign = replace(first.signs[0], decisive=(bound,), citations=(bound,))
    wider = replace(first, citations=(*first.citations, bound), signs=(sign,))
    return replace(book, conduct=(wider, *rest))


def _with_a_sign_of_two_sorts(book: Rulebook) -> Rulebook:
    return _with_sign(book, concepts=frozenset({"pay"}))


def _with_a_sign_of_no_sort(book: Rulebook) -> Rulebook:
    return _with_sign(book, test="")


def _with_a_sign_of_an_unknown_concept(book: Rulebook) -> Rulebook:
    return _with_sign(book, test="", concepts=frozenset({"weather"}))


def _with_a_sign_that_misses_an_unknown_fact(book: Rulebook) -> Rulebook:
    return _with_sign(book, missing=("weather",))


def _with_two_signs_of_one_reason(book: Rulebook) -> Rulebook:
    return _with_sign(book, reason=book.conduct[0].signs[1].reason)


def _with_a_sentence_that_fills_in_something_else(book: Rulebook) -> Rulebook:
    return _with_sign(book, sentence=Text("第%(count)s次", "call %(limit)s"))


@pytest.mark.parametrize(
    ("spoil", "file"),
    [
        (_without_citations, "conduct.toml"),
        (_with_unknown_rank, "citations.toml"),
        (_with_days_turned_round, "citations.toml"),
        (_with_untagged_memory, "citations.toml"),
        (_with_needless_confidence, "channels.toml"),
        (_without_sources, "citations.toml"),
        (_without_decisive_citation, "conduct.toml"),
        (_with_unknown_missing_fact, "conduct.toml"),
        (_without_the_settled_basis, "rulebook.toml"),
        (_with_a_strange_former_name, "lenders.toml"),
        (_with_an_unknown_zone, "conduct.toml"),
        (_with_a_sign_that_cites_a_stranger, "conduct.toml"),
        (_with_a_sign_that_decides_by_what_it_does_not_cite, "conduct.toml"),
        (_with_a_sign_that_binds_some_lenders_only, "conduct.toml"),
        (_with_a_sign_of_two_sorts, "conduct.toml"),
        (_with_a_sign_of_no_sort, "conduct.toml"),
        (_with_a_sign_of_an_unknown_concept, "conduct.toml"),
        (_with_a_sign_that_misses_an_unknown_fact, "conduct.toml"),
        (_with_two_signs_of_one_reason, "conduct.toml"),
        (_with_a_sentence_that_fills_in_something_else, "conduct.toml"),
    ],
)
def test_what_does_not_agree_is_refused(book, spoil: Callable[[Rulebook], Rulebook], file):
    with pytest.raises(RulebookError) as caught:
        check(spoil(book))
    assert caught.value.file == file
