"""Closing an account: everything of it goes, nothing of anybody else's does."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from debts.actions import Route, WriteContext, keep_file, load_archive, receive_messages
from debts.actions.closing import way_to_owner
from debts.intake.archive import parse_archive
from debts.models import Attachment, ClosedAccount, EvidenceEntry, Message, PictureInHand, User
from debts.models.message_index import candidates
from debts.reconciler.types import IncomingMessage
from tests.actions.ledger_text import LEDGER
from tests.conftest import NOW
from tests.web.second_steps import PASSWORD, app_turned_on, is_signed_in
from tools.gallery import Gallery

PAGE = reverse("account_close")
NOBODYS = {"User", "SharedCount", "ClosedAccount"}


@pytest.fixture
def filled(owner, clock):
    Gallery(owner, NOW).fill()
    return owner


@pytest.fixture
def neighbour(stranger):
    """Somebody else on the same machine, with a ledger and one file that the owner has as well."""
    ctx = WriteContext(stranger, Route.WEB, NOW)
    load_archive(ctx, parse_archive(json.dumps(LEDGER).encode()))
    receive_messages(ctx, [IncomingMessage("", "【招联金融】邻居的好期贷已逾期", NOW, "1069")], source="paste")
    keep_file(ctx, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "一样的.pdf")
    return stranger


def close(client, name="zhangsan"):
    return client.post(PAGE, {"name": name})


def holds(files, words):
    return any(words.encode() in path.read_bytes() for path in files if path.exists())


def rows():
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("debts").get_models()}


def test_every_table_is_somebodys_or_known_to_be_nobodys():
    nobodys = {model.__name__ for model in apps.get_app_config("debts").get_models() if not way_to_owner(model)}
    assert nobodys == NOBODYS


def test_of_the_account_only_a_line_without_a_name_stays(filled, client_of):
    entries = EvidenceEntry.objects.filter(owner=filled)
    expected = (entries.count(), entries.latest("sequence").entry_hash)
    close(client_of(filled))
    assert {name: count for name, count in rows().items() if count} == {"ClosedAccount": 1}
    assert tuple(ClosedAccount.objects.values_list("entries", "last_hash").get()) == expected


def test_files_and_uploads_are_deleted(filled, client_of, uploads):
    (uploads / "waits").write_bytes(b"x")
    PictureInHand.objects.create(owner=filled, at=NOW, upload="u", name="a.png", file="waits", sha256="0")
    paths = list(Attachment.objects.values_list("path", flat=True))
    close(client_of(filled))
    assert paths
    assert not [path for path in paths if default_storage.exists(path)]
    assert not list(uploads.iterdir())


def test_a_neighbour_keeps_everything_and_the_same_file(filled, neighbour, client_of):
    before = {row.pk: row.entry_hash for row in EvidenceEntry.objects.filter(owner=neighbour)}
    shared = Attachment.objects.get(owner=neighbour, original_name="一样的.pdf")
    close(client_of(filled))
    assert {row.pk: row.entry_hash for row in EvidenceEntry.objects.all()} == before
    assert default_storage.exists(shared.path)
    call_command("verify_evidence", stdout=io.StringIO())


def test_the_index_finds_the_neighbours_messages_and_no_other(filled, neighbour, client_of):
    mine = Message.objects.filter(owner=filled).count()
    close(client_of(filled))
    asked = candidates(("逾期",))
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        found = {number for (number,) in cursor.fetchall()}
    assert mine > 1
    assert found == set(Message.objects.filter(owner=neighbour, text__contains="逾期").values_list("pk", flat=True))


def test_everywhere_the_account_is_signed_out(filled, client_of):
    here, elsewhere = client_of(filled), client_of(filled)
    close(here)
    assert not is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert "账户已经注销" in here.get(reverse("account_login"), follow=True).content.decode()


def test_its_second_step_goes_with_it(owner, client_of, clock):
    client = client_of(owner)
    app_turned_on(client)
    close(client)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("name", "told"), [("lisi", "和您的用户名不一样"), ("", "请写上您的用户名")])
def test_another_name_closes_nothing(owner, client_of, name, told):
    assert told in close(client_of(owner), name).content.decode()
    assert User.objects.filter(username="zhangsan").exists()


def test_the_page_says_what_goes_and_what_stays(filled, client_of):
    page = client_of(filled).get(PAGE).content.decode()
    assert "还有 1 件争议没有结束" in page
    assert "只留一行" in page
    assert "这是这里唯一的账户" in page


def test_who_signed_in_a_while_ago_is_asked_before(filled, client_of, clock):
    client = client_of(filled)
    clock.shift(timedelta(minutes=16))
    asked = close(client)
    assert User.objects.filter(pk=filled.pk).exists()
    client.post(asked["Location"], {"password": PASSWORD})
    assert not User.objects.exists()


def test_who_is_not_signed_in_closes_nothing(owner):
    assert close(Client()).status_code == 403
    assert User.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="other servers have no such file")
def test_no_byte_of_it_is_left_in_the_database_file(filled, client_of):
    files = [Path(f"{connection.settings_dict['NAME']}{ending}") for ending in ("", "-wal")]
    assert holds(files, "苏宁消金")
    close(client_of(filled))
    assert not holds(files, "苏宁消金")
