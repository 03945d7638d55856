"""Files that are handed in as bills: kept or refused, locked, of an unknown form, gone, or of somebody else."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from debts.actions import attach_proof
from debts.models import Attachment, Repayment
from debts.web.bills import reading
from tests.intake.bills.files import METHOD_AES, METHOD_STORED, behind, behind_aes, xlsx, zipped
from tests.web.bill_pages import BILL, UNKNOWN, hand_in, imported, kept, lines, loan, page
from tests.web.ledgers import write

__all__ = ["imported", "loan"]

pytestmark = pytest.mark.usefixtures("clock")


# --- handing in ------------------------------------------------------------------------------------------------------


def test_a_bill_is_kept_to_the_byte_and_leads_to_its_table(browser, loan):
    answer = hand_in(browser, BILL.encode("gb18030"))
    file = Attachment.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("bill", args=[file.pk])
    assert (file.original_name, file.size) == ("支付宝交易明细.csv", len(BILL.encode("gb18030")))
    assert [row.words.amount for row in lines(answer)] == ["¥1,060.00", "¥1,050.00", "¥120.50"]


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "空的"),
        (b" \n \n", "空的"),
        (b"%PDF-1.7 bill", "PDF文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "不是账单"),
        (xlsx([["x"]])[:-30], "不完整"),
        (zipped(bill_csv=BILL)[:-10], "不完整"),
        (zipped(a_csv="1", b_csv="2"), "多个文件"),
    ],
    ids=["empty", "blank", "pdf", "picture", "cut workbook", "cut zip", "two files"],
)
def test_what_can_be_no_bill_is_refused_with_what_to_do(browser, data, hint):
    answer = hand_in(browser, data)
    assert hint in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_beyond_the_limit_is_refused(browser, settings):
    settings.MAX_PROOF_MEGABYTES = 1
    assert "超过了 1 MB 的上限" in hand_in(browser, b"x," * 600_000).content.decode()


def test_a_bill_with_more_rows_than_can_be_waited_for_says_so(browser, owner, loan, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    assert "请分段导出" in page(browser, kept(owner)).content.decode()


# --- a locked ZIP ----------------------------------------------------------------------------------------------------

PASSWORD = "386201"


def unlock(client, file, password):
    return client.post(reverse("bill_unlock", args=[file.pk]), {"password": password}, follow=True)


@pytest.mark.parametrize("lock", [behind, behind_aes])
def test_a_locked_zip_asks_for_its_password_and_keeps_what_is_in_it(browser, owner, loan, lock):
    answer = hand_in(browser, lock(PASSWORD, BILL.encode("gb18030")), "账单.zip")
    assert "压缩包有密码" in answer.content.decode()
    answer = unlock(browser, Attachment.objects.get(), PASSWORD)
    assert len(lines(answer)) == 3
    assert Attachment.objects.get(pk=answer.context["kept"].pk).size == len(BILL.encode("gb18030"))
    assert PASSWORD not in answer.redirect_chain[-1][0] + answer.content.decode()


def test_a_wrong_password_is_said_and_nothing_is_kept(browser, owner):
    file = kept(owner, behind(PASSWORD, BILL.encode()))
    assert "密码不对" in unlock(browser, file, "000000").content.decode()
    assert Attachment.objects.count() == 1


def test_a_zip_that_is_locked_in_another_way_says_what_to_do(browser, owner):
    data = behind(PASSWORD, BILL.encode()).replace(METHOD_STORED, METHOD_AES)
    assert "加密方式这里打不开" in unlock(browser, kept(owner, data), PASSWORD).content.decode()


def test_what_is_no_bill_inside_a_locked_zip_is_refused(browser, owner):
    file = kept(owner, behind(PASSWORD, b"%PDF-1.7 bill"))
    assert "PDF文件" in unlock(browser, file, PASSWORD).content.decode()


# --- an unknown table ------------------------------------------------------------------------------------------------


def test_an_unknown_table_asks_for_its_columns_with_a_guess_and_a_preview(browser, owner, loan):
    answer = hand_in(browser, UNKNOWN)
    assert answer.redirect_chain[-1][0] == reverse("bill_columns", args=[Attachment.objects.get().pk])
    assert [(one.name, one.role) for one in answer.context["samples"]] == [
        ("入帐", "when"),
        ("事由", "description"),
        ("数目", "amount"),
    ]
    good, bad = answer.context["preview"]
    assert (good.when, good.sum, good.direction) == ("2024-02-05", "¥1,060.00", "付出")
    assert bad.problem == "第 4 行的“交易时间”：不是有效的日期（写的是“2024/2/40”）"


def test_the_columns_stand_in_the_address_and_the_table_follows_them(browser, owner, loan):
    file = kept(owner, UNKNOWN)
    query = {"header": "2", "c0": "when", "c1": "description", "c2": "amount", "sign": "account"}
    (row,) = lines(page(browser, file, **query))
    assert (row.is_ticked, row.words.amount) == (True, "¥1,060.00")
    address = f"{reverse('bill', args=[file.pk])}?{urlencode(query)}"
    browser.post(address, {"record": "ticked", "take": "3", "loan-3": loan.pk})
    assert Repayment.objects.get().amount == Decimal("1060.00")


def test_what_is_missing_among_the_columns_is_named(browser, owner, loan):
    file = kept(owner, UNKNOWN)
    answer = browser.get(reverse("bill", args=[file.pk]), {"header": "2", "c1": "description"}, follow=True)
    assert len(answer.context["missing"]) == 2
    assert answer.context["preview"] == []


# --- strangers, and files that are gone ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bill", "bill_columns", "bill_unlock"])
def test_the_bill_of_another_owner_does_not_exist(client_of, stranger, owner, name):
    address = reverse(name, args=[kept(owner).pk])
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address, {"record": "sure", "password": "x"}).status_code in {404, 405}


def test_the_import_of_another_owner_cannot_be_undone(client_of, stranger, imported):
    address = reverse("bill_import_undo", args=[imported.pk])
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address).status_code == 404
    assert Repayment.objects.filter(removed_at=None).count() == 2


def test_nobody_else_sees_an_import_or_a_file_in_a_list(client_of, stranger, imported):
    answer = client_of(stranger).get(reverse("bills"))
    assert (answer.context["imports"], answer.context["looked_at"]) == ([], [])


def test_a_file_that_is_gone_from_the_disk_is_a_404(browser, owner, settings, tmp_path):
    file = kept(owner)
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert page(browser, file).status_code == 404


def test_a_proof_is_not_listed_as_a_bill(browser, owner, loan):
    attach_proof(write(owner), loan, kind="receipt", attachment=kept(owner))
    assert browser.get(reverse("bills")).context["looked_at"] == []


def test_a_picture_that_was_kept_as_a_proof_is_no_bill_either(browser, owner):
    answer = page(browser, kept(owner, b"\x89PNG\r\n\x1a\n\x00"))
    assert "不是账单" in answer.content.decode()


ODD = [
    "header=99999&c0=when&c1=amount",
    "header=0&sheet=none&c0=when&c1=amount",
    "header=²&c0=when",
    "header=2&c0=when&c0=amount&c2=amount&sign=x&order=1&currency=XXX",
]


@pytest.mark.parametrize("query", ODD)
def test_nonsense_about_columns_is_no_error(browser, owner, loan, query):
    file = kept(owner, UNKNOWN)
    for name in ("bill", "bill_columns"):
        assert browser.get(f"{reverse(name, args=[file.pk])}?{query}", follow=True).status_code == 200
    form = {"record": "ticked", "take": ["3", "x\x00"], "loan-3": "１", "add": "３", "also": "9@\x00", "find": "\x00"}
    address = f"{reverse('bill', args=[file.pk])}?{query}"
    assert browser.post(address, form, follow=True).status_code == 200


def test_a_header_beyond_the_end_of_the_file_is_said(browser, owner):
    answer = browser.get(reverse("bill_columns", args=[kept(owner, UNKNOWN).pk]), {"header": "99", "c0": "when"})
    assert "文件里没有第 99 行，请核对表头在第几行。" in answer.context["missing"]
