import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from debts.actions import Route, WriteContext, undo_import
from debts.models import EvidenceEntry, ImportBatch, Message, Repayment, User, Verdict
from tests.actions.ledger_text import LEDGER
from tests.conftest import NOW
from tests.intake.bills.files import alipay, locked, zipped

# The ledger's loan is one bullet of 6,360.00 due on 31 July, paid the day before: these belong to a second one.
LOAN = {
    "id": "x2",
    "lender": "l1",
    "product": "尊享贷",
    "currency": "CNY",
    "principal": "10000.00",
    "drawn_on": "2025-01-05",
    "annual_rate": "0.18",
    "repayment_method": "equal_instalment",
    "term_months": 12,
    "first_due_on": "2025-02-05",
}
NAME = "杭银消费金融股份有限公司"


def line(day, amount, name=NAME, *, status="交易成功", text="尊享贷还款"):
    return f"{day} 09:30:00,商业服务,{name},/,{text},支出,{amount},工商银行储蓄卡(1230),{status},{day}-0001\t,\t,,"


BILL = alipay(
    line("2025-02-05", "916.80"),
    line("2025-03-05", "916.80"),
    line("2025-03-05", "916.80"),
    line("2025-04-05", "916.80", status="还款失败"),
    line("2025-04-06", "15.50", "某店", text="午饭"),
    line("2025-04-07", "300.00", "马上消费金融股份有限公司"),
    line("2025-13-07", "916.80"),
    line("2025-07-30", "6360.00", text="轻享贷还款"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(tmp_path):
    owner = User.objects.create_user("changqing")
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(LEDGER | {"loans": [*LEDGER["loans"], LOAN]}), "utf-8")
    call_command("load_archive", path, user="changqing", stdout=io.StringIO())
    return owner


@pytest.fixture
def bill(tmp_path):
    path = tmp_path / "支付宝交易明细.csv"
    path.write_bytes(BILL.encode("gb18030"))
    return path


def run(path, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_bill", path, user="changqing", stdout=out, stderr=err, json=True, **options)
    return json.loads(out.getvalue()) | {"stderr": err.getvalue()}


def test_a_bill_is_counted_row_by_row(owner, bill):
    counts = run(bill)
    batch = ImportBatch.objects.get(source=bill.name).ref
    assert counts == {
        "read": 8,
        "loan_related": 6,
        "new": 2,
        "duplicates": 2,
        "skipped": 2,
        "unreadable": 1,
        "unmatched": 1,
        "batch": batch,
        "stderr": "unreadable: line 13: when: day (2025-13-07 09:30:00)\n",
    }


def test_what_is_recorded_says_where_it_came_from(owner, bill):
    run(bill)
    first, second = Repayment.objects.filter(loan__ref="x2").order_by("paid_at")
    assert (first.amount, first.method, first.reference) == (Decimal("916.80"), "alipay", "2025-02-05-0001")
    assert first.batch == second.batch
    assert first.paid_at.isoformat() == "2025-02-05T01:30:00+00:00"


def test_importing_twice_changes_nothing(owner, bill):
    run(bill)
    before = (Repayment.objects.count(), ImportBatch.objects.count(), EvidenceEntry.objects.count())
    again = run(bill)
    assert (again["new"], again["duplicates"], again["batch"]) == (0, 4, None)
    assert (Repayment.objects.count(), ImportBatch.objects.count(), EvidenceEntry.objects.count()) == before


def test_a_batch_that_was_undone_can_be_imported_again(owner, bill):
    run(bill)
    undo_import(WriteContext(owner, Route.WEB, NOW), ImportBatch.objects.get(source=bill.name))
    assert run(bill)["new"] == 2


def test_a_dry_run_lists_the_proposals_and_writes_nothing(owner, bill):
    lines = EvidenceEntry.objects.count()
    found = run(bill, dry_run=True)
    assert (found["new"], found["batch"], EvidenceEntry.objects.count()) == (2, None, lines)
    first = found["proposals"][0]
    assert (first["place"], first["amount"], first["kind"], first["state"]) == ("line 7", "916.80", "repayment", "new")
    assert (first["loan"], first["instalments"]) == ("x2", [1])
    assert "bill_product" in first["reasons"]


def test_without_json_the_counts_stand_line_by_line(owner, bill):
    out = io.StringIO()
    call_command("import_bill", bill, user="changqing", dry_run=True, stdout=out, stderr=io.StringIO())
    assert "loan_related: 6" in out.getvalue().splitlines()
    assert "line 7" in out.getvalue().splitlines()[0]


def test_verdicts_follow_what_was_imported(owner, tmp_path):
    text = "【杭银消金】您的尊享贷已逾期，欠款916.80元，请立即还款。"
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps({"text": text, "received_at": "2025-02-20T10:00:00+08:00"}), "utf-8")
    call_command("import_messages", path, user="changqing", stdout=io.StringIO())
    message = Message.objects.get(text=text)
    assert Verdict.objects.get(message=message).code == "consistent"
    bill = tmp_path / "b.csv"
    bill.write_text(alipay(line("2025-02-05", "916.80")), "utf-8")
    run(bill)
    assert Verdict.objects.get(message=message).code == "not_overdue"


def test_an_archive_with_imported_repayments_loads_onto_itself(owner, bill, tmp_path):
    run(bill)
    call_command("dump_archive", tmp_path / "d.json", user="changqing", stdout=io.StringIO())
    count = Repayment.objects.count()
    call_command("load_archive", tmp_path / "d.json", user="changqing", stdout=io.StringIO())
    assert Repayment.objects.count() == count


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (locked(zipped(b_csv=BILL)), "password"),
        (b"%PDF-1.7", "PDF"),
        (BILL.replace("金额", "数目").replace("收/支", "去向").encode(), "header"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(owner, tmp_path, data, hint):
    path = tmp_path / "bill"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=hint):
        run(path)


def test_a_file_that_is_not_there_is_named(owner, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "none.csv")
