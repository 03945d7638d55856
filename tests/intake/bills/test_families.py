from datetime import date, datetime
from decimal import Decimal

import pytest

from debts.intake.bills import CHINA, Direction, Family, Outcome, PassedOver
from tests.intake.bills.files import alipay, read, rows, wechat, xls, xlsx

ALIPAY_REPAYMENT = (
    "2025-03-09 08:00:12 ,信用借还 ,花呗 ,/ ,花呗主动还款-2025年03月账单 ,不计收支 ,1,020.33 ,工商银行储蓄卡(1230) ,"
    "还款成功 ,2025030929020999\t,\t, ,"
)


def test_alipay_keeps_what_counts_neither_way():
    (row,) = rows(alipay(ALIPAY_REPAYMENT.replace("1,020.33", '"1,020.33"')).encode("gb18030"))
    assert row.at == datetime(2025, 3, 9, 8, 0, 12, tzinfo=CHINA)
    assert (row.amount, row.direction, row.outcome) == (Decimal("1020.33"), Direction.NEUTRAL, Outcome.DONE)
    assert (row.counterparty, row.description) == ("花呗", "花呗主动还款-2025年03月账单")
    assert (row.card_tail, row.order_number) == ("1230", "2025030929020999")
    assert row.statement.family is Family.ALIPAY_APP


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_encoding_is_found_by_what_stands_in_the_file(encoding, line_end):
    line = "2025-03-09 08:00:12,信用借还,花呗,/,花呗自动还款,不计收支,20.00,余额宝,还款成功,1\t,\t,,"
    (row,) = rows(alipay(line).replace("\n", line_end).encode(encoding))
    assert row.description == "花呗自动还款"


def test_alipay_columns_may_stand_in_any_order():
    text = (
        "支付宝交易记录\n收/支,交易对方,对方账号,商品说明,收/付款方式,金额,交易状态,交易分类,交易订单号,"
        "商家订单号,交易时间,\n"
        "其他,花呗,/,花呗主动还款,余额,12.00,还款成功,信用借还,2021,,2021-08-09 10:00:00,\n"
        "------------------------------\n导出信息：\n姓名：长青\n"
    )
    row, *aside = read(text)
    assert (row.day, row.direction, row.category) == (date(2021, 8, 9), Direction.NEUTRAL, "信用借还")
    assert all(isinstance(item, PassedOver) for item in aside)


def test_the_web_export_of_alipay_tells_the_way_by_the_state_of_the_money():
    text = (
        "支付宝交易记录明细查询\n账号:[a@b.c]\n---交易记录明细列表---\n"
        "交易号 ,商家订单号 ,交易创建时间 ,付款时间 ,最近修改时间 ,交易来源地 ,类型 ,交易对方 ,商品名称 ,"
        "金额（元） ,收/支 ,"
        "交易状态 ,服务费（元） ,成功退款（元） ,备注 ,资金状态 ,\n"
        "1\t,S1\t,2019-09-30 13:11:25 ,2019-09-30 13:12:00 ,2019-09-30 13:12:00 ,支付宝网站 ,即时到账交易 ,蚂蚁借呗 ,"
        "蚂蚁借呗还款 ,300.00 , ,还款成功 ,0.00 ,50.00 , ,已支出 ,\n"
        "---\n共1笔记录\n已支出:1笔,300元\n"
    )
    (row,) = rows(text)
    assert row.at == datetime(2019, 9, 30, 13, 12, tzinfo=CHINA)
    assert (row.direction, row.outcome, row.refunded) == (Direction.OUT, Outcome.REFUNDED, Decimal("50.00"))


def test_wechat_writes_a_sign_of_the_yuan_and_a_slash_for_nothing():
    (row,) = rows(wechat('2024-05-01 10:00:00,信用卡还款,建设银行信用卡还款,"/",/,¥548.58,零钱,支付成功,42\t,10\t,"/"'))
    assert (row.amount, row.direction, row.description) == (Decimal("548.58"), Direction.NEUTRAL, "")
    assert row.statement.family is Family.WECHAT


def test_wechat_as_a_workbook_has_the_same_lines_and_bare_numbers():
    head = [
        "交易时间",
        "交易类型",
        "交易对方",
        "商品",
        "收/支",
        "金额(元)",
        "支付方式",
        "当前状态",
        "交易单号",
        "商户单号",
        "备注",
    ]
    line = ["2025-11-02 09:00:00", "分付还款", "分付", "/", "/", 337.1, "零钱", "支付成功", "4180", "/", "/"]
    (row,) = rows(xlsx([["微信支付账单明细"], [], head, line]))
    assert (row.amount, row.category) == (Decimal("337.10"), "分付还款")
    assert str(row.place) == "表1, row 4"


