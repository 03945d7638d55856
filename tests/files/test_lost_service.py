"""Where the service of the files is gone, the doctor and the pages say so, and what needs no file goes on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.models import Attachment
from debts.upkeep import State, examine
from tests.web.ledgers import NOW, settled_loan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def states():
    return {check.name: check.state for check in examine(NOW)}


def test_a_bucket_that_works_is_good_and_keeps_nothing_of_the_look(bucket):
    assert (states()["files"], states()["keeping files"]) == (State.GOOD, State.GOOD)
    assert bucket.keys() == []


def test_a_service_that_is_gone_is_bad(no_service, client):
    assert (states()["files"], states()["keeping files"]) == (State.BAD, State.BAD)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["files"]) == (503, "bad")


def test_a_bucket_that_does_not_exist_is_bad(bucket):
    bucket.client.delete_bucket(Bucket=bucket.name)
    assert states()["keeping files"] is State.BAD


def test_a_file_cannot_be_handed_in_meanwhile_and_the_page_says_why(no_service, owner, client_of):
    client = client_of(owner, raise_request_exception=False)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 paper", "application/pdf")
    given = {"kind": "settlement_certificate", "issuer": "客服", "file": file}
    answer = client.post(reverse("proof_new", args=[settled_loan(owner).pk]), given)
    assert (answer.status_code, "存放文件的服务" in answer.content.decode()) == (503, True)
    assert not Attachment.objects.exists()


def test_pages_without_files_are_shown_meanwhile(no_service, owner, client_of):
    assert client_of(owner).get(reverse("overview")).status_code == 200
