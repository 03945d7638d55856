"""A phone's camera beside the fields for papers and pictures, with and without scripts."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from debts.models import SettlementProof
from tests.browser.conftest import DESKTOP, PHONE
from tests.web.ledgers import settled_loan

CAMERA = "[data-camera]"


def photograph():
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "#ffffff").save(target, "JPEG")
    return {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


@pytest.fixture
def signed_in(open_page, owner, live_server):
    def opened(viewport, **options):
        page = open_page(viewport, **options)
        client = Client()
        client.force_login(owner)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        return page

    return opened


@pytest.fixture
def loan(owner, clock):
    return settled_loan(owner)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_paper_is_photographed_and_kept(signed_in, loan, scripts):
    page = signed_in(PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    page.goto(f"{reverse('proof_new', args=[loan.pk])}?kind=receipt")
    assert page.locator(CAMERA).get_attribute("capture") == "environment"
    page.get_by_label("或者现在拍一张").set_input_files(photograph())
    page.locator("main form .btn.primary").click()
    page.wait_for_url(f"**{reverse('loan', args=[loan.pk])}*")
    assert SettlementProof.objects.latest("pk").attachment.original_name == "image.jpg"


def test_a_file_and_a_photograph_at_once_are_asked_about(signed_in, loan):
    page = signed_in(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{reverse('proof_new', args=[loan.pk])}?kind=receipt")
    for which in page.locator("input[type=file]").all():
        which.set_input_files(photograph())
    page.locator("main form .btn.primary").click()
    expect(page.get_by_text("请只留一个")).to_be_visible()


def test_photographs_of_a_screen_are_counted_together(signed_in, owner):
    page = signed_in(PHONE, has_touch=True, is_mobile=True)
    page.goto(reverse("pictures"))
    expect(page.locator(CAMERA)).to_be_visible()
    for _ in range(2):
        page.locator(CAMERA).set_input_files(photograph())
    expect(page.locator("[data-pictures-count]")).to_have_text("2")


@pytest.mark.parametrize("page_of", ["letter", "visit"])
def test_a_letter_and_a_visit_can_be_photographed(signed_in, owner, page_of):
    page = signed_in(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{reverse('call_new')}?kind={page_of}")
    expect(page.locator(CAMERA)).to_be_visible()


def test_a_recording_cannot_and_a_desk_has_no_camera(signed_in, loan):
    address = reverse("proof_new", args=[loan.pk])
    page = signed_in(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{address}?kind=recording")
    expect(page.locator(CAMERA)).to_have_count(0)
    page = signed_in(DESKTOP)
    page.goto(f"{address}?kind=receipt")
    expect(page.locator(CAMERA)).to_be_hidden()
