"""A read-only link to one dossier: passphrase, bounds, expiry, withdrawal, and nothing else of the ledger."""

import io
import logging
import re
import zipfile
from datetime import timedelta

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from debts.actions import (
    TakenBack,
    add_items,
    correct,
    open_dispute,
    receive_messages,
    set_profile,
    share_dispute,
    take_back,
    withdraw_share,
)
from debts.actions.shares import MOST_DOWNLOADS, MOST_WRONG, MOST_WRONG_AT_ONCE, WITHIN, new_passphrase, open_share
from debts.dossier.covers import Cover, Field
from debts.dossier.verification import verify
from debts.models import EvidenceEntry, Message, Share, ShareVisit, VisitKind
from debts.reconciler.types import IncomingMessage
from ledger.logs import HideHookIds
from tests.web.ledgers import AFTER, NOW, at, certificate, introduce, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
WORDS = "qing-feng-1688"
OTHER = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner)
    proof = certificate(owner, loan)
    things = [*receive(owner, AFTER), proof]
    receive(owner, OTHER)
    return open_dispute(write(owner), loan.lender, title="结清后催收", story="三月还清。", things=things)


@pytest.fixture
def link(owner, dispute):
    expires_at = NOW + timedelta(days=7)
    return share_dispute(write(owner), dispute, label="王律师", expires_at=expires_at, passphrase=WORDS)


def address(link, name="shared"):
    return reverse(name, args=[link.token])


def give(client, link, passphrase=WORDS):
    return client.post(address(link), {"passphrase": passphrase})


@pytest.fixture
def visitor(link):
    """Somebody without an account who knows the passphrase; cross-site checks are on as in earnest."""
    client = Client(enforce_csrf_checks=True)
    assert give(client, link)["Location"] == address(link)
    return client


def read(client, link):
    return client.get(address(link)).content.decode()


def test_without_the_passphrase_nothing_is_told(link):
    text = read(Client(), link)
    assert "请输入口令" in text
    assert not [word for word in ("苏宁", "许大江", "结清", "争议", "催收", "王律师", "zhangsan") if word in text]


def test_with_the_passphrase_the_dossier_is_read_without_an_account(visitor, link):
    text = read(visitor, link)
    assert AFTER in text
    assert "三月还清。" in text
    assert "许大江" in text


def test_only_the_one_dispute_is_shown(visitor, link):
    assert OTHER not in read(visitor, link)


def test_the_page_leads_nowhere_but_to_its_own_files(visitor, link):
    links = re.findall(r'<a [^>]*href="([^"#]+)"', read(visitor, link))
    assert links == [address(link, "shared_pdf"), address(link, "shared_bundle")]


