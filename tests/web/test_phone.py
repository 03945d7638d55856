"""The app on a phone: what installs it is the same for everybody and holds nothing of anybody."""

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from PIL import Image

from tests.web.ledgers import settled_loan


@pytest.fixture
def own(client_of, owner, clock):
    settled_loan(owner)
    return client_of(owner)


def test_the_manifest_names_icons_that_exist(client):
    for icon in client.get(reverse("manifest")).json()["icons"]:
        with Image.open(find(icon["src"].removeprefix("/static/"))) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]


def test_what_is_shared_with_the_app_never_travels_in_an_address(client):
    target = client.get(reverse("manifest")).json()["share_target"]
    assert (target["action"], target["method"]) == (reverse("share_target"), "POST")


def test_a_phone_may_share_pictures_under_the_name_that_the_form_takes(client, own):
    (files,) = client.get(reverse("manifest")).json()["share_target"]["params"]["files"]
    assert files["accept"] == ["image/*"]
    assert f'name="{files["name"]}"' in own.get(reverse("pictures")).content.decode()


@pytest.mark.parametrize("name", ["manifest", "worker", "offline"])
def test_what_a_phone_keeps_is_the_same_for_a_stranger(client, own, name):
    assert client.get(reverse(name)).content == own.get(reverse(name)).content


def test_without_a_worker_what_is_shared_leads_to_the_check_page(client_of, owner):
    strict = client_of(owner, enforce_csrf_checks=True)
    assert strict.post(reverse("share_target"), {"text": "【某】请还款"}).url == reverse("check")


def test_every_page_of_an_account_has_the_way_out(own):
    page = own.get(reverse("overview")).content.decode()
    assert 'class="leave"' in page
    assert 'rel="noreferrer"' in page
