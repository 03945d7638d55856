"""The evidence log and what disagrees in it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.dossier.time_stamps import StampCode
from debts.dossier.tree_heads import Standing
from debts.dossier.verification import Disagreement, DisagreementCode
from debts.models import EvidenceEntry
from debts.web.messages.causes import ACTIONS, NOUNS

ROUTES: dict[str, Promise] = {
    "web": pgettext_lazy("route", "网页"),
    "api": pgettext_lazy("route", "程序接口"),
    "command": pgettext_lazy("route", "命令行"),
    "import": pgettext_lazy("route", "导入"),
    "archive": pgettext_lazy("route", "档案"),
}
RECORDS: dict[str, Promise] = {
    **NOUNS,
    "message": pgettext_lazy("record", "消息"),
    "importbatch": pgettext_lazy("record", "导入批次"),
    "attachment": pgettext_lazy("record", "文件"),
    "picturetext": pgettext_lazy("record", "从图片认出的文字"),
    "lesson": pgettext_lazy("record", "学到的名称或号码"),
    "profile": pgettext_lazy("record", "您的资料"),
    "dispute": pgettext_lazy("record", "争议"),
    "disputeitem": pgettext_lazy("record", "争议的证据"),
    "disputestep": pgettext_lazy("record", "争议的经过"),
    "share": pgettext_lazy("record", "只读链接"),
    "dossierexport": pgettext_lazy("record", "材料的导出"),
    "messagefile": pgettext_lazy("record", "消息旁边的文件"),
    "twin": pgettext_lazy("record", "可能重复的消息"),
    "sitting": pgettext_lazy("record", "从消息整理账本"),
    "source": pgettext_lazy("record", "一项记录的出处"),
    "webhook": pgettext_lazy("record", "通知程序的地址"),
}
DISAGREEMENTS: dict[DisagreementCode, Promise] = {
    DisagreementCode.ENTRY_MISSING: _("第 %(place)s 条记录不见了"),
    DisagreementCode.ENTRY_LOOSE: _("第 %(place)s 条记录接不上它前面的一条"),
    DisagreementCode.ENTRY_CHANGED: _("第 %(place)s 条记录被改过"),
    DisagreementCode.RECORD_GONE: _("%(place)s：日志里有，账本里不见了"),
    DisagreementCode.RECORD_UNKNOWN: _("%(place)s：账本里有，日志里没有"),
    DisagreementCode.RECORD_CHANGED: _("%(place)s：内容和日志里最后一次记下的不一样"),
    DisagreementCode.FILE_GONE: _("文件 %(place)s 不见了"),
    DisagreementCode.FILE_CHANGED: _("文件 %(place)s 的内容变了"),
    DisagreementCode.HEAD_GONE: _("以前记下的末条哈希 %(place)s 已经不在日志里"),
    DisagreementCode.TREE_CHANGED: _("日志的开头和当时留存的（%(place)s 条）不一样"),
    DisagreementCode.STAMP_CHANGED: _("%(place)s 条时的树头，时间戳验不过"),
}
STANDINGS: dict[Standing, Promise] = {
    Standing.SAME: _("和留存的树头完全一致：从那时起日志没有变动。"),
    Standing.GROWN: _("日志在留存的树头之后只增加了新记录，之前的一条都没有改动。"),
    Standing.SHORTER: _("日志比留存的树头短：那时已有的记录现在少了。请先用备份核对，不要在这份账本上继续写入。"),
    Standing.ANOTHER: _(
        "和留存的树头对不上：那时已有的记录里，有的被改过、删过或者换了顺序。请先用备份核对，不要在这份账本上继续写入。"
    ),
}


NOT_STAMPED: dict[StampCode, Promise] = {
    StampCode.OFF: _("还没有设置时间戳服务。照看这台机器的人可以打开它。"),
    StampCode.PRIVATE: _("时间戳服务的地址在内部网络里，按设置不去连接。账本没有受影响。"),
    StampCode.FAILED: _("时间戳服务没有回应。账本没有受影响，请过一会儿再试。"),
    StampCode.REFUSED: _("时间戳服务的回答验不过，没有留存。账本没有受影响，请核对它的根证书。"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log as the page shows it."""

    sequence: int
    at: datetime
    title: str
    route: str
    entry_hash: str


def lines_of(entries: Iterable[EvidenceEntry]) -> list[Line]:
    """Entries in words; a kind that another version wrote is called by its own name."""
    return [
        Line(
            entry.sequence,
            entry.at,
            f"{ACTIONS.get(entry.action, entry.action)} · {RECORDS.get(entry.record_type, entry.record_type)}",
            str(ROUTES.get(entry.route, entry.route)),
            entry.entry_hash,
        )
        for entry in entries
    ]


def say_disagreement(problem: Disagreement) -> str:
    """What does not agree, with its place; a record is called by its kind and name."""
    kind, _blank, ref = problem.place.partition(" ")
    place = f"{RECORDS.get(kind, kind)} {ref}" if ref else problem.place
    return str(DISAGREEMENTS[problem.code]) % {"place": place}