@pytest.mark.parametrize("name", ["overview", "disputes", "messages", "loans", "evidence", "export", "settings"])
def test_nothing_else_of_the_ledger_can_be_reached(visitor, name):
    assert visitor.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_the_files_can_be_taken_along(visitor, link):
    pdf = b"".join(visitor.get(address(link, "shared_pdf")).streaming_content)
    assert pdf.startswith(b"%PDF")
    content = b"".join(visitor.get(address(link, "shared_bundle")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert "verify.py" in container.namelist()
        assert OTHER not in container.read("records.json").decode()


@pytest.mark.parametrize("name", ["shared_pdf", "shared_bundle"])
def test_files_need_the_passphrase_too(link, name):
    assert Client().get(address(link, name))["Location"] == address(link)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_read_only(visitor, link, method):
    entries = EvidenceEntry.objects.count()
    for name in ("shared_pdf", "shared_bundle"):
        assert getattr(visitor, method)(address(link, name)).status_code in {403, 405}
    assert EvidenceEntry.objects.count() == entries


@pytest.mark.parametrize("name", ["shared", "shared_pdf", "shared_bundle"])
def test_no_cache_no_search_engine_and_no_other_site_learns_of_it(visitor, link, name):
    answer = visitor.get(address(link, name))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("known", [False, True])
def test_the_title_of_the_page_says_nothing(link, visitor, known):
    text = read(visitor if known else Client(), link)
    assert "<title>一份材料</title>" in text


def test_the_cookie_is_for_this_link_alone_and_no_script_reads_it(link):
    answer = give(Client(), link)
    cookie = answer.cookies["shared"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (address(link), True, 3600)
    assert list(answer.cookies) == ["shared"]


def test_the_cookie_of_one_link_opens_no_other(owner, dispute, visitor, link):
    other = share_dispute(
        write(owner), dispute, label="二", expires_at=NOW + timedelta(days=1), passphrase="another-one"
    )
    visitor.cookies["shared"]["path"] = "/"
    assert "请输入口令" in read(visitor, other)


def test_an_hour_later_the_passphrase_is_asked_for_again(visitor, link, clock):
    clock.move_to(NOW + timedelta(minutes=61))
    assert "请输入口令" in read(visitor, link)


def test_a_forged_cookie_is_no_passphrase(link):
    client = Client()
    for value in ("", "yes", "abc:def:ghi"):
        client.cookies["shared"] = value
        assert "请输入口令" in read(client, link)


@pytest.mark.parametrize("name", ["shared", "shared_pdf", "shared_bundle"])
def test_it_ends_by_itself(visitor, link, name, clock):
    clock.move_to(NOW + timedelta(days=7))
    answer = visitor.get(address(link, name))
    assert answer.status_code == 410
    assert "已经失效" in answer.content.decode()


@pytest.mark.parametrize("name", ["shared", "shared_pdf", "shared_bundle"])
def test_a_withdrawn_link_ends_at_once(owner, visitor, link, name):
    withdraw_share(write(owner), link.share)
    assert visitor.get(address(link, name)).status_code == 410


def test_an_ended_link_takes_no_passphrase(owner, link):
    withdraw_share(write(owner), link.share)
    assert give(Client(), link).status_code == 410
    assert not ShareVisit.objects.exists()


def test_with_the_dispute_or_the_account_the_link_goes(owner, dispute, visitor, link):
    for item in dispute.items.all():
        take_back(write(owner), item)
    take_back(write(owner), dispute)
    assert visitor.get(address(link)).status_code == 410
    owner.is_active = False
    owner.save()
    assert visitor.get(address(link)).status_code == 404


def test_a_secret_that_is_none_leads_nowhere(link):
    for token in ("x", link.token[:-1], link.share.digest, "%00", "a" * 5000):
        assert Client().get(f"/shared/{token}/").status_code == 404


def test_secrets_cannot_be_guessed_and_are_not_kept(link):
    assert len(link.token) >= 43  # 256 bits
    stored = Share.objects.values_list().get()
    assert link.token not in str(stored)
    assert WORDS not in str(stored)
    assert len({new_passphrase() for _ in range(100)}) == 100


def test_a_wrong_passphrase_is_refused_and_put_down(link):
    answer = give(Client(), link, "wrong-wrong")
    assert "口令不对" in answer.content.decode()
    assert "shared" not in answer.cookies
    assert ShareVisit.objects.get().kind == VisitKind.WRONG


def test_after_five_wrong_ones_even_the_right_one_waits(link, clock):
    for _ in range(MOST_WRONG_AT_ONCE):
        give(Client(), link, "wrong-wrong")
    answer = give(Client(), link)
    assert answer.status_code == 429
    assert "先停一刻钟" in answer.content.decode()
    clock.move_to(NOW + WITHIN)
    assert give(Client(), link).status_code == 302


def test_after_thirty_wrong_ones_it_stays_shut(link):
    for number in range(MOST_WRONG):
        open_share(link.share, "wrong", NOW + number * WITHIN)
    assert open_share(link.share, WORDS, NOW + 99 * WITHIN) is VisitKind.HELD_BACK
    assert ShareVisit.objects.filter(kind=VisitKind.WRONG).count() == MOST_WRONG


def test_whoever_hammers_at_it_fills_no_table(link):
    for _ in range(40):
        give(Client(), link, "wrong-wrong")
    assert ShareVisit.objects.count() == MOST_WRONG_AT_ONCE + 1


def test_an_empty_passphrase_is_no_try(link):
    assert "请输入口令。" in give(Client(), link, "").content.decode()
    assert not ShareVisit.objects.exists()


def test_files_are_made_only_so_often(visitor, link):
    ShareVisit.objects.bulk_create(
        ShareVisit(share=link.share, kind=VisitKind.PDF, at=NOW) for _ in range(MOST_DOWNLOADS)
    )
    assert visitor.get(address(link, "shared_bundle")).status_code == 429


def test_the_owner_sees_who_did_what(client_of, owner, dispute, visitor, link):
    visitor.get(address(link), HTTP_USER_AGENT="Firefox/1 <b>")
    assert b"".join(visitor.get(address(link, "shared_pdf")).streaming_content)
    text = client_of(owner).get(reverse("dispute_shares", args=[dispute.pk])).content.decode()
    for words in ("王律师", "输对了口令，打开了", "看了材料", "下载了 PDF", "Firefox/1 &lt;b&gt;"):
        assert words in text


def make(browser, dispute, **changes):
    given = {"label": "王律师", "days": "7", "passphrase": ""}
    return browser.post(reverse("dispute_shares", args=[dispute.pk]), {**given, **changes})


def test_making_a_link_shows_its_secrets_once(client_of, owner, dispute):
    browser = client_of(owner)
    answer = make(browser, dispute)
    link, passphrase = re.findall(r'<code class="token">([^<]+)</code>', answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    client = Client()
    assert client.post(link.removeprefix("http://testserver"), {"passphrase": passphrase}).status_code == 302
    again = browser.get(reverse("dispute_shares", args=[dispute.pk])).content.decode()
    assert passphrase not in again
    assert link not in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"label": ""}, "请写一下给谁看"), ({"passphrase": "1234567"}, "口令至少要 8 个字符"), ({"days": "9999"}, "9999")],
)
def test_what_is_wrong_with_the_form_is_said_and_what_was_typed_stays(client_of, owner, dispute, changes, words):
    text = make(client_of(owner), dispute, **changes).content.decode()
    assert words in text
    assert not Share.objects.exists()


