"""Time stamps of tree heads, by an authority that openssl makes on this machine."""

import base64
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from debts.dossier import time_stamps
from debts.dossier.bundle import VERIFIERS, build_bundle
from debts.dossier.time_stamps import NotStamped, StampCode, head_in, is_sound, is_stamp_of, stamp_head, token_in
from debts.dossier.tree_heads import read_head, write_head
from debts.dossier.verification import verify
from debts.evidence.merkle import is_consistent
from debts.models import EvidenceEntry, StampedHead
from ledger.stamps import check_time_stamps
from tests.dossier.authority import Authority
from tests.web.ledgers import AFTER, certificate, lender_of, receive, settled_loan


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    authority = Authority(tmp_path_factory.mktemp("authority"))
    yield authority
    authority.close()


@pytest.fixture
def authority(made, settings):
    """The authority as the settings name it; it lies in a private network, which is allowed here."""
    settings.TIME_STAMP_AUTHORITY, settings.TIME_STAMP_ROOTS = made.address, made.roots
    settings.PUSH_TO_PRIVATE_NETWORKS = True
    made.answer = None
    return made


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def stamped(owner):
    return stamp_head(owner, timezone.now())


def refused(owner):
    with pytest.raises(NotStamped) as problem:
        stamped(owner)
    assert not StampedHead.objects.exists()
    return problem.value.code


def test_a_head_is_stamped_and_kept_with_its_token(owner, loan, authority):
    row = stamped(owner)
    assert row.size == EvidenceEntry.objects.filter(owner=owner).count()
    assert abs((row.stamped_at - timezone.now()).total_seconds()) < 60
    assert is_sound(row)


def test_openssl_itself_finds_the_token_good_over_the_file_that_the_page_hands_out(owner, loan, authority):
    row = stamped(owner)
    content = write_head(head_in(row)).encode()
    assert authority.verifies(token_in(row), content)
    assert not authority.verifies(token_in(row), content.replace(b"1", b"2", 1))


def test_checking_asks_no_network(owner, loan, authority, monkeypatch):
    row = StampedHead.objects.get(pk=stamped(owner).pk)
    monkeypatch.setattr("socket.socket.connect", None)
    monkeypatch.setattr(time_stamps, "run_apart", None)
    assert is_sound(row)


def test_nothing_written_since_is_not_stamped_again(owner, loan, authority):
    first = stamped(owner)
    assert stamped(owner) == first
    receive(owner, AFTER)
    assert stamped(owner).size > first.size


def test_off_is_the_default(owner, loan, settings):
    assert settings.TIME_STAMP_AUTHORITY == ""
    assert refused(owner) is StampCode.OFF


def test_a_private_network_is_refused_unless_it_is_allowed(owner, loan, authority, settings):
    settings.PUSH_TO_PRIVATE_NETWORKS = False
    assert refused(owner) is StampCode.PRIVATE


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_only_the_web_is_asked(owner, loan, authority, settings, address):
    settings.TIME_STAMP_AUTHORITY = address
    assert refused(owner) is StampCode.OFF


def test_nobody_there_is_no_stamp(owner, loan, authority, settings):
    settings.TIME_STAMP_AUTHORITY = "http://127.0.0.1:9/"
    assert refused(owner) is StampCode.FAILED


@pytest.mark.parametrize("answer", [b"<html>", b"\x30\x03\x02\x01\x02", b"", b"0" * 200_000])
def test_an_answer_that_is_no_stamp_is_not_kept(owner, loan, authority, answer):
    authority.answer = answer
    assert refused(owner) in {StampCode.REFUSED, StampCode.FAILED}


def test_an_old_answer_is_no_answer_to_a_new_question(owner, loan, authority):
    token = token_in(stamped(owner))
    StampedHead.objects.all().delete()
    authority.answer = token
    assert refused(owner) is StampCode.REFUSED


def test_an_authority_that_the_roots_do_not_vouch_for_is_refused(owner, loan, authority, settings, tmp_path):
    other = Authority(tmp_path)
    other.close()
    settings.TIME_STAMP_ROOTS = other.roots
    assert refused(owner) is StampCode.REFUSED


def test_without_roots_nothing_is_good(owner, loan, authority):
    row = stamped(owner)
    assert not is_stamp_of(token_in(row), write_head(head_in(row)).encode(), ())


TAMPERINGS = {
    "a bit of the token": lambda row: {"token": flipped(row)},
    "no token": lambda row: {"token": "!"},
    "another root": lambda row: {"root": "ab" * 32},
    "another size": lambda row: {"size": row.size - 1},
    "a later time of the head": lambda row: {"at": row.at + timedelta(hours=1)},
}


def flipped(row):
    token = bytearray(token_in(row))
    token[-5] ^= 1
    return base64.b64encode(bytes(token)).decode()


