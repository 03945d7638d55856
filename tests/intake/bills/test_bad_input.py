import io
import random
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debts.intake.bills import (
    BillProblem,
    BillRow,
    ColumnMapping,
    PassedOver,
    Role,
    UnreadableRow,
    guess_mapping,
    read_bill,
    unlock,
)
from tests.intake.bills.files import (
    FLAGS_LOCKED,
    FLAGS_STRONG,
    METHOD_AES,
    METHOD_STORED,
    alipay,
    behind,
    behind_aes,
    compound,
    locked,
    read,
    rows,
    unreadable,
    wechat,
    xls,
    xlsx,
    zipped,
)

PAID = "2024-05-01 10:00:00,转账,某人,房租,支出,¥5.00,零钱,已转账,1,2,/"
GOOD = "2025-03-09 08:00:12,信用借还,花呗,/,花呗主动还款,不计收支,20.00,余额,还款成功,11\t,\t,,"
BANK = "交易日期,摘要,支出金额,收入金额,余额,对方户名"
SHEET = [BANK.split(","), ["2025-03-05", "代扣", 916.8, "", 1, "招联消费金融"]]


def problem(data):
    with pytest.raises(BillProblem) as found:
        read(data)
    return str(found.value.code)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (GOOD.replace("2025-03-09", "2025-02-30"), "line 8: when: day (2025-02-30 08:00:12)"),
        (GOOD.replace("2025-03-09 08:00:12", ""), "line 8: when: missing"),
        (GOOD.replace("08:00:12", "28:00:12"), "line 8: when: clock (2025-03-09 28:00:12)"),
        (GOOD.replace("20.00", "20.005"), "line 8: amount: amount_decimals (20.005)"),
        (GOOD.replace("20.00", "二十"), "line 8: amount: amount (二十)"),
        (GOOD.replace("20.00", "/"), "line 8: amount: missing"),
    ],
)
def test_a_bad_row_is_named_with_row_and_field_and_the_good_ones_are_read(line, named):
    items = read(alipay(GOOD, line, GOOD))
    assert [str(item) for item in items if isinstance(item, UnreadableRow)] == [named]
    assert sum(isinstance(item, BillRow) for item in items) == 2


def test_sums_on_both_sides_are_not_guessed_at():
    (bad,) = unreadable(f"{BANK}\n2025-03-05,转账,5.00,6.00,1.00,某人\n")
    assert str(bad) == "line 2: amount_out: two_amounts"


def test_an_unreadable_row_keeps_its_cells():
    (bad,) = unreadable(f"{BANK}\n2025-03-05,代扣,五元,,1.00,招联消费金融\n")
    assert bad.cells == ("2025-03-05", "代扣", "五元", "", "1.00", "招联消费金融")


def test_a_file_cut_inside_a_character_names_its_last_row():
    whole = alipay(GOOD, GOOD.replace("花呗主动还款", "蚂蚁借呗还款")).encode("gb18030")
    cut = whole[: whole.rindex("还款".encode("gb18030"), 0, whole.rindex("不计".encode("gb18030"))) + 3]
    assert [row.description for row in rows(cut)] == ["花呗主动还款"]
    (bad,) = unreadable(cut)
    assert (bad.place.line, bad.field) == (8, Role.DESCRIPTION)
    assert str(bad.code) in ("characters", "cut")


def test_a_file_cut_inside_a_sum_is_not_read_as_a_smaller_sum():
    whole = f"{BANK}\n2025-03-04,代扣,5.00,,1.00,某行\n2025-03-05,代扣,1234.56"
    assert len(rows(whole)) == 1
    assert str(unreadable(whole)[0]) == "line 3: amount_out: cut"


def test_a_damaged_byte_in_a_column_that_matters_is_named():
    data = wechat("2024-05-01 10:00:00,转账,某人,房租,支出,¥5.00,零钱,已转账,1,2,/").encode()
    (bad,) = unreadable(data.replace("某人".encode(), b"\xff\xfe"))
    assert (bad.place.line, bad.field, str(bad.code)) == (5, Role.COUNTERPARTY, "characters")


