"""Files that mean harm: refused, or kept under our own name and given back so that nothing in them runs."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import create_token, keep_file
from debts.models import Attachment, TokenScope
from tests.security.hostile_files import KEPT, NAMES, REFUSED
from tests.web.ledgers import settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
SHOWN = {"image/gif", "image/png", "image/jpeg", "application/pdf"}


@pytest.fixture
def authorization(owner):
    return {"Authorization": f"Bearer {create_token(write(owner), TokenScope.WRITE)}"}


def hand_in(browser, owner, name, content):
    """At the form for a proof."""
    file = SimpleUploadedFile(name, content, "application/pdf")
    given = {"kind": "settlement_certificate", "issuer": "苏宁消费金融有限公司", "file": file}
    return browser.post(reverse("proof_new", args=[settled_loan(owner).pk]), given)


def send(client, headers, name, content):
    """To the API."""
    return client.post("/api/v1/files", {"file": SimpleUploadedFile(name, content, "text/html")}, headers=headers)


def type_of_inert(answer):
    """The type that is told of a download whose headers let nothing run. Reading all of it closes the file."""
    assert b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    return answer["Content-Type"]


@pytest.mark.parametrize("named", REFUSED)
def test_what_only_does_harm_is_kept_nowhere(client, browser, owner, authorization, named):
    assert hand_in(browser, owner, *REFUSED[named]).status_code == 200
    assert send(client, authorization, *REFUSED[named]).status_code == 409
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("named", KEPT)
def test_what_begins_like_a_proof_lies_under_our_own_name(browser, owner, settings, named):
    name, content = KEPT[named]
    assert hand_in(browser, owner, name, content).status_code == 302
    digest = hashlib.sha256(content).hexdigest()
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert files == [settings.MEDIA_ROOT / digest[:2] / digest]
    assert (settings.MEDIA_ROOT / Attachment.objects.get().path).read_bytes() == content


@pytest.mark.parametrize("named", [*REFUSED, *KEPT])
def test_whatever_came_in_goes_out_inert(client, browser, owner, authorization, named):
    name, content = (REFUSED | KEPT)[named]
    kept = keep_file(write(owner), io.BytesIO(content), name)
    assert type_of_inert(browser.get(reverse("attachment", args=[kept.pk]))) in SHOWN | {"application/octet-stream"}
    told = type_of_inert(client.get(f"/api/v1/files/{kept.ref}/content", headers=authorization))
    assert told == "application/octet-stream"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_keeps_what_can_be_seen_of_it(browser, owner, name):
    kept = keep_file(write(owner), io.BytesIO(b"%PDF-1.7"), name)
    assert kept.original_name == NAMES[name]
    assert type_of_inert(browser.get(reverse("attachment", args=[kept.pk]))) == "application/pdf"


@pytest.mark.parametrize("name", ["清" * 98 + ".pdf", "结清\u202efdp.exe", "../../etc/passwd.pdf"])
def test_a_name_from_a_form_is_no_other(browser, owner, name):
    hand_in(browser, owner, name, b"%PDF-1.7")
    assert Attachment.objects.get().original_name == NAMES.get(name, "passwd.pdf")
