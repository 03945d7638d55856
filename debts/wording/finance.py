"""Words for what the arithmetic says in codes: what is wrong with terms and entries, and why there is no rate.

say_term_problem(TermProblem("instalment", Reason.NEVER_AMORTISES, figure=300), "CNY")
->  每期金额太小，还不完：每期要多于 ¥300.00 才够。请核对每期应还、期数和利率。
"""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from debts.finance import MAX_TERM_MONTHS, EntryProblem, NoRateReason, Reason, TermProblem
from debts.wording.money import say_amount

PROBLEMS: Mapping[Reason, Promise] = {
    Reason.NOT_POSITIVE: gettext_lazy("金额要大于零。"),
    Reason.NEGATIVE: gettext_lazy("这里不能是负数。"),
    Reason.TOO_LARGE: gettext_lazy("这个数太大了，可能多写了几位。请核对后重写。"),
    Reason.TOO_MANY_DECIMALS: gettext_lazy("小数超过两位。请写到分，例如 1234.56。"),
    Reason.NO_FIGURE: gettext_lazy("这不是一个数。"),
    Reason.OUT_OF_RANGE: gettext_lazy("这个数不在可能的范围里，请核对。"),
    Reason.TWO_TERMS: gettext_lazy("期数（月）和期限（天）只填一个。按月还款的填期数，几十天到期一次还的填天数。"),
    Reason.NEEDS_ONE_PAYMENT: gettext_lazy(
        "按天算期限的借款只还一次：还款方式请选“到期一次还本付息”，或者改填期数（月）。"
    ),
    Reason.BEFORE_DRAWING: gettext_lazy("这个还款日早于借款日期，或者就在同一天。请核对这两个日期。"),
    Reason.CONTRADICTS_DUE_DAY: gettext_lazy("每月还款日和首期还款日对不上。请核对，或者只填首期还款日。"),
    Reason.MORE_THAN_PRINCIPAL: gettext_lazy("这里比借款金额 %(figure)s 还多。请核对：借款金额写合同上的本金。"),
    Reason.DOES_NOT_FIT_FEES: gettext_lazy(
        "到手金额和放款时扣的费用对不上：借款金额减去这些费用是 %(figure)s。请核对，或者只填其中一样。"
    ),
    Reason.TWO_SUMS: gettext_lazy("金额和比例只写一个。"),
    Reason.TWO_PENALTIES: gettext_lazy("日罚息率和罚息倍数只填一个，按合同写的那一种填。"),
    Reason.NEEDS_A_RATE: gettext_lazy("按倍数算罚息要先知道利率。请补上利率，或者改填逾期日罚息率。"),
    Reason.NEVER_AMORTISES: gettext_lazy("每期金额太小，还不完这笔借款。请核对每期应还、期数和利率。"),
    Reason.DOES_NOT_FIT_THE_RATE: gettext_lazy(
        "按填写的本金、利率和期数，每期应该约为 %(figure)s，和这里写的差得太多。请核对哪一项写错了；"
        "合同里另有手续费的，请填在费用里。"
    ),
    Reason.DOES_NOT_ADD_UP: gettext_lazy("几项加起来不等于合计，请核对。"),
    Reason.CONTRADICTS_THE_TERM: gettext_lazy("抄录的期数和上面填的期数（%(count)s）不一样。请核对，或者把期数空着。"),
    Reason.SAME_DAY_TWICE: gettext_lazy("这一天出现了两次，请核对。"),
    Reason.BEFORE_STATEMENT: gettext_lazy("还款日要晚于账单日，请核对。"),
    Reason.MORE_THAN_BALANCE: gettext_lazy("最低还款额比应还金额 %(figure)s 还多，请核对。"),
    Reason.BEFORE_PAYMENT: gettext_lazy("被退回的时间早于还款时间，请核对。"),
    Reason.NO_SPLIT_HERE: gettext_lazy("这一种记录没有明细可分。请清空费用、罚息、利息和本金这几栏。"),
}

