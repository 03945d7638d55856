"""The verifier that goes with a bundle, in a browser whose network is off."""

import io
import json
import zipfile

import pytest

from debts.actions import keep_file
from debts.dossier.bundle import VERIFIERS, build_bundle
from tests.browser.conftest import PHONE
from tests.web.ledgers import AFTER, NOW, certificate, introduce, receive, settled_loan, write


@pytest.fixture
def bundle(transactional_db, django_user_model):
    owner = django_user_model.objects.create_user("xudajiang")
    introduce(owner)
    loan = settled_loan(owner)
    certificate(owner, loan, attachment=keep_file(write(owner), io.BytesIO(bytes(range(256)) * 40), "证明.pdf"))
    receive(owner, AFTER + ' 𠮷 😀 \u2028 "引号" \\ \t')
    return build_bundle(owner, loan=loan, now=NOW)


@pytest.fixture
def verifier(browser, tmp_path):
    """The verifier's page opened from the disk, offline."""
    context = browser.new_context(viewport=PHONE, offline=True)
    page = context.new_page()
    page.goto((VERIFIERS / "verify.html").as_uri())
    yield page
    context.close()


def said(page, content, quoted=""):
    page.locator("#hash").fill(quoted)
    page.locator("#file").set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": content})
    page.locator("#result .box").wait_for()
    text = page.locator("#result").inner_text()
    page.evaluate("document.getElementById('result').replaceChildren()")
    return text


def with_file(content, name, data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as container:
        for info in source.infolist():
            container.writestr(info.filename, data if info.filename == name else source.read(info))
    return target.getvalue()


def test_a_sound_bundle_is_found_sound_without_a_network(verifier, bundle):
    assert "0 项对不上" in said(verifier, bundle.content, bundle.manifest_hash)


def test_it_counts_as_many_checks_as_the_program_does(verifier, bundle, tmp_path):
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as container:
        entries = len(json.loads(container.read("log.json"))["entries"])
        records = len(json.loads(container.read("records.json"))["records"])
        files = len(json.loads(container.read("manifest.json"))["files"])
    assert f"核对了 {1 + files + entries + records} 项" in said(verifier, bundle.content)


@pytest.mark.parametrize("name", ["records.json", "log.json", "files/001-证明.pdf", "争议摘要.pdf"])
def test_a_changed_file_is_found(verifier, bundle, name):
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as container:
        data = container.read(name)
    assert f"{name}：内容变了" in said(verifier, with_file(bundle.content, name, data.replace(b"1", b"2", 1)))


def test_another_manifest_than_the_quoted_one_is_found(verifier, bundle):
    assert "和给出的不一样" in said(verifier, bundle.content, "00" * 32)


def test_what_is_no_bundle_is_said_to_be_unreadable(verifier, bundle):
    assert "读不懂这个文件" in said(verifier, b"no zip at all")