def test_jd_writes_what_came_back_behind_the_sum():
    text = (
        "\ufeff导出信息：\n京东账号名：changqing\n\n"
        "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注\n"
        "2024-12-01 01:23:45\t,京东金融\t,白条主动还款,131.77(已退款89.84),工商银行(1230),交易成功,不计收支,"
        "白条,7788\t,\t,\n"
    )
    (row,) = rows(text)
    assert row.statement.family is Family.JD
    assert (row.amount, row.refunded, row.direction) == (Decimal("131.77"), Decimal("89.84"), Direction.NEUTRAL)


def test_meituan_counts_what_was_paid_when_it_was_paid():
    text = (
        "美团交易账单\n【美团交易账单明细列表】\n"
        "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,商家单号,备注\n"
        '"2025-03-02 11:25:22","2025-03-02 11:26:00","还款","【美团月付】主动还款2025年3月账单","支出",'
        '"工商银行储蓄卡(0726)",'
        '"¥301.90","¥301.88","20250302","M1",""\n'
    )
    (row,) = rows(text)
    assert (row.statement.family, row.amount, row.direction) == (Family.MEITUAN, Decimal("301.88"), Direction.OUT)
    assert row.at == datetime(2025, 3, 2, 11, 26, tzinfo=CHINA)


BANKS = {
    "招商银行": (
        "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n"
        '2025-03-05,CNY,-916.80,"1,000.00",代扣,招联消费金融,还款\n'
    ),
    "工商银行": (
        '明细查询文件下载\n卡号: 6222****1230,"卡别名: 我的卡"\n\n交易日期,摘要,交易场所,交易国家或地区简称,'
        '钞/汇,交易金额(收入),'
        '交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n2025-03-05   \t,'
        '"代扣  \t",,CHN,钞,'
        '"-  \t","-  \t",-,"  \t","916.80  \t",人民币,"1.00 \t","招联消费金融  \t",\n \n人民币合计,,,,,,,,'
        '"0.00","916.80",\n'
    ),
    "建设银行": (
        "中国建设银行 China Construction Bank\n账　　号：,6217****1230\n"
        "记账日,交易日期,交易时间,支出,收入,账户余额,币种,摘要,对方账号,对方户名,交易地点\n"
        "20250306,20250305,08:06:45,916.80,,100,人民币,代扣,6222,招联消费金融,"
        "\n以上数据仅供参考，具体内容请以柜台为准。\n"
    ),
    "农业银行": (
        "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言\n"
        '20250305,93001,代扣,-916.80,"1,234.56",招联消费金融,123456789,电子,--\n'
    ),
    "中国银行": (
        "中国银行交易流水明细单\n记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,"
        "对方卡号/账号,对方开户行,"
        '借记卡号\n2025-03-05,09:30:01,人民币,-916.80,"3,240.28",代扣,银企对接,-----,-----,招联消费金融,6226,'
        '-----,1230\n'
    ),
    "交通银行": (
        '交通银行 Bank of Communications 交易流水\n"Serial Num\n序号","Trans Date\n交易日期","Trans Time\n交易时间",'
        '"Trading Type\n交易类型","Dc Flg\n借贷","Trans Amt\n交易金额","Balance\n余额",'
        '"Payment Receipt\nAccount\n对方账号",'
        '"Payment Receipt\nAccount Name\n对方户名","Trading Place\n交易地点","Abstract\n摘要"\n'
        "1,2025-03-05,09:30:01,代扣,借 Dr,916.80,100.00,6222,招联消费金融,,\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", BANKS)
def test_an_account_of_each_bank_is_read(bank):
    (row,) = rows(BANKS[bank])
    assert (row.day, row.amount, row.direction) == (date(2025, 3, 5), Decimal("916.80"), Direction.OUT)
    assert (row.counterparty, row.currency) == ("招联消费金融", "CNY")
    assert (row.statement.family, row.statement.bank) == (Family.BANK_ACCOUNT, bank)


def test_an_old_workbook_of_a_bank_is_read():
    sheet = [
        ["浦发银行借记卡交易明细"],
        ["交易流水号", "交易日期", "交易摘要", "存入金额", "支取金额", "余额", "对方户名", "对方账号", "附言"],
        ["9001", "2025/03/05 10:00:00", "代扣", "", 916.8, 100.0, "招联消费金融", "622", ""],
        ["9002", "2025/03/06 10:00:00", "工资", 5000.0, "", 5100.0, "某公司", "623", ""],
        ["合计", "", "", 5000.0, 916.8],
    ]
    out, paid_in = rows(xls(sheet))
    assert (out.amount, out.direction, out.statement.bank) == (Decimal("916.80"), Direction.OUT, "浦发银行")
    assert (paid_in.amount, paid_in.direction) == (Decimal("5000.00"), Direction.IN)


def test_what_is_paid_back_to_a_card_stands_with_a_minus():
    sheet = [
        ["本期账单明细(人民币)"],
        ["交易日期", "入账日期", "交易描述", "卡末四位", "交易币种", "结算币种", "交易金额", "结算金额"],
        ["2025-01-05", "2025-01-06", "支付宝还款", "1230", "CNY", "CNY", "-1,000.00", "-1,000.00"],
        ["2025-01-07", "2025-01-07", "超市", "1230", "USD", "CNY", 2.0, 14.5],
    ]
    back, bought = rows(xls(sheet))
    assert (back.direction, back.amount, back.card_tail) == (Direction.IN, Decimal("1000.00"), "1230")
    assert (bought.direction, bought.amount, bought.currency) == (Direction.OUT, Decimal("14.50"), "CNY")
    assert (back.statement.family, back.statement.bank) == (Family.BANK_CARD, "中信银行")


def test_a_card_that_writes_no_sign_is_read_by_its_words():
    text = (
        "交通银行信用卡账单\n交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额\n"
        "2025-01-10,2025-01-11,消费 超市,CNY 12.34,CNY 12.34\n2025-01-12,2025-01-12,信用卡还款 支付宝,"
        "CNY 500.00,CNY 500.00\n"
    )
    bought, back = rows(text)
    assert (bought.direction, back.direction, back.amount) == (Direction.OUT, Direction.IN, Decimal("500.00"))


def test_a_statement_without_years_takes_them_from_its_title():
    text = (
        "招商银行信用卡对账单（个人消费卡账户 2025年01月）\n交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n"
        ",12/29,掌上生活还款,-345.67,1230,-345.67\n01/02,01/03,电影票,56.78,1230,56.78(CN)\n"
    )
    back, bought = rows(text)
    assert (back.day, bought.day) == (date(2024, 12, 29), date(2025, 1, 2))
    assert (back.direction, bought.direction) == (Direction.IN, Direction.OUT)


def test_a_page_under_the_name_of_a_workbook_is_read():
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><table>'
        "<tr><td>交易日期</td><td>摘要</td><td>借方发生额</td><td>贷方发生额</td><td>余额</td><td>对方户名</td></tr>"
        "<tr><td>2025-03-05</td><td>贷款<br>还款</td><td>500.00</td><td>&nbsp;</td><td>1</td><td>某行</td></tr></table>"
    )
    (row,) = rows(page.encode("gb18030"))
    assert (row.direction, row.description, row.amount) == (Direction.OUT, "贷款 还款", Decimal("500.00"))


