"""Every address outside of the API, by each method.

As nobody, another user, a reader of a shared link, the owner, and as accounts that may read or edit the dispute.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from debts.models import EvidenceEntry, User
from tests.security.rows import GUESTS, LOOSE, OBJECTS, OPEN, PAGES, WITHOUT_CSRF
from tests.security.sweeping import PASSPHRASE, SECRETS, addresses, swept_ledger

ADDRESSES = addresses()
NOBODY, STRANGER, READER, OWNER, GUEST, EDITOR = range(6)
VIEWERS = ["nobody", "stranger", "reader", "owner", "guest", "editor"]
# Of the owner's secrets a guest is told the name of the account, and what stands in the exhibits; who may take the
# material along is told what is in it. Links, phones and programs are nobody else's business.
TOLD_OF_THE_DISPUTE = {"changqing", "轻享贷已逾期"}
TOLD_IN_THE_MATERIAL = {"顾长青", "HY-001", "客服确认", "A-1<", "远山资管"}
OF_THE_MATERIAL = {"letters_of_dispute", "letter_of_dispute", "dispute_export", "dispute_bundle"}
TO_THE_DOOR = (302, 302)


@pytest.fixture
def swept(db, clock, settings, uploads, monkeypatch):
    monkeypatch.setattr("debts.dossier.webhooks.run_apart", lambda *_asked: "connection")  # nobody is called
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return swept_ledger()


@pytest.fixture
def clients(swept):
    """Nobody, another user, a reader of the dispute's link, the owner, and two who were let into the dispute."""
    found = [Client(raise_request_exception=False) for _ in VIEWERS]
    found[GUEST].force_login(swept.reader)
    found[EDITOR].force_login(swept.editor)
    found[STRANGER].force_login(User.objects.create_user("lisi", password="zhuan-yong-mi-ma"))
    found[OWNER].force_login(swept.owner)
    found[READER].post(swept.address("shared", ADDRESSES["shared"]), {"passphrase": PASSPHRASE})
    assert "shared" in found[READER].cookies
    return found


def expected(name, viewer):
    """The statuses of GET and POST."""
    if viewer in {GUEST, EDITOR}:
        return expected_of_a_guest(name, viewer)
    if name in OPEN:
        return OPEN[name][viewer]
    if viewer in {NOBODY, READER}:
        return TO_THE_DOOR
    told = (OBJECTS | PAGES)[name]
    is_hidden = name in OBJECTS and viewer == STRANGER
    return tuple(405 if status == 405 else 404 for status in told) if is_hidden else told


def expected_of_a_guest(name, viewer):
    if name not in GUESTS:
        return expected(name, STRANGER)
    return GUESTS[name][:2] if viewer == GUEST else GUESTS[name][2:]


def ask(client, method, address):
    """The status and the text of an answer; what the request wrote, and its cookies, are gone afterwards."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer, body.decode("utf-8", "replace")


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ADDRESSES) == OBJECTS.keys() | PAGES.keys() | OPEN.keys()


@pytest.mark.parametrize("viewer", range(len(VIEWERS)), ids=VIEWERS)
def test_each_is_answered_as_the_table_says(swept, clients, viewer):
    wrong = []
    for name, pattern in ADDRESSES.items():
        address = swept.address(name, pattern)
        answers = [ask(clients[viewer], method, address) for method in ("get", "post")]
        found = tuple(answer.status_code for answer, _ in answers)
        if found != expected(name, viewer):
            wrong.append(f"{name} {found[0]} {found[1]}")
        wrong += [f"{name} does not lead to the door" for answer, _ in answers if not leads_right(name, viewer, answer)]
        wrong += [f"{name} gives away {word}" for _, text in answers for word in given_away(name, viewer, text)]
    assert not wrong, "\n".join(wrong)


def leads_right(name, viewer, answer):
    is_led = name not in OPEN and viewer in {NOBODY, READER}
    return not is_led or answer.get("Location", "").startswith(reverse("account_login"))


def given_away(name, viewer, text):
    if viewer in {GUEST, EDITOR}:
        told = told_to_a_guest(name)
        return [word for word in SECRETS if word in text and word not in told]
    may_read = viewer == OWNER or name == "calendar" or (viewer == READER and name.startswith("shared"))
    return [] if may_read else [word for word in SECRETS if word in text]


def told_to_a_guest(name):
    if name not in GUESTS:
        return {"changqing"} if name in {"overview", "disputes", "calendar"} else set()
    return TOLD_OF_THE_DISPUTE | (TOLD_IN_THE_MATERIAL if name in OF_THE_MATERIAL else set())


def test_the_owner_sees_what_others_must_not(swept, clients):
    text = "".join(ask(clients[OWNER], "get", swept.address(name, ADDRESSES[name]))[1] for name in ("loan", "message"))
    assert "HY-001" in text
    assert "轻享贷已逾期" in text


@pytest.mark.parametrize("method", ["put", "delete"])
def test_no_address_takes_another_method(swept, clients, method):
    entries = EvidenceEntry.objects.count()
    found = {}
    for name, pattern in ADDRESSES.items():
        found[name] = ask(clients[OWNER], method, swept.address(name, pattern))[0].status_code
    assert {name for name, status in found.items() if status != 405} <= LOOSE
    assert EvidenceEntry.objects.count() == entries


def test_nothing_is_written_for_another_site(swept, clients):
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    careful.cookies = clients[OWNER].cookies
    statuses = {name: ask(careful, "post", swept.address(name, pattern))[0] for name, pattern in ADDRESSES.items()}
    assert {name for name, answer in statuses.items() if answer.status_code != 403} == {*WITHOUT_CSRF} - {"hook"}
