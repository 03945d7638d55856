"""What all pages share: the policy that keeps foreign code out, privacy, language, and pages for when it went wrong."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from debts.actions import set_profile
from debts.web.errors import server_error
from debts.web.middleware import no_floods
from tests.web.ledgers import AFTER, receive, settled_loan, write

PAGES = [
    "overview",
    "check",
    "messages",
    "loans",
    "loan_new",
    "lenders",
    "disputes",
    "plan",
    "export",
    "settings",
    "help",
    "help_calls",
    "help_words",
    "help_limits",
]
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|hx-on|javascript:|hx-vals=.js", re.IGNORECASE)


@pytest.fixture
def visitor(client_of, owner):
    loan = settled_loan(owner)
    (kept,) = receive(owner, AFTER)
    client = client_of(owner)
    client.loan, client.kept = loan, kept
    return client


def everything(client):
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse(name, args=[client.kept.pk]) for name in ("message", "message_remove")]
    addresses += [reverse("loan", args=[client.loan.pk])]
    pages = [client.get(address) for address in addresses]
    return [*pages, client.post(reverse("check"), {"paste": AFTER})]


def test_no_page_holds_styles_or_scripts_of_its_own(visitor):
    for page in everything(visitor):
        assert page.status_code == 200
        assert not INLINE.search(page.content.decode()), page.request["PATH_INFO"]


def test_the_policy_lets_only_our_own_files_run(visitor):
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_nothing_private_is_left_in_a_cache(visitor):
    for page in everything(visitor):
        assert "no-store" in page.headers["Cache-Control"]


def test_the_page_of_the_moment_is_named_in_the_navigation(visitor):
    page = visitor.get(reverse("messages")).content.decode()
    assert f'<a href="{reverse("messages")}" aria-current="page">消息</a>' in page


def test_every_page_can_be_skipped_to_its_content(visitor):
    for page in everything(visitor):
        assert 'href="#main"' in page.content.decode()
        assert page.content.decode().count("<h1") == 1


def test_the_language_can_be_changed_and_stays(visitor):
    answer = visitor.post(reverse("set_language"), {"language": "en", "next": "/loans/"})
    assert answer.headers["Location"] == "/loans/"
    assert '<html lang="en">' in visitor.get("/").content.decode()


def test_times_are_shown_on_the_owners_clock(visitor, owner):
    address = reverse("message", args=[visitor.kept.pk])
    assert "2024-05-05 10:22" in visitor.get(address).content.decode()
    set_profile(write(owner), time_zone="Europe/Lisbon")
    assert "2024-05-05 03:22" in visitor.get(address).content.decode()


def test_a_missing_page_says_what_to_do(visitor):
    page = visitor.get("/nirgends/")
    assert page.status_code == 404
    assert "没有找到这一页" in page.content.decode()
    assert reverse("overview") in page.content.decode()


def test_too_much_at_once_is_said(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    page = visitor.post(reverse("check"), {"paste": AFTER * 10})
    assert page.status_code == 400
    assert "一次送来的内容太多了" in page.content.decode()


@pytest.mark.parametrize(("length", "status"), [(17 * 1024 * 1024, 200), (17 * 1024 * 1024 + 1, 413)])
def test_a_body_larger_than_any_page_takes_is_refused_by_its_length(rf, settings, length, status):
    settings.MAX_PROOF_MEGABYTES = 1
    request = rf.post(reverse("check"), {}, CONTENT_LENGTH=str(length))
    assert no_floods(lambda _request: HttpResponse())(request).status_code == status


def test_a_flood_is_refused_in_words_before_anything_is_read(rf, settings):
    settings.MAX_PROOF_MEGABYTES = 1
    request = rf.post("/", b"x" * 100, content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="80000000")
    page = no_floods(lambda _request: pytest.fail("it was let in"))(request)
    assert page.status_code == 413
    assert "一次送来的内容太多了" in page.content.decode()
    assert request._read_started is False


@pytest.mark.parametrize("length", ["", "abc", "-5"])
def test_a_length_that_says_nothing_holds_nobody_up(rf, length):
    assert no_floods(lambda _request: "let in")(rf.get("/", CONTENT_LENGTH=length)) == "let in"


def test_a_form_from_elsewhere_is_refused_in_words(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    page = client.post(reverse("check"), {"paste": AFTER})
    assert page.status_code == 403
    assert "已经过期" in page.content.decode()


def test_our_own_failure_is_told_without_asking_the_database(rf):
    page = server_error(rf.get("/"))  # no fixture opens the database here: a query would fail
    assert page.status_code == 500
    assert "是程序的差错" in page.content.decode()


def test_our_own_failure_is_told_without_the_list_of_static_files(rf, settings):
    backend = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    with pytest.raises(ValueError, match="manifest"):
        render_to_string("errors/404.html")
    assert "是程序的差错" in server_error(rf.get("/")).content.decode()


def test_our_own_failure_is_told_in_the_readers_language():
    with translation.override("en"):
        page = server_error(RequestFactory().get("/"))
    assert '<html lang="en">' in page.content.decode()


def test_a_request_of_htmx_without_a_session_reloads_the_page(client, owner):
    page = client.get(reverse("messages"), headers={"HX-Request": "true"})
    assert page.headers["HX-Refresh"] == "true"
