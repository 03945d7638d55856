"""The page that shows every component is for those who work on them; it shows each colour there is."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

TOKENS = Path(find("css/tokens.css")).read_text(encoding="utf-8")


@pytest.fixture
def staff(owner):
    owner.is_staff = True
    owner.save()
    return owner


def test_staff_see_every_colour(client_of, staff):
    page = client_of(staff).get(reverse("style")).content.decode()
    names = set(re.findall(r"--([\w-]+): #", TOKENS))
    assert names == set(re.findall(r'class="colour of-([\w-]+)"', page))


def test_every_patch_has_its_colour_in_the_style_sheet(client_of, staff):
    page = client_of(staff).get(reverse("style")).content.decode()
    styles = Path(find("css/style.css")).read_text(encoding="utf-8")
    assert {name for name in re.findall(r" of-([\w-]+)\"", page) if f"--shown: var(--{name});" not in styles} == set()


def test_the_form_that_was_refused_says_why_at_each_field(client_of, staff):
    refused = client_of(staff).get(reverse("style")).context["refused"]
    assert set(refused.errors) == {"name", "sum", "day", "kind"}


def test_for_everybody_else_there_is_no_such_page(client, client_of, owner):
    assert client_of(owner).get(reverse("style")).status_code == 404
    assert client.get(reverse("style"))["Location"].startswith(reverse("account_login"))


def test_it_can_be_seen_while_the_program_is_worked_on(client_of, owner, settings):
    settings.DEBUG = True
    assert client_of(owner).get(reverse("style")).status_code == 200
