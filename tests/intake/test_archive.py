import hashlib
import io
import json
import zipfile
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.finance.types import LoanTerms, Payment, RepaymentMethod
from debts.intake import archive_files
from debts.intake.archive import ArchiveProblem, archive_messages, archive_to_ledger, parse_archive
from debts.intake.values import ProblemCode
from debts.reconciler.types import Channel, DecisionKind, ProofKind, Recipient, SettlementBasis
from tests.actions.ledger_text import parsed

FILE = "结清证明".encode()
SHA256 = hashlib.sha256(FILE).hexdigest()
SMALLEST = {"format": "jieqing-archive", "version": 1}
LEDGER = SMALLEST | {
    "exported_at": "2026-11-22T10:00:00+08:00",
    "profile": {"names": ["张三"], "phones": ["13800000000"], "time_zone": "Asia/Shanghai"},
    "lenders": [{"id": "l1", "name": "招联消费金融股份有限公司", "aliases": ["招联金融"], "signatures": ["招联金融"]}],
    "loans": [
        {
            "id": "x1",
            "lender": "l1",
            "product": "好期贷",
            "principal": "10000.00",
            "drawn_on": "2023-01-05",
            "annual_rate": "0.18",
            "repayment_method": "equal_instalment",
            "term_months": 12,
            "first_due_on": "2023-02-05",
            "repayments": [{"id": "r1", "paid_at": "2023-02-05T09:00:00+08:00", "amount": "916.80"}],
            "settlement": {"settled_at": "2024-01-10T15:20:00+08:00", "basis": "paid_in_full"},
            "proofs": [{"id": "p1", "kind": "settlement_certificate", "issued_on": "2024-01-12", "file": None}],
            "assignments": [{"assignee": "某某资产管理有限公司", "aliases": [], "notified_on": "2024-02-01"}],
        }
    ],
    "messages": [{"id": "m1", "channel": "call", "received_at": None, "sender": "95588", "text": "还钱"}],
    "decisions": [{"message": "m1", "kind": "about_loan", "loan": "x1"}],
    "disputes": [],
}


DISPUTE = {
    "id": "d1",
    "lender": "l1",
    "title": "结清后催收",
    "opened_at": "2024-03-06T10:00:00+08:00",
    "items": [{"id": "i1", "number": 1, "message": "m1"}, {"id": "i2", "number": 2, "proof": "p1"}],
    "steps": [
        {"id": "s1", "kind": "sent", "channel": "lender", "day": "2024-03-07"},
        {"id": "s2", "kind": "answered", "answers": "s1", "response": "empty", "day": "2024-03-20"},
    ],
}


def changed(path, value):
    """The ledger with another value at a path such as loans.0.principal."""
    ledger = deepcopy(LEDGER)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = ledger
    for step in way:
        place = place[step]
    place[last] = value
    return ledger


def problems(ledger):
    with pytest.raises(ArchiveProblem) as refused:
        parsed(ledger)
    return [(problem.path, problem.code) for problem in refused.value.problems]


def zipped(*entries, ledger=LEDGER):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        if ledger is not None:
            container.writestr("ledger.json", json.dumps(ledger))
        for name, content in entries:
            container.writestr(name, content)
    return stream.getvalue()


def with_file(content=FILE):
    ledger = changed("loans.0.proofs.0.sha256", SHA256)
    return zipped((f"files/{SHA256}", content), ledger=ledger)


def test_absent_lists_are_empty():
    archive = parsed(SMALLEST)
    assert (archive.lenders, archive.loans, archive.messages, archive.files) == ((), (), (), {})
    assert archive.profile.time_zone == "Asia/Shanghai"


