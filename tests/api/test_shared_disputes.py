"""A dispute with a guest, over the API: listed with the role, written into its owner's ledger, and no further."""

import pytest

from debts.actions import let_in, let_out
from debts.dossier.verification import verify
from debts.models import Dispute, DisputeStep, EvidenceEntry, GuestRole
from tests.api.ledgers import ask

pytestmark = pytest.mark.usefixtures("clock")
STEP = {"kind": "note", "day": "2025-10-01", "text": "电话里说会核实。"}


@pytest.fixture
def dispute(mine):
    return Dispute.objects.get(ref=mine.ids["dispute"])


def test_the_list_says_whose_it_is_and_in_which_role(mine, theirs, dispute):
    let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.READER)
    items = ask("GET", "/disputes", token=theirs.token()).json()["items"]
    roles = {row["id"]: (row["role"], row["shared_by"]) for row in items}
    assert roles == {theirs.ids["dispute"]: ("owner", None), dispute.ref: ("reader", "changqing")}


def test_a_step_of_a_guest_is_kept_with_the_owner(mine, theirs, dispute):
    guest = let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.EDITOR)
    made = ask("POST", f"/disputes/{dispute.ref}/steps", STEP, token=theirs.token())
    assert DisputeStep.objects.get(ref=made.json()["id"]).owner == mine.ctx.owner
    last = EvidenceEntry.objects.filter(owner=mine.ctx.owner).latest("sequence")
    assert (last.route, last.payload) == ("api", {"by": guest.ref})
    assert verify(mine.ctx.owner).problems == ()


def test_a_reader_is_told_that_the_role_does_not_allow_it(mine, theirs, dispute):
    let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.READER)
    answer = ask("POST", f"/disputes/{dispute.ref}/steps", STEP, token=theirs.token())
    assert answer.status_code == 403
    assert "reader" in answer.json()["detail"]


def test_which_loan_it_is_about_is_for_the_owner_to_say(mine, theirs, dispute):
    let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.EDITOR)
    address, token = f"/disputes/{dispute.ref}", theirs.token()
    assert ask("PATCH", address, {"loan": None}, token=token).status_code == 403
    assert ask("PATCH", address, {"title": "改了名字"}, token=token).json()["title"] == "改了名字"


def test_a_file_of_the_guest_gets_into_no_step(mine, theirs, dispute):
    let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.EDITOR)
    step = {**STEP, "file": theirs.ids["file"]}
    assert ask("POST", f"/disputes/{dispute.ref}/steps", step, token=theirs.token()).status_code == 404
    step = {**STEP, "file": mine.ids["file"]}
    assert ask("POST", f"/disputes/{dispute.ref}/steps", step, token=theirs.token()).status_code == 201


def test_a_change_on_condition_sees_what_the_owner_did_meanwhile(mine, theirs, dispute):
    let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.EDITOR)
    address, token = f"/disputes/{dispute.ref}", theirs.token()
    known = {"If-Match": ask("GET", address, token=token)["ETag"]}
    ask("PATCH", address, {"title": "机主先改"}, token=mine.token())
    assert ask("PATCH", address, {"title": "后改"}, token=token, headers=known).status_code == 412


def test_being_let_out_is_felt_at_once(mine, theirs, dispute):
    guest = let_in(mine.ctx, dispute, theirs.ctx.owner, GuestRole.EDITOR)
    token = theirs.token()
    assert ask("GET", f"/disputes/{dispute.ref}", token=token).status_code == 200
    let_out(mine.ctx, guest)
    assert ask("GET", f"/disputes/{dispute.ref}", token=token).status_code == 404