@pytest.mark.parametrize("way", list(TAMPERINGS))
def test_the_check_of_the_evidence_finds_a_stamp_that_was_tampered_with(owner, loan, authority, way):
    row = stamped(owner)
    assert verify(owner).problems == ()
    StampedHead.objects.filter(pk=row.pk).update(**TAMPERINGS[way](row))
    assert any("time stamp" in str(problem) for problem in verify(owner).problems)


def test_a_log_that_was_written_anew_disagrees_with_its_stamp(owner, loan, authority):
    stamped(owner)
    last = EvidenceEntry.objects.filter(owner=owner).latest("sequence")
    super(type(EvidenceEntry.objects.all()), EvidenceEntry.objects.filter(pk=last.pk)).delete()
    assert any("does not begin" in str(problem) for problem in verify(owner).problems)


def test_the_bundle_has_the_earliest_head_that_covers_its_entries(owner, loan, authority, tmp_path):
    receive(owner, AFTER)
    row = stamped(owner)
    content = build_bundle(owner, loan=loan, now=timezone.now()).content
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        name = f"heads/jieqing-tree-head-{row.size}"
        head, token = container.read(f"{name}.json"), container.read(f"{name}.tsr")
    assert read_head(head).root == row.root
    assert authority.verifies(token, head)
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-I", str(VERIFIERS / "verify.py"), path], capture_output=True, check=False)
    assert done.returncode == 0


def test_the_bundle_proves_that_the_log_only_grew_since_the_stamp(owner, loan, authority):
    row = stamped(owner)
    certificate(owner, loan)
    with zipfile.ZipFile(io.BytesIO(build_bundle(owner, loan=loan, now=timezone.now()).content)) as container:
        told = json.loads(container.read(f"heads/jieqing-tree-head-{row.size}-consistency.json"))
        log = json.loads(container.read("log.json"))
    proof, roots = [bytes.fromhex(one) for one in told["proof"]], (bytes.fromhex(row.root), bytes.fromhex(log["root"]))
    assert is_consistent(told["first"], told["second"], proof, *roots)


def test_a_bundle_without_stamps_is_as_it_was(owner, loan):
    content = build_bundle(owner, loan=loan, now=timezone.now()).content
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("heads/")]


def run(**options):
    out = io.StringIO()
    call_command("keep_tree_heads", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_the_command_stamps_and_mails_everybody(owner, stranger, loan, authority, settings):
    settings.CAN_SEND_MAIL = True
    owner.email = "a@example.org"
    owner.save()
    lender_of(stranger)
    said = run(stamp=True, mail=True)
    assert [line.split(":")[0] for line in said.splitlines()] == ["zhangsan", "lisi"]
    (letter,) = mail.outbox
    names = [name for name, _content, _kind in letter.attachments]
    assert [name.rpartition(".")[2] for name in names] == ["json", "tsr"]
    assert not any(word in letter.subject + letter.body for word in ("结清", "借款", "争议", "催收"))


@pytest.mark.parametrize(
    ("options", "words"), [({}, "Say how"), ({"stamp": True}, "TIME_STAMP_AUTHORITY"), ({"mail": True}, "EMAIL_URL")]
)
def test_what_is_off_is_named(owner, options, words):
    with pytest.raises(CommandError, match=words):
        run(**options)


def test_one_that_fails_is_named(owner, loan, authority):
    authority.answer = b"no"
    with pytest.raises(CommandError, match="zhangsan"):
        run(stamp=True)


def test_the_page_offers_neither_unless_it_is_set_up(client_of, owner, loan):
    browser = client_of(owner)
    text = browser.get(reverse("evidence")).content.decode()
    assert "盖一个时间戳" not in text
    assert "把树头发到" not in text
    assert browser.post(reverse("evidence_mail")).status_code == 404
    text = browser.post(reverse("evidence_stamp"), follow=True).content.decode()
    assert "还没有设置时间戳服务" in text


def test_the_page_stamps_mails_and_lists(client_of, owner, loan, authority, settings):
    settings.CAN_SEND_MAIL = True
    owner.email = "a@example.org"
    owner.save()
    browser = client_of(owner)
    assert "已盖时间戳" in browser.post(reverse("evidence_stamp"), follow=True).content.decode()
    assert "已经发到 a@example.org" in browser.post(reverse("evidence_mail"), follow=True).content.decode()
    assert "盖过的时间戳" in browser.get(reverse("evidence")).content.decode()
    assert mail.outbox[0].to == ["a@example.org"]


def test_nobody_sees_the_stamps_of_another(client_of, owner, stranger, loan, authority):
    stamped(owner)
    assert "盖过的时间戳" not in client_of(stranger).get(reverse("evidence")).content.decode()


@pytest.mark.parametrize(
    ("authority", "roots", "words"),
    [("tsa.example", "", "no address"), ("file:///a", "", "no address"), ("http://tsa.example/", "/none.pem", "PEM")],
)
def test_settings_that_do_not_go_together_are_refused_at_once(authority, roots, words):
    with pytest.raises(ValueError, match=words):
        check_time_stamps(authority, roots)
