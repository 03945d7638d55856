"""From which apps messages can be brought over, and how each of them exports. Two lines each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class HowTo:
    """An app or a kind of file: what it is called, and what to do there."""

    name: Promise
    steps: Promise


HOW_TO: tuple[HowTo, ...] = (
    HowTo(
        _("安卓 · SMS Backup & Restore"),
        _("在应用里新建备份，勾选短信和通话，存到本机。短信和通话各有一个 XML 文件（sms-…、calls-…），请分别导入。"),
    ),
    HowTo(
        _("安卓 · SMS Import / Export"),
        _("选“导出消息”，得到 messages-….zip。请不要给导出文件加密，加了密就读不了。"),
    ),
    HowTo(
        _("iPhone · 电脑备份里的信息"),
        _("从没有加密的电脑备份里取出 3d 文件夹中的 3d0d7e5fb2ce288813306e4d4636395e047a3d28，它就是短信数据库。"),
    ),
    HowTo(
        _("苹果电脑 · chat.db"),
        _("“信息”的数据库是 chat.db。请把它和旁边的 chat.db-wal 一起压缩成 ZIP 再导入，否则会缺最近的消息。"),
    ),
    HowTo(
        _("imessage-exporter"),
        _("导出成 txt 或 html 都可以。每个会话一个文件，可以全部压缩成一个 ZIP 导入。"),
    ),
    HowTo(
        _("WhatsApp"),
        _("在对话里选“导出对话”，不含媒体。导出的 txt 或 zip 都可以。"),
    ),
    HowTo(
        _("邮件"),
        _("在邮箱里把邮件另存为 eml 文件，或把整个文件夹导出为 mbox。多封 eml 可以压缩成一个 ZIP。"),
    ),
    HowTo(
        _("表格 · CSV 或 Excel"),
        _("第一行写明各列是什么，例如：号码、内容、时间、类型。顺序不限；写着“发送”的行会跳过。"),
    ),
    HowTo(
        _("小米、华为、OPPO、vivo 的云备份和换机克隆"),
        _("这些备份是加密的或只有厂商自己能读，我们读不了。请改用上面的安卓应用导出一次。"),
    ),
)