def test_a_damaged_byte_elsewhere_costs_nothing():
    data = wechat("2024-05-01 10:00:00,转账,某人,房租,支出,¥5.00,零钱,已转账,1,备,/").encode()
    (row,) = rows(data.replace("备".encode(), b"\xff"))
    assert row.counterparty == "某人"


def test_a_missing_header_is_said():
    assert problem("\n".join(["2025-03-05,代扣,5.00"] * 3)) == "no_header"


def test_a_locked_zip_is_said():
    assert problem(locked(zipped(bill_csv=alipay(GOOD)))) == "encrypted_zip"


def unlocked(data, password):
    target = io.BytesIO()
    return unlock(io.BytesIO(data), password, target), target.getvalue()


@pytest.mark.parametrize("password", ["386201", "支付宝"])
def test_a_zip_is_opened_with_its_password(password):
    data = behind(password, alipay(GOOD).encode("gb18030"), name="folder/bill.csv")
    assert unlocked(data, password) == ("bill.csv", alipay(GOOD).encode("gb18030"))


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_a_zip_in_the_newer_encryption_is_opened_with_its_password(bits):
    data = behind_aes("386201", wechat(PAID).encode(), "微信支付账单.csv", bits)
    assert unlocked(data, "386201") == ("微信支付账单.csv", wechat(PAID).encode())


@pytest.mark.parametrize("place", range(0, 200, 3))
def test_a_damaged_zip_in_the_newer_encryption_gives_no_half_bill(place):
    data = bytearray(behind_aes("386201", wechat(PAID).encode()))
    data[place % len(data)] ^= 0xFF
    with suppress(BillProblem):
        assert unlocked(bytes(data), "386201")[1] == wechat(PAID).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (behind_aes("386201", b"x" * 100), "not_unlocked"),
        (behind("386201", b"x" * 100), "not_unlocked"),
        (behind("000000", b"x" * 100)[:-9], "cut_zip"),
        (behind("000000", b"x" * 100).replace(METHOD_STORED, METHOD_AES), "locked_otherwise"),
        (behind("000000", b"x" * 100).replace(FLAGS_LOCKED, FLAGS_STRONG), "locked_otherwise"),
        (zipped(a_csv="1", b_csv="2"), "many_in_zip"),
    ],
)
def test_a_zip_that_cannot_be_opened_says_why(data, code):
    with pytest.raises(BillProblem) as found:
        unlocked(data, "000000")
    assert found.value.code == code


def test_a_zip_with_one_bill_is_opened():
    assert len(rows(zipped(bill_csv=alipay(GOOD).encode("gb18030")))) == 1
    assert len(rows(zipped(bill_xlsx=xlsx(SHEET)))) == 1


def test_an_entry_without_a_name_is_read_like_any_other():
    assert len(rows(zipped(name=alipay(GOOD)).replace(b"name", b"\x00ame"))) == 1


def test_a_bill_beside_a_notice_is_the_one_that_is_meant():
    assert len(rows(zipped(notice_pdf="%PDF-1.7", bill_CSV=alipay(GOOD)))) == 1


