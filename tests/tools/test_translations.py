"""Collecting, compiling and checking the catalogue, on little source trees of our own."""

import gettext

import pytest

from tools import translations
from tools.translations import Catalog, check, collect, entries, fault_of, in_traditional, merged, problems

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
NAME = _("借款"
         "账本")
COUNT = ngettext("%(n)d 条消息", "%(n)d 条消息", 3)
DAY = pgettext_lazy("状态", "结清")
"""
TEMPLATE = """
{% load i18n %}
<p title="{% translate '还款' %}">{{ _("欠款")|upper }}</p>
  {% blocktranslate trimmed with name=loan.name %}
    您的 {{ name }}
    已还清 100%
  {% endblocktranslate %}
{% blocktranslate count n=total context "列表" %}{{ n }} 笔借款{% plural %}{{ n }} 笔借款{% endblocktranslate %}
{% comment %}{% translate "不译" %}{% endcomment %}
"""


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "debts" / "migrations").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "debts" / "names.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "debts" / "migrations" / "0001.py").write_text('_("迁移")', encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def one(text, translation, **options):
    catalogue = Catalog(locale="en", fuzzy=False)
    return catalogue.add(text, translation, **options)


def test_texts_of_code_and_templates_are_found(tree):
    assert set(entries(collect(tree))) == {
        ("借款账本", ""),
        ("%(n)d 条消息", ""),
        ("结清", "状态"),
        ("还款", ""),
        ("欠款", ""),
        ("您的 %(name)s 已还清 100%%", ""),
        ("%(n)s 笔借款", "列表"),
    }


def test_a_count_has_a_form_for_one_and_a_form_for_more(tree):
    found = entries(collect(tree))
    assert found["%(n)d 条消息", ""].id == ("%(n)d 条消息", "%(n)d 条消息")
    assert found["%(n)s 笔借款", "列表"].id == ("%(n)s 笔借款", "%(n)s 笔借款")


def test_a_new_extraction_keeps_translations_and_drops_texts_that_are_gone(tree):
    known = Catalog(locale="en", fuzzy=False)
    known.add("还款", "Repayment")
    known.add("旧文", "Old")
    found = entries(merged(collect(tree), known))
    assert found["还款", ""].string == "Repayment"
    assert ("旧文", "") not in found


def test_the_same_text_in_another_context_is_another_text(tree):
    known = Catalog(locale="en", fuzzy=False)
    known.add("结清", "Settle")
    assert not entries(merged(collect(tree), known))["结清", "状态"].string


def test_writing_twice_gives_the_same_bytes(tree):
    assert translations.as_po(collect(tree)) == translations.as_po(collect(tree))


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("还款", "Repayment", ""),
        ("还款", "", "untranslated"),
        ("欠 %(sum)s", "You owe %(sum)s", ""),
        ("欠 %(sum)s", "You owe %(amount)s", "other placeholders than its original"),
        ("欠 {sum} 元", "You owe it", "other placeholders than its original"),
        ("%(month)d月", "%(month)02d", ""),
        ("%(month)d月", "%(month)02s", "other placeholders than its original"),
        ("还清 100%%", "100%% paid", ""),
        (("%(n)d 条", "%(n)d 条"), ("A message", "%(n)d messages"), ""),
        (("%(n)d 条", "%(n)d 条"), ("%(n)d message", "messages"), "other placeholders than its original"),
        (("%(n)d 条", "%(n)d 条"), ("%(n)d message", ""), "untranslated"),
    ],
)
def test_a_translation_must_say_what_its_original_says(text, translation, fault):
    assert fault_of(one(text, translation)) == fault


def test_a_doubtful_translation_is_named():
    assert fault_of(one("还款", "Payment", flags={"fuzzy"})) == "doubtful (fuzzy)"


def test_missing_and_unused_texts_are_named(tree):
    known = Catalog(locale="en", fuzzy=False)
    known.add("旧文", "Old")
    assert "missing: 还款" in problems(collect(tree), known)
    assert "no longer used: 旧文" in problems(collect(tree), known)


@pytest.fixture
def catalogue_file(tmp_path):
    path = tmp_path / "django.po"
    known = Catalog(locale="en", fuzzy=False)
    known.add("还款", "Repayment")
    known.add("未译")
    path.write_bytes(translations.as_po(known))
    return path


def test_compiling_leaves_untranslated_texts_as_they_are(catalogue_file):
    translations.compile_catalogue(catalogue_file)
    with catalogue_file.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert (compiled.gettext("还款"), compiled.gettext("未译")) == ("Repayment", "未译")


def test_a_fresh_catalogue_is_not_compiled_again(catalogue_file):
    translations.compile_catalogue(catalogue_file)
    before = catalogue_file.with_suffix(".mo").stat().st_mtime_ns
    translations.compile_catalogue(catalogue_file)
    assert catalogue_file.with_suffix(".mo").stat().st_mtime_ns == before


def test_an_unknown_command_explains_itself(capsys):
    assert translations.main(["guess"]) == 2
    assert "extract" in capsys.readouterr().out


def test_traditional_chinese_tells_no_plural_from_a_singular(tree):
    found = entries(in_traditional(collect(tree)))
    assert found["%(n)d 条消息", ""].string == ("%(n)d 條訊息",)
    assert not any(map(fault_of, found.values()))


def test_traditional_chinese_has_every_text_that_the_code_has(tree):
    assert problems(collect(tree), in_traditional(collect(tree))) == []


def test_a_text_that_the_tables_tell_otherwise_is_named(tmp_path, monkeypatch):
    changed = translations.RULEBOOK.read_text(encoding="utf-8").replace('"可能違反"', '"或者違反"')
    monkeypatch.setattr(translations, "RULEBOOK", tmp_path / "traditional.toml")
    translations.RULEBOOK.write_text(changed, encoding="utf-8")
    assert check() == ["zh_Hant: not as tools/traditional*.toml say: 可能违反"]


def test_every_text_of_the_ledger_has_its_translations():
    assert check() == []