def test_every_fact_arrives_in_the_ledger():
    ledger = archive_to_ledger(parsed(LEDGER))
    (loan,) = ledger.loans
    assert loan.terms == LoanTerms(
        Decimal("10000.00"), date(2023, 1, 5), Decimal("0.18"), RepaymentMethod.EQUAL_INSTALMENT, 12, date(2023, 2, 5)
    )
    assert loan.repayments == (Payment(datetime(2023, 2, 5, 1, tzinfo=UTC), Decimal("916.80"), "r1"),)
    assert (loan.settlement.basis, loan.proofs[0].kind) == (
        SettlementBasis.PAID_IN_FULL,
        ProofKind.SETTLEMENT_CERTIFICATE,
    )
    assert (loan.assignments[0].notified_on, ledger.lenders[0].aliases) == (date(2024, 2, 1), ("招联金融",))


def test_what_the_archive_does_not_say_stays_unknown():
    lean = {"id": "x1", "lender": "l1", "principal": "5000"}
    (loan,) = archive_to_ledger(parsed(LEDGER | {"loans": [lean]})).loans
    assert loan.terms == LoanTerms(Decimal(5000))
    assert (loan.currency, loan.region, loan.card_tail, loan.settlement) == ("CNY", "", "", None)


def test_messages_arrive_as_they_were():
    (message,) = archive_messages(parsed(LEDGER))
    assert (message.id, message.text, message.sender) == ("m1", "还钱", "95588")
    assert (message.received_at, message.channel, message.recipient) == (None, Channel.CALL, Recipient.SELF)


def test_a_dispute_arrives_with_its_exhibits_and_steps():
    (dispute,) = parsed(LEDGER | {"disputes": [DISPUTE]}).disputes
    assert [(item.number, item.message, item.proof) for item in dispute.items] == [(1, "m1", None), (2, None, "p1")]
    assert [(step.id, step.answers) for step in dispute.steps] == [("s1", None), ("s2", "s1")]
    assert dispute.loan is None
    assert dispute.outcome is None


def test_a_proof_that_two_loans_call_alike_cannot_be_an_exhibit():
    twice = LEDGER["loans"] + [LEDGER["loans"][0] | {"id": "x2"}]
    assert problems(LEDGER | {"loans": twice, "disputes": [DISPUTE]}) == [
        ("disputes[0].items[1].proof", ProblemCode.UNKNOWN_REFERENCE)
    ]


def test_the_latest_decision_is_in_force():
    late = {"message": "m1", "kind": "not_mine", "decided_at": "2024-03-06T00:00:00+08:00"}
    early = {"message": "m1", "kind": "about_loan", "loan": "x1", "decided_at": "2024-03-05T00:00:00+08:00"}
    (decision,) = archive_to_ledger(parsed(LEDGER | {"decisions": [late, early]})).decisions
    assert decision.kind is DecisionKind.NOT_MINE


@pytest.mark.parametrize("money", ["0.01", "0.1", "10.00", "9999999999.99"])
def test_money_is_taken_as_written(money):
    assert parsed(changed("loans.0.principal", money)).loans[0].terms.principal == Decimal(money)