def test_every_sheet_and_every_table_of_a_sheet_is_read():
    head = ["交易日期", "摘要", "支出金额", "收入金额", "余额"]
    line = ["2025-03-05", "贷款还款", 500, "", 1]
    assert len(rows(xlsx([head, line, ["美元账户"], [*head, "币种"], [*line, "美元"]], [head, line]))) == 3


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("日期,金额,说明", "2025-03-05,-5.00,还款"),
        ("交易日,出账金额,入账金额,摘要", "2025-03-05,5.00,,还款"),
        ("交易日期,借贷标志,发生额,余额,摘要", "2025-03-05,借,5.00,1.00,还款"),
        ("交易日期,交易收入,交易支出,余额,摘要", "2025-03-05,,5.00,1.00,还款"),
        ("交易日期,收入/支出,金额,余额,摘要", "2025-03-05,支出,5.00,1.00,还款"),
        ("交易日期,收入/支出金额,余额,摘要", "2025-03-05,-5.00,1.00,还款"),
        ("交易日期,取款,存款,余额,摘要", "2025-03-05,5.00,0.00,1.00,还款"),
        ("交易时间,收支类型,交易金额,账户余额,摘要", "2025-03-05 10:00:00,支出,5.00,1.00,还款"),
    ],
)
def test_money_that_left_is_known_in_every_form(head, line):
    (row,) = rows(f"{head}\n{line}\n")
    assert (row.amount, row.direction, row.description) == (Decimal("5.00"), Direction.OUT, "还款")


def test_a_header_may_have_two_rows():
    upper = ["交易流水号", "交易日期", "交易摘要", "交易金额", "", "余额", "对方户名"]
    lower = ["", "", "", "存入", "支取"]
    line = ["9001", "2025/03/05 10:00:00", "代扣", "", 916.8, 100, "招联消费金融"]
    (row,) = rows(xls([["交易明细"], upper, lower, line]))
    assert (row.direction, row.amount, row.counterparty) == (Direction.OUT, Decimal("916.80"), "招联消费金融")


def test_a_header_that_is_printed_on_every_page_is_no_row():
    head, line = "交易日期,摘要,交易金额,余额", "2025-03-05,代扣,-5.00,1.00"
    assert len(rows(f"{head}\n{line}\n第1页/共2页\n{head}\n{line}")) == 2


def test_of_payer_and_payee_the_other_one_counts():
    text = (
        "交易日期[ Transaction Date ],付款人名称[ Payer's Name ],收款人名称[ Payee's Name ],交易金额[ Trade Amount ],"
        "交易后余额[ After-transaction balance ],摘要[ Reference ]\n"
        "20250305,长青,招联消费金融,-916.80,1.00,代扣\n20250306,某公司,长青,800.00,2.00,工资\n"
    )
    assert [row.counterparty for row in rows(text)] == ["招联消费金融", "某公司"]
