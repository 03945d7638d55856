"""The words for what should be looked at before something that messages prove is recorded."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOUBTS: Mapping[str, Promise] = {
    "several_loans": _("有几笔借款都对得上，请选是哪一笔。"),
    "by_sum": _("有几笔借款都对得上。金额正好是选好的这一笔每期要还的；不是它，请改选。"),
    "no_amount": _("消息里没有写清金额，请补上。"),
    "no_day": _("不知道消息是哪天收到的，请补上日期。"),
    "by_bank": _("只有银行的扣款通知，没有写明是还款，请看一眼。"),
    "names_differ": _("这些消息里的称呼不是同一个人，请看是不是您的。"),
    "day_assumed": _("日期是收到消息的那天。"),
}