@pytest.mark.parametrize(
    "money",
    [
        "0",
        "0.00",
        "10000000000.00",
        "-5",
        "1,23.4",
        "１２３",
        "1.234",
        "1e3",
        "NaN",
        "Infinity",
        "",
        " 5",
        "5元",
        ".5",
        5,
        5.0,
        True,
        [],
        "9" * 14,
    ],
)
def test_money_that_is_not_exactly_money_is_refused(money):
    assert problems(changed("loans.0.principal", money)) == [("loans[0].principal", ProblemCode.MONEY)]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("loans.0.drawn_on", "2023-02-30", ProblemCode.DAY),
        ("loans.0.drawn_on", "20230105", ProblemCode.DAY),
        ("loans.0.drawn_on", "9999-12-31", ProblemCode.OUT_OF_RANGE),
        ("loans.0.annual_rate", "18%", ProblemCode.RATE),
        ("loans.0.term_months", "12", ProblemCode.NUMBER),
        ("loans.0.term_months", True, ProblemCode.NUMBER),
        ("loans.0.term_months", 0, ProblemCode.OUT_OF_RANGE),
        ("loans.0.repayment_method", "balloon", ProblemCode.CHOICE),
        ("loans.0.currency", "cny", ProblemCode.CURRENCY),
        ("loans.0.region", "China", ProblemCode.REGION),
        ("loans.0.product", "a\x00", ProblemCode.CHARACTERS),
        ("loans.0.product", "\ud800", ProblemCode.CHARACTERS),
        ("loans.0.product", 5, ProblemCode.TEXT),
        ("loans.0.id", " ", ProblemCode.MISSING),
        ("loans.0.lender", "l9", ProblemCode.UNKNOWN_REFERENCE),
        ("loans.0.repayments", {}, ProblemCode.NOT_A_LIST),
        ("loans.0.repayments.0", "r1", ProblemCode.NOT_AN_OBJECT),
        ("loans.0.settlement.settled_at", "2024-01-10T15:20:00", ProblemCode.TIME_WITHOUT_OFFSET),
        ("loans.0.settlement.settled_at", "2024-01-10", ProblemCode.TIME_WITHOUT_OFFSET),
        ("loans.0.settlement.settled_at", "gestern", ProblemCode.TIME),
        ("loans.0.settlement.settled_at", None, ProblemCode.MISSING),
        ("loans.0.settlement.basis", "magic", ProblemCode.CHOICE),
        ("loans.0.proofs.0.sha256", "ABC", ProblemCode.SHA256),
        ("messages.0.channel", "fax", ProblemCode.CHOICE),
        ("messages.0.recipient", "boss", ProblemCode.CHOICE),
        ("decisions.0.message", "m9", ProblemCode.UNKNOWN_REFERENCE),
        ("decisions.0.loan", "x9", ProblemCode.UNKNOWN_REFERENCE),
        ("decisions.0.loan", None, ProblemCode.MISSING),
        ("lenders.0.is_kept", "yes", ProblemCode.TRUTH),
        ("profile.time_zone", "../etc", ProblemCode.TIME_ZONE),
        ("profile.time_zone", "Mars/Olympus", ProblemCode.TIME_ZONE),
    ],
)
def test_a_wrong_value_is_named_with_its_place(path, value, code):
    named = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(".")).lstrip(".")
    assert problems(changed(path, value))[0] == (named, code)


def test_all_problems_come_together():
    ledger = changed("loans.0.principal", "-5") | {"lenders": []}
    assert problems(ledger) == [
        ("loans[0].principal", ProblemCode.MONEY),
        ("loans[0].lender", ProblemCode.UNKNOWN_REFERENCE),
    ]


def test_an_id_stands_for_one_thing():
    ledger = LEDGER | {"messages": LEDGER["messages"] * 2}
    assert problems(ledger) == [("messages[1].id", ProblemCode.DUPLICATE_ID)]


def test_ids_that_two_loans_share_are_told_apart():
    other = LEDGER["loans"][0] | {"id": "x2"}
    first, second = parsed(LEDGER | {"loans": [*LEDGER["loans"], other]}).loans
    assert [first.repayments[0].id, second.repayments[0].id] == ["x1/r1", "x2/r1"]
    assert [first.proofs[0].facts.id, second.proofs[0].facts.id] == ["x1/p1", "x2/p1"]


def test_the_same_id_twice_in_one_loan_is_a_problem():
    twice = changed("loans.0.repayments", LEDGER["loans"][0]["repayments"] * 2)
    assert problems(twice) == [("loans[0].repayments[1].id", ProblemCode.DUPLICATE_ID)]


def test_what_a_later_version_adds_is_left_aside_with_a_warning():
    archive = parsed(changed("loans.0.colour", "red") | {"pets": []})
    assert [(warning.path, warning.code) for warning in archive.warnings] == [
        ("loans[0].colour", ProblemCode.UNKNOWN_KEY),
        ("pets", ProblemCode.UNKNOWN_KEY),
    ]


