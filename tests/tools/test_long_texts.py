"""The language of longer texts: longer by two fifths, in brackets, and with all that is filled in."""

import gettext

import pytest
from django.urls import reverse

from tools.long_texts import LANGUAGE, lengthened, write_catalogue
from tools.sheet import kinds_of


@pytest.mark.parametrize("text", ["Settings", "What do you owe, and to whom?", "OK", "SHA-256", "Yes"])
def test_a_text_is_two_fifths_longer_and_in_brackets(text):
    longer = lengthened(text)
    assert (longer[0], longer[-1]) == ("[", "]")
    assert abs(len(longer) - 2 - len(text) * 1.4) <= 2


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("%(count)d open", "[%(count)d oopeen]"),
        (", ", ", "),
        ("%(count)d", "%(count)d"),
        ('<a href="%(url)s">Read</a> 100%%', '[<a href="%(url)s">Reeaad</a> 100%% o]'),
    ],
)
def test_what_is_filled_in_and_marked_up_stays(text, longer):
    assert lengthened(text) == longer


def test_the_catalogue_is_one_that_runs(tmp_path):
    write_catalogue(tmp_path)
    with (tmp_path / "en_XA" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("设置").startswith("[Seettiings")


def test_a_kind_can_be_named_in_part():
    assert kinds_of(["phone-en"]) == [("phone", "light", "en"), ("phone", "dark", "en")]
    assert kinds_of(["phone-dark-hant"]) == [("phone", "dark", "hant")]


def test_longer_texts_are_made_only_where_they_are_named():
    assert not [kind for kind in kinds_of([]) if "long" in kind]
    assert kinds_of(["desk-light-long"]) == [("desk", "light", "long")]


def test_pages_are_told_in_it(tmp_path, settings, client, db):
    write_catalogue(tmp_path / "long")
    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, "Long")]
    settings.LOCALE_PATHS = [tmp_path / "long", *settings.LOCALE_PATHS]
    client.cookies["django_language"] = LANGUAGE
    assert "[Siign iin o]" in client.get(reverse("account_login")).content.decode()