def test_a_zip_with_several_files_names_them():
    with pytest.raises(BillProblem, match=r"many_in_zip: a\.csv, b\.csv"):
        read(zipped(a_csv="1", b_csv="2"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02\x03\x04\x05", "not_a_table"),
        (b"PK\x05\x06" + bytes(18), "no_bill_in_zip"),
        (b"PK\x03\x04" + bytes(40), "cut_zip"),
        (zipped(bill_csv="x")[:-10], "cut_zip"),
        (zipped(inner_zip=zipped(bill_csv="x")), "no_bill_in_zip"),
        (xlsx(SHEET)[:-30], "cut_workbook"),
        (xlsx(SHEET)[:300], "cut_workbook"),
        (xls(SHEET)[:700], "broken_workbook"),
        (compound("EncryptedPackage", b"x"), "encrypted_workbook"),
        ("随便写的一段话，没有表格。", "no_header"),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_bill_says_why(data, code):
    assert problem(data) == code


def test_a_workbook_that_would_need_all_memory_ends_nothing_but_its_own_reading():
    assert problem(with_cell("XFD1048576", row=1_048_576)) == "broken_workbook"


def with_cell(place, row):
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["x"]]))) as old, zipfile.ZipFile(book, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            far = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
            new.writestr(name, text.replace("</sheetData>", far))
    return book.getvalue()


def test_a_quote_that_nobody_closes_swallows_no_row():
    text = wechat(
        '2024-05-01 10:00:00,商户消费,"双引号没有关,东西,支出,¥5.00,零钱,支付成功,1,2,/',
        "2024-05-02 10:00:00,商户消费,某店,东西,支出,¥6.00,零钱,支付成功,3,4,/",
    )
    assert [str(row.amount) for row in rows(text)] == ["5.00", "6.00"]


def test_a_line_without_end_is_named_and_left_out():
    items = read(alipay(GOOD, "x" * 200_000, GOOD))
    assert [type(item) for item in items] == [BillRow, UnreadableRow, BillRow]
    assert str(items[1]) == "line 8: line_too_long"


def test_formulas_and_signs_of_spreadsheets_are_taken_off():
    (row,) = rows(f'{BANK}\n2025-03-05,\'=HYPERLINK("x"),="5.00",,1.00,\'某行\n')
    assert (str(row.amount), row.counterparty) == ("5.00", "某行")


def test_a_number_that_a_spreadsheet_has_shortened_is_no_order_number():
    head = "交易时间,交易对方,收/支,金额,当前状态,支付方式,交易类型,交易单号"
    (row,) = rows(f"{head}\n2025-03-05 10:00:00,某行,支出,5.00,支付成功,零钱,还款,4.2E+27\n")
    assert row.order_number == ""


# --- properties -----------------------------------------------------------------------------------------------------


def taken(data, **options):
    """Everything that reading gives; a BillProblem is the one way to fail."""
    with suppress(BillProblem):
        return read(data, **options)
    return []


@given(st.binary(max_size=2000))
def test_no_bytes_raise(data):
    taken(data)
    with suppress(BillProblem):
        guess_mapping(io.BytesIO(data))


DAYS = ("2025-03-05", "20250305", "03/04/2025", "上午")
SUMS = ("5.00", "-5.00", "¥1,234.5", "5.005", "(5)", "1e5", "9" * 40)
WORDS = ("", "/", "-", "支出", "收入", "合计", "花呗还款", "\x00", '"', "'", "\ud800", "=1+1")
CELLS = st.sampled_from([*DAYS, *SUMS, *WORDS])


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from([",", "\t", ";"]))
def test_no_table_raises_and_every_row_of_money_is_sound(table, delimiter):
    head = delimiter.join(BANK.split(","))
    text = "\n".join([head, *(delimiter.join(line) for line in table)])
    for item in taken(text.encode("utf-8", "replace")):
        assert isinstance(item, BillRow | UnreadableRow | PassedOver)
        if isinstance(item, BillRow):
            assert item.amount >= 0
            assert item.amount == round(item.amount, 2)


@given(st.lists(st.tuples(st.integers(1, 99_999_999), st.booleans()), max_size=20))
def test_money_is_conserved(sums):
    lines = [f"2025-03-05,x,{n / 100 if out else ''},{'' if out else n / 100},1.00,y" for n, out in sums]
    found = rows("\n".join([BANK, *lines]))
    assert sum(row.amount for row in found) * 100 == sum(n for n, _ in sums)
    assert [str(row.direction) for row in found] == ["out" if out else "in" for _, out in sums]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from([xls(SHEET), xlsx(SHEET), zipped(bill_csv=alipay(GOOD))]))
def test_no_damage_to_a_workbook_or_zip_raises(seed, data):
    chance = random.Random(seed)  # noqa: S311 - no secret
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    taken(bytes(damaged[: chance.randint(1, len(damaged))] if chance.random() < 0.3 else damaged))


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(Role)), max_size=8), st.integers(0, 3))
def test_no_mapping_raises(roles, header):
    taken(f"{BANK}\n2025-03-05,代扣,5.00,,1.00,某行\n", mapping=ColumnMapping(tuple(roles), header))


def test_memory_does_not_grow_with_a_text():
    def peak(count):
        line = f"2025-03-05,{'代扣' * 1000},5.00,,1.00,某行\n"
        stream = io.BytesIO((BANK + "\n" + line * count).encode())
        tracemalloc.start()
        assert sum(isinstance(item, BillRow) for item in read_bill(stream)) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(2_500) < peak(500) * 1.5
