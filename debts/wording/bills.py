"""The words for what is said about bills: files and rows that cannot be read, what a row is, and why it fits a loan."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BILL_PROBLEMS: Mapping[str, Promise] = {
    "empty": _("文件是空的。"),
    "too_large": _("文件太大，请分段导出后再导入。"),
    "encrypted_zip": _(
        "压缩包有密码。请用账单邮件、短信或应用里给的密码先解压，再导入里面的文件；密码不需要告诉我们。"
    ),
    "not_unlocked": _("密码不对，没能打开压缩包。请核对邮件、短信或应用里给的密码，注意大小写。"),
    "locked_otherwise": _("这个压缩包的加密方式这里打不开。请用解压软件输入密码解压，再选里面的文件。"),
    "broken_zip": _("压缩包已损坏，请重新下载或重新申请账单。"),
    "cut_zip": _("压缩包不完整，可能没有下载完，请重新下载。"),
    "no_bill_in_zip": _("压缩包里没有账单文件。"),
    "many_in_zip": _("压缩包里有多个文件，请解压后逐个导入。"),
    "encrypted_workbook": _("表格文件有密码。请打开后另存为没有密码的文件，再导入。"),
    "broken_workbook": _("表格文件已损坏，请重新下载，或用表格软件打开后另存为CSV再导入。"),
    "cut_workbook": _("表格文件不完整，可能没有下载完，请重新下载。"),
    "pdf": _("这是PDF文件，暂时读不了。请改为导出CSV或Excel格式的账单。"),
    "not_a_table": _("这个文件不是账单，请选择CSV、XLSX或XLS格式的账单。"),
    "no_header": _("没有找到表头，不知道哪一列是时间、哪一列是金额；请指明各列的含义。"),
}

BILL_ROW_PROBLEMS: Mapping[str, Promise] = {
    "missing": _("没有填写"),
    "day": _("不是有效的日期"),
    "day_order": _("看不出哪个是日、哪个是月"),
    "day_without_year": _("只有月和日，没有年份"),
    "clock": _("不是有效的时间"),
    "amount": _("不是有效的金额"),
    "amount_decimals": _("金额的小数超过两位"),
    "amount_too_large": _("金额过大"),
    "two_amounts": _("收入和支出两栏都有金额"),
    "characters": _("有无法识别的字符，文件可能已损坏或不完整"),
    "cut": _("这一行不完整，文件可能没有下载完"),
    "line_too_long": _("这一行过长"),
    "rest_unreadable": _("从这里起读不了，文件可能已损坏"),
}

BILL_COLUMNS: Mapping[str, Promise] = {
    "when": _("交易时间"),
    "clock": _("时刻"),
    "amount": _("金额"),
    "amount_in": _("收入金额"),
    "amount_out": _("支出金额"),
    "direction": _("收支方向"),
    "funds": _("资金状态"),
    "counterparty": _("交易对方"),
    "counterparty_account": _("对方账号"),
    "payer": _("付款人"),
    "payee": _("收款人"),
    "description": _("说明"),
    "category": _("交易类型"),
    "method": _("付款方式"),
    "status": _("交易状态"),
    "order": _("交易单号"),
    "merchant_order": _("商户单号"),
    "currency": _("币种"),
    "card": _("卡号"),
    "balance": _("余额"),
    "refunded": _("已退款金额"),
}

BILL_KINDS: Mapping[str, Promise] = {
    "repayment": _("还款"),
    "disbursement": _("放款"),
    "refund": _("还款退回"),
    "failed": _("没有成功的还款"),
}

BILL_STATES: Mapping[str, Promise] = {
    "new": _("可以记入"),
    "ask": _("需要您确认"),
    "recorded": _("账本里已有"),
    "repeated": _("账单里重复"),
    "noted": _("不记为还款"),
}

BILL_REASONS: Mapping[str, Promise] = {
    "bill_contract": _("账单里写着这笔借款的合同号“%(number)s”。"),
    "bill_product": _("账单提到的产品是“%(name)s”。"),
    "bill_lender": _("账单提到“%(name)s”。"),
    "bill_assignee": _("“%(name)s”是账本中记录的债权受让方。"),
    "bill_card": _("银行卡尾号“%(tail)s”与这笔借款相符。"),
    "bill_amount_instalment": _("金额与第%(numbers)s期应还的%(amount)s相同。"),
    "bill_amount_overdue": _("金额与当时逾期的%(amount)s相同。"),
    "bill_amount_several": _("金额与第%(numbers)s期合计应还的%(amount)s相同。"),
    "bill_amount_payoff": _("金额与当天提前结清应还的%(amount)s相同。"),
    "bill_amount_balance": _("金额与全部剩余应还的%(amount)s相同。"),
    "bill_amount_about": _("金额与第%(numbers)s期应还的%(amount)s相差不多。"),
    "bill_amount_part": _("金额没有超过当时剩余应还的%(amount)s。"),
    "bill_amount_beyond": _("金额超过了当时剩余应还的%(amount)s。"),
    "bill_day_near": _("日期与第%(number)s期的还款日%(day)s相近。"),
    "bill_after_settlement": _("这笔借款已于%(day)s结清，付款在那之后。"),
    "bill_other_lender": _("账单写的收款方是“%(name)s”，不是这笔借款的出借机构。"),
    "bill_not_done": _("账单写着这笔付款没有成功。"),
    "bill_direction_unknown": _("账单没有写明这笔钱是付出还是收到。"),
    "bill_came_back": _("后来有一笔相同金额的退款，这笔还款可能没有成立。"),
    "bill_similar_recorded": _("账本里在%(day)s已有一笔相同金额的还款，可能是同一笔。"),
}