@pytest.fixture
def covered(owner, dispute):
    cover = Cover(frozenset({Field.NAME, Field.PHONE}), ("三月",))
    given = {"label": "表姐", "expires_at": NOW + timedelta(days=7), "passphrase": WORDS}
    return share_dispute(write(owner), dispute, cover=cover.as_json(), **given)


def let_in(link):
    client = Client()
    give(client, link)
    return client


def test_what_is_covered_is_on_no_page_and_in_no_file_of_the_link(covered):
    client = let_in(covered)
    shown = read(client, covered)
    pdf = pypdf.PdfReader(io.BytesIO(b"".join(client.get(address(covered, "shared_pdf")).streaming_content)))
    data = pdf.attachments["dossier.json"][0].decode()
    for hidden in ("许大江", "13900000000", "三月", "SHA-256 \n"):
        assert hidden not in shown + data
    assert shown.count("〔已遮盖〕") >= 3
    assert list(pdf.attachments) == ["dossier.json"]


def test_behind_a_link_that_covers_something_there_is_no_bundle(covered):
    client = let_in(covered)
    assert address(covered, "shared_bundle") not in read(client, covered)
    assert client.get(address(covered, "shared_bundle")).status_code == 404


def test_the_form_asks_what_to_cover_and_the_list_says_it(client_of, owner, dispute):
    browser = client_of(owner)
    make(browser, dispute, fields_covered=["identity"], words="王小满")
    assert Share.objects.get().cover == {"fields": ["identity"], "words": ["王小满"], "pictures": False}
    page = browser.get(reverse("dispute_shares", args=[dispute.pk])).content.decode()
    assert "遮盖了：身份证号码、“王小满”" in page


def test_a_name_and_number_that_leave_the_profile_later_stay_covered_and_new_ones_are_covered_too(
    client_of, owner, dispute
):
    made = make(client_of(owner), dispute, fields_covered=["name", "phone"], passphrase=WORDS).content.decode()
    url = re.search(r"/shared/[^/]+/", made)[0]
    set_profile(write(owner), names=["王小满"], phones=[])
    correct(write(owner), dispute, story="许大江13900000000和王小满。")
    client = Client()
    client.post(url, {"passphrase": WORDS})
    shown = client.get(url).content.decode()
    assert "〔已遮盖〕〔已遮盖〕和〔已遮盖〕。" in shown
    assert not [word for word in ("许大江", "13900000000", "王小满") if word in shown]


def test_a_word_that_would_cover_half_of_all_is_refused_and_no_link_is_made(client_of, owner, dispute):
    assert "太短" in make(client_of(owner), dispute, words="王").content.decode()
    assert not Share.objects.exists()


def test_a_cover_of_another_version_opens_nothing():
    with pytest.raises(ValueError, match="face"):
        Cover.from_json({"fields": ["face"]})


def test_withdrawing_is_asked_first(client_of, owner, link):
    browser, url = client_of(owner), reverse("share_withdraw", args=[link.share.pk])
    assert "停用这个链接" in browser.get(url).content.decode()
    assert Share.objects.of(owner).exists()
    browser.post(url)
    assert not Share.objects.of(owner).exists()
    assert browser.post(url).status_code == 404


def test_a_strangers_dispute_is_shared_by_nobody(client_of, stranger, dispute):
    assert make(client_of(stranger), dispute).status_code == 404
    with pytest.raises(PermissionDenied):
        share_dispute(write(stranger), dispute, label="一", expires_at=NOW)


def test_a_dispute_that_was_taken_back_is_not_shared(owner, dispute):
    type(dispute).objects.filter(pk=dispute.pk).update(removed_at=NOW)
    with pytest.raises(TakenBack):
        share_dispute(write(owner), dispute, label="一", expires_at=NOW)


def test_links_are_in_the_evidence_log(owner, link):
    withdraw_share(write(owner), link.share)
    actions = EvidenceEntry.objects.filter(record_type="share").values_list("action", flat=True)
    assert list(actions) == ["recorded", "taken_back"]
    assert verify(owner).problems == ()


def test_times_are_those_of_the_owners_clock(visitor, link):
    assert "2025年11月8日" in read(visitor, link)


def test_what_is_added_later_is_seen_as_well(owner, dispute, visitor, link):
    incoming = IncomingMessage("", f"{AFTER}再催一次", at("2025-10-20 09:00"), "1069000000")
    receive_messages(write(owner), [incoming], source="paste")
    add_items(write(owner), dispute, [Message.objects.get(text__contains="再催一次")])
    assert "再催一次" in read(visitor, link)


def test_no_log_tells_the_secret_of_a_link(link):
    record = logging.LogRecord("django", logging.WARNING, "", 1, "Gone: %s", (address(link, "shared_pdf"),), None)
    HideHookIds().filter(record)
    assert link.token not in record.getMessage()


def test_the_page_is_english_for_who_reads_english(client_of, owner, dispute):
    browser = client_of(owner, HTTP_ACCEPT_LANGUAGE="en")
    text = browser.get(reverse("dispute_shares", args=[dispute.pk])).content.decode()
    assert "7 days" in text
    assert "Read-only links for others" in text