# Where a field says more than the reason alone.
OF_FIELDS: Mapping[tuple[str, Reason], Promise] = {
    ("annual_rate", Reason.TOO_LARGE): gettext_lazy("换算成年利率太高了，可能选错了按年、按月还是按天。请核对。"),
    ("term_months", Reason.OUT_OF_RANGE): gettext_lazy("期数最多是 %(count)s，请核对。"),
    ("term_days", Reason.OUT_OF_RANGE): gettext_lazy("天数要在 1 和 %(count)s 之间，请核对。"),
    ("due_day", Reason.OUT_OF_RANGE): gettext_lazy("每月还款日写 1 到 %(count)s；每月最后一天就写 31。"),
    ("grace_days", Reason.OUT_OF_RANGE): gettext_lazy("宽限天数写 0 到 %(count)s。"),
    ("fees", Reason.OUT_OF_RANGE): gettext_lazy("费用的比例不能超过借款金额的 100%%。"),
    ("given", Reason.NEVER_AMORTISES): gettext_lazy(
        "抄录的各期加起来还不够还本金，少了 %(figure)s。请看是不是漏抄了几期，或者只抄了一部分。"
    ),
    ("given", Reason.DOES_NOT_ADD_UP): gettext_lazy("各期本金加起来和借款金额差 %(figure)s，请核对。"),
    ("agreed", Reason.DOES_NOT_ADD_UP): gettext_lazy(
        "明细加起来和还款金额差 %(figure)s。请照凭证核对；没有明细就都空着。"
    ),
}
TOO_SMALL = gettext_lazy("每期金额太小，还不完：每期要多于 %(figure)s 才够。请核对每期应还、期数和利率。")
OF_A_ROW = gettext_lazy("第 %(row)d 行：%(problem)s")
ODD_SUM = gettext_lazy("合计不等于本金、利息与费用之和，请核对。")

NO_RATE: Mapping[NoRateReason, Promise] = {
    NoRateReason.NO_DRAWING_DAY: gettext_lazy("还没有借款日期。补上就能算。"),
    NoRateReason.NO_SCHEDULE: gettext_lazy("条款还不全，推不出还款计划。补上期数、利率和还款方式就能算。"),
    NoRateReason.REVOLVING: gettext_lazy(
        "信用卡、花呗这类随借随还的账户，每笔消费的时间不在账本里，算不出准确的年化。"
    ),
    NoRateReason.NOTHING_PAID: gettext_lazy("还没有记还款。补记之后就能按实际还款计算。"),
    NoRateReason.NOTHING_RECEIVED: gettext_lazy("按填写的费用，没有钱到手，算不出年化。请核对到手金额和费用。"),
    NoRateReason.OPEN_WITHOUT_SCHEDULE: gettext_lazy("这笔借款还没还完，又不知道以后每期还多少，现在算不出年化。"),
    NoRateReason.PAYMENTS_MISSING: gettext_lazy(
        "记了结清，但记下的还款还不够还清这笔借款，可能漏记了几笔。补齐之后才能按实际还款计算。"
    ),
    NoRateReason.THIRD_PARTY_UNKNOWN: gettext_lazy("有一项付给第三方的费用不知道是多少，所以只能算不含它的成本。"),
    NoRateReason.FEE_UNKNOWN: gettext_lazy("有一项费用不知道是多少。补上金额或比例就能算。"),
    NoRateReason.AMBIGUOUS: gettext_lazy("钱的进出来回交替，算出来的年化不止一个，给出哪一个都不可靠。"),
    NoRateReason.BEYOND_MEASURE: gettext_lazy("这笔钱占用的时间太短或成本太高，年化数字没有意义。"),
}


def say_term_problem(problem: TermProblem, currency: str, row: int | None = None) -> str:
    """What cannot be right about the terms; ``row`` is the line that the person sees, where that is another one."""
    return _in_its_row(_sentence(problem.field, problem.reason, problem.figure, problem.row), problem, currency, row)


def say_entry_problem(problem: EntryProblem, currency: str) -> str:
    """What is odd about an entry."""
    sentence = OF_FIELDS.get((problem.field, problem.reason), PROBLEMS[problem.reason])
    return str(sentence) % _figures(problem.figure, currency)


def _sentence(field: str, reason: Reason, figure: Decimal | None, row: int | None) -> Promise:
    if field == "instalment" and reason is Reason.NEVER_AMORTISES and figure is not None:
        return TOO_SMALL
    if row is not None and reason is Reason.DOES_NOT_ADD_UP:
        return ODD_SUM
    return OF_FIELDS.get((field, reason), PROBLEMS[reason])


def _in_its_row(sentence: Promise, problem: TermProblem, currency: str, row: int | None) -> str:
    said = str(sentence) % _figures(problem.figure, currency)
    return said if problem.row is None else str(OF_A_ROW) % {"row": row or problem.row, "problem": said}


def _figures(figure: Decimal | None, currency: str) -> dict[str, str]:
    known = Decimal(MAX_TERM_MONTHS) if figure is None else figure
    return {"figure": say_amount(abs(known), currency), "count": f"{known:f}"}


PARTS: Mapping[str, Promise] = {
    "fee": gettext_lazy("费用"),
    "penalty": gettext_lazy("罚息"),
    "interest": gettext_lazy("利息"),
    "principal": gettext_lazy("本金"),
}