def test_an_unknown_kind_of_proof_is_the_weakest_kind():
    archive = parsed(changed("loans.0.proofs.0.kind", "hologram"))
    assert archive.loans[0].proofs[0].facts.kind is ProofKind.OTHER
    assert [(warning.path, warning.value) for warning in archive.warnings] == [("loans[0].proofs[0].kind", "hologram")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ProblemCode.JSON),
        (b"{", ProblemCode.JSON),
        (b"\xff\xfe{}", ProblemCode.JSON),
        (b"[" * 100_000, ProblemCode.JSON),
        (b'{"format": "jieqing-archive", "format": "x"}', ProblemCode.DUPLICATE_KEY),
        (b"[]", ProblemCode.NOT_AN_ARCHIVE),
        (b'{"format": "other"}', ProblemCode.NOT_AN_ARCHIVE),
        (b'{"format": "jieqing-archive", "version": 2}', ProblemCode.VERSION),
        (b'{"format": "jieqing-archive", "version": true}', ProblemCode.VERSION),
        (b"PK\x03\x04 broken", ProblemCode.ZIP),
        (zipped(ledger=None), ProblemCode.JSON),
        (zipped(("readme", "x"), ledger=None), ProblemCode.MISSING),
    ],
)
def test_what_is_no_archive_is_refused(content, code):
    with pytest.raises(ArchiveProblem) as refused:
        parse_archive(content)
    assert refused.value.problems[0].code is code


def test_a_byte_order_mark_does_no_harm():
    assert parse_archive(b"\xef\xbb\xbf" + json.dumps(SMALLEST).encode()).loans == ()


def test_a_file_is_read_when_asked_for(tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(with_file())
    file = parse_archive(path).files[SHA256]
    assert (file.size, file.read()) == (len(FILE), FILE)


def test_a_file_that_is_another_one_is_refused():
    file = parse_archive(with_file(b"forged")).files[SHA256]
    with pytest.raises(ArchiveProblem) as refused:
        file.read()
    assert refused.value.problems[0].code is ProblemCode.FILE_CHANGED


def test_an_absent_file_is_a_problem_in_a_zip_and_a_warning_beside_a_bare_ledger():
    ledger = changed("loans.0.proofs.0.sha256", SHA256)
    assert [warning.code for warning in parsed(ledger).warnings] == [ProblemCode.FILE_ABSENT]
    with pytest.raises(ArchiveProblem) as refused:
        parse_archive(zipped(ledger=ledger))
    assert refused.value.problems[0].code is ProblemCode.FILE_ABSENT


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "files/../../evil", "C:evil", "files\\..\\evil"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name):
    with pytest.raises(ArchiveProblem) as refused:
        parse_archive(zipped((name, "x")))
    assert refused.value.problems[0].code is ProblemCode.ENTRY_NAME


def test_other_entries_are_left_aside_with_a_warning():
    archive = parse_archive(zipped(("readme.txt", "x"), ("files/", "")))
    assert [(warning.path, warning.code) for warning in archive.warnings] == [("readme.txt", ProblemCode.ENTRY_UNKNOWN)]


def test_more_than_an_archive_may_hold_is_refused(monkeypatch):
    content = zipped()
    monkeypatch.setattr(archive_files, "MAX_LEDGER_BYTES", 1000)
    with pytest.raises(ArchiveProblem) as refused:
        parse_archive(content)
    assert refused.value.problems[0].code is ProblemCode.TOO_LARGE


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archive_files, "MAX_FILE_BYTES", 1000)
    with pytest.raises(ArchiveProblem) as refused:
        parse_archive(with_file(b"0" * 1001))
    assert refused.value.problems[0].code is ProblemCode.TOO_LARGE


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["5.00", "l1", "x1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "lender", "principal"]), inner),
)


@given(st.dictionaries(st.sampled_from([*LEDGER]), JSON))
def test_any_json_is_an_archive_or_a_list_of_problems(part):
    with suppress(ArchiveProblem):
        archive_to_ledger(parsed(LEDGER | part))


@given(st.binary(max_size=200) | st.binary(max_size=200).map(b"PK\x03\x04".__add__))
def test_any_bytes_are_an_archive_or_a_list_of_problems(content):
    with suppress(ArchiveProblem):
        parse_archive(content)
