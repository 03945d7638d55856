"""Somebody at home who reads or edits one dispute: let in, seen, held to it, and let out."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from debts.actions import (
    Route,
    WriteContext,
    attach_to_message,
    close_dispute,
    correct,
    keep_file,
    let_in,
    let_out,
    open_dispute,
    record_step,
    take_back,
)
from debts.actions.closing import close_account
from debts.dossier.verification import verify
from debts.models import Dispute, DisputeStep, DossierExport, EvidenceEntry, Guest, GuestRole, Message
from debts.models.disputes import Outcome
from tests.web.ledgers import AFTER, NOW, certificate, introduce, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")
OTHER = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"
PASSWORD = "jie-qing-le-2025"


@pytest.fixture
def dispute(owner):
    introduce(owner)
    loan = settled_loan(owner, contract_number="RX2024-0105")
    paper = keep_file(write(owner), io.BytesIO(b"%PDF-1.4 certificate"), "结清证明.pdf")
    proof = certificate(owner, loan, attachment=paper)
    things = [*receive(owner, AFTER), proof]
    receive(owner, OTHER)
    return open_dispute(write(owner), loan.lender, title="结清后催收", story="三月还清。", things=things)


@pytest.fixture
def reader(owner, stranger, dispute):
    return let_in(write(owner), dispute, stranger, GuestRole.READER)


@pytest.fixture
def editor(owner, stranger, dispute):
    return let_in(write(owner), dispute, stranger, GuestRole.EDITOR)


def page(name, dispute, *more):
    return reverse(name, args=[dispute.pk, *more])


def seen(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def noted(client, dispute, text="电话里说会核实。"):
    note = {"day": "2025-10-31", "text": text}
    return client.post(f"{page('dispute_step_new', dispute)}?kind=note", note)


def test_the_owner_lets_somebody_at_home_read(owner, stranger, dispute, client_of):
    client_of(owner).post(page("dispute_guests", dispute), {"name": " lisi ", "role": "reader"})
    assert "三月还清。" in seen(client_of(stranger), page("dispute_what", dispute))


@pytest.mark.parametrize(("name", "told"), [("wangwu", "没有叫“wangwu”的账户"), ("zhangsan", "您自己的账户")])
@pytest.mark.usefixtures("stranger")
def test_nobody_else_can_be_let_in(owner, dispute, client_of, name, told):
    answer = client_of(owner).post(page("dispute_guests", dispute), {"name": name, "role": "reader"})
    assert told in answer.content.decode()
    assert not Guest.objects.exists()


def test_of_many_names_that_somebody_tries_only_ten_are_looked_for(owner, stranger, dispute, client_of):
    client = client_of(owner)
    for number in range(10):
        client.post(page("dispute_guests", dispute), {"name": f"guess-{number}", "role": "reader"})
    answer = client.post(page("dispute_guests", dispute), {"name": stranger.username, "role": "reader"})
    assert "guess" not in answer.content.decode()
    assert not Guest.objects.exists()


def test_letting_in_asks_who_is_sitting_there(owner, stranger, dispute, client_of, clock):
    client = client_of(owner)
    clock.shift(timedelta(minutes=16))
    asked = client.post(page("dispute_guests", dispute), {"name": "lisi", "role": "reader"})
    assert not Guest.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})
    assert Guest.objects.get().role == GuestRole.READER


def test_letting_in_again_changes_the_role(owner, stranger, dispute, reader):
    let_in(write(owner), dispute, stranger, GuestRole.EDITOR)
    assert Guest.objects.get().role == GuestRole.EDITOR


@pytest.mark.parametrize("name", ["overview", "disputes"])
def test_a_guest_finds_it_with_whose_it_is(reader, client_of, stranger, name):
    text = seen(client_of(stranger), reverse(name))
    assert "别人给您看的争议" in text
    assert "结清后催收" in text
    assert "zhangsan" in text


def test_a_guest_reads_the_exhibits_and_their_files(owner, dispute, reader, client_of, stranger):
    message = dispute.items.get(number=1).message
    beside = keep_file(write(owner), io.BytesIO(b"ID3 recording"), "录音.mp3")
    attach_to_message(write(owner), message, beside)
    client = client_of(stranger)
    shown = seen(client, page("dispute_exhibit", dispute, 1))
    assert "任性贷已逾期3天" in shown.replace("<mark>", "").replace("</mark>", "")
    proof = dispute.items.get(number=2).proof.attachment_id
    for file in (beside.pk, proof):
        assert b"".join(client.get(page("dispute_paper", dispute, file)).streaming_content)


def test_no_other_file_can_be_had_through_the_dispute(owner, dispute, editor, client_of, stranger):
    other = keep_file(write(owner), io.BytesIO(b"%PDF-1.4 other"), "工资单.pdf")
    assert client_of(stranger).get(page("dispute_paper", dispute, other.pk)).status_code == 404


def test_a_guest_sees_no_message_beyond_the_exhibits(dispute, editor, client_of, stranger):
    text = "".join(seen(client_of(stranger), page(name, dispute)) for name in ("dispute_what", "dispute_edit"))
    assert OTHER not in text
    assert "还可以放进来的" not in text
    assert 'name="loan"' not in text


def test_a_reader_changes_nothing(dispute, reader, client_of, stranger):
    entries = EvidenceEntry.objects.count()
    assert noted(client_of(stranger), dispute).status_code == 403
    assert EvidenceEntry.objects.count() == entries


def test_an_editor_writes_into_the_owners_ledger_and_the_log_says_who(owner, dispute, editor, client_of, stranger):
    noted(client_of(stranger), dispute)
    assert DisputeStep.objects.get().owner == owner
    last = EvidenceEntry.objects.filter(owner=owner).latest("sequence")
    assert (last.record_type, last.payload) == ("disputestep", {"by": editor.ref})
    assert verify(owner).problems == ()


def test_the_owner_sees_who_wrote_what(owner, dispute, editor, client_of, stranger):
    noted(client_of(stranger), dispute)
    client = client_of(owner)
    assert "争议的经过" in seen(client, page("dispute_guests", dispute))
    assert "网页 · lisi" in seen(client, reverse("evidence"))


def test_an_editor_closes_and_reopens(dispute, editor, client_of, stranger):
    client = client_of(stranger)
    client.post(page("dispute_close", dispute), {"outcome": Outcome.GRANTED})
    assert not Dispute.objects.get().is_open
    client.post(page("dispute_reopen", dispute))
    assert Dispute.objects.get().is_open


def test_an_editor_writes_the_letter_and_notes_that_it_was_sent(owner, dispute, editor, client_of, stranger):
    client = client_of(stranger)
    address = page("letter_of_dispute", dispute, "lender_complaint")
    text = seen(client, address)
    assert "许大江" in text
    assert "/loans/1" not in text
    sent = {"as": "sent", "text": "请核实。", "day": "2025-10-31"}
    client.post(address, sent)
    assert DisputeStep.objects.get(owner=owner).letter == "lender_complaint"


def test_a_reader_takes_nothing_along_unless_the_owner_said_so(owner, dispute, reader, client_of, stranger):
    client = client_of(stranger)
    assert client.post(page("dispute_bundle", dispute)).status_code == 403
    assert "对方没有让您下载" in seen(client, page("dispute_letter", dispute))
    let_in(write(owner), dispute, stranger, GuestRole.READER, may_export=True)
    assert b"".join(client.post(page("dispute_bundle", dispute)).streaming_content)
    assert DossierExport.objects.get().owner == owner


def test_being_let_out_is_felt_at_once(owner, dispute, editor, client_of, stranger):
    client = client_of(stranger)
    assert client.get(page("dispute_what", dispute)).status_code == 200
    client_of(owner).post(reverse("guest_remove", args=[editor.pk]))
    assert client.get(page("dispute_what", dispute)).status_code == 404
    assert noted(client, dispute).status_code == 404
    assert "结清后催收" not in seen(client, reverse("disputes"))


def test_who_was_let_out_while_a_page_was_being_answered_writes_nothing(owner, dispute, editor):
    late = WriteContext(owner, Route.WEB, NOW + timedelta(seconds=1), guest=Guest.objects.get())
    let_out(write(owner), editor)
    with pytest.raises(PermissionDenied):
        record_step(late, dispute, kind="note", day=NOW.date(), text="晚了一步")


def test_who_became_a_reader_meanwhile_writes_nothing(owner, dispute, editor, stranger):
    late = WriteContext(owner, Route.WEB, NOW, guest=Guest.objects.get())
    let_in(write(owner), dispute, stranger, GuestRole.READER)
    with pytest.raises(PermissionDenied):
        record_step(late, dispute, kind="note", day=NOW.date(), text="晚了一步")


def test_the_door_for_writing_holds_a_guest_to_the_dispute(owner, dispute, editor):
    other = open_dispute(write(owner), dispute.lender, title="另一件")
    ctx = WriteContext(owner, Route.WEB, NOW, guest=editor)
    for reach in (
        lambda: correct(ctx, dispute.lender, name="别的"),
        lambda: record_step(ctx, other, kind="note", day=NOW.date(), text="不该有"),
        lambda: close_dispute(ctx, other, Outcome.GRANTED),
        lambda: take_back(ctx, Message.objects.get(text=OTHER)),
        lambda: correct(ctx, let_in(write(owner), other, editor.person, GuestRole.READER), role="editor"),
    ):
        with pytest.raises(PermissionDenied):
            reach()


def test_a_guest_leaves_of_their_own_accord(owner, dispute, reader, client_of, stranger):
    client = client_of(stranger)
    address = reverse("guest_remove", args=[reader.pk])
    assert "不再看" in seen(client, address)
    client.post(address)
    assert client.get(page("dispute_what", dispute)).status_code == 404
    assert EvidenceEntry.objects.filter(owner=owner).latest("sequence").payload == {"by": reader.ref}


def test_the_owner_sees_who_is_in_and_who_was(owner, dispute, reader, client_of):
    let_out(write(owner), reader)
    assert "以前给过的" in seen(client_of(owner), page("dispute_guests", dispute))


def test_a_guest_whose_account_is_closed_is_let_out_and_the_log_holds(owner, dispute, reader, stranger):
    close_account(write(stranger))
    guest = Guest.objects.get()
    assert guest.person is None
    assert guest.removed_at is not None
    assert verify(owner).problems == ()


def test_with_the_owners_account_its_guests_are_gone(owner, dispute, reader, stranger, client_of):
    close_account(write(owner))
    assert not Guest.objects.exists()
    assert client_of(stranger).get(reverse("disputes")).status_code == 200


def test_where_the_owner_is_disabled_nobody_gets_in(owner, dispute, reader, client_of, stranger):
    owner.is_active = False
    owner.save()
    assert client_of(stranger).get(page("dispute_what", dispute)).status_code == 404


def test_what_is_turned_on_tells_of_it(owner, dispute, editor, client_of):
    assert "lisi · 结清后催收 · 可以一起记" in seen(client_of(owner), reverse("connections"))
