"""The words for what is said about imports: what could not be read and what to do, what was left out, and places."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

IMPORT_PROBLEMS: Mapping[str, Promise] = {
    "unknown": _("认不出这是什么文件。请看下面“能导入什么，怎样导出”，用其中一种方法重新导出。"),
    "empty": _("文件是空的，里面没有内容。请重新导出一次，看看文件大小是不是零。"),
    "wrapper_broken": _("压缩包损坏或不完整，可能没有下载完。请重新下载或重新压缩后再导入。"),
    "wrapper_encrypted": _("压缩包有密码，打不开。请先用密码解压，再导入里面的文件；密码不需要告诉我们。"),
    "wrapper_many": _("压缩包里的文件太多。请解压后只选短信备份那一个文件来导入。"),
    "nested": _("压缩包里还是压缩包。请解压一层，再导入里面的文件。"),
    "maker_backup": _(
        "这是手机自带的备份，只有厂商自己的软件能打开。请在手机上装一个“能导入什么，怎样导出”里的安卓应用，重新导出一次。"
    ),
    "other_archive": _("这是 RAR 或 7z 压缩包，打不开。请先解压再导入里面的文件，或者重新压缩成 ZIP。"),
    "document": _(
        "这是 PDF 或 Word 文档，不是消息的备份。里面的消息可以复制出来，贴到“查一条消息”；"
        "要当作证明材料，请在借款的页面里添加。"
    ),
    "outlook": _("这是 Outlook 自己的邮件文件（msg）。请在 Outlook 里把邮件另存为 eml，再导入。"),
    "gone": _("等待导入的文件已经不在这台机器上了。请重新选择文件；已经存下的不会重复。"),
}

UNREADABLE: Mapping[str, Promise] = {
    "json": _("这里不是完整的 JSON，可能被截断或改动过，没有存。请重新导出一次，不要用别的软件打开再保存。"),
    "not_an_object": _("这里不是一条消息的格式，没有存。请看看导出时选的是不是消息。"),
    "text_missing": _("没有消息正文，没有存。如果整个文件都是这样，请按“能导入什么，怎样导出”换一种方法导出。"),
    "text_too_long": _("正文超过一百万字，不像是一条消息，没有存。请把原文里有用的部分贴到“查一条消息”。"),
    "time": _("时间不是有效的时间。这条没有存，请对照原文件手工补记。"),
    "channel": _("渠道不是我们认得的一种（短信、电话、邮件、聊天等），没有存。请改成其中一种再导入。"),
    "recipient": _("收到的人不是我们认得的一种（本人、亲属、同事、其他人），没有存。请改成其中一种再导入。"),
    "field": _("有一栏的内容不是应有的样子，例如看不出是收到的还是发出的。这条没有存，请对照原文件手工补记。"),
    "line_too_long": _("这一行过长，没有读。请打开原文件看看这一行，有用的部分可以贴到“查一条消息”。"),
    "xml_broken": _("文件在这里损坏，这条没有存；前后能读的都读了。请在手机上重新备份一次，再导入不会重复。"),
    "xml_forbidden": _("文件里有正常备份不会有的内容，为了安全没有往下读。请在手机上重新备份一次。"),
    "too_large": _("文件解开以后太大，读到这里为止。请分几次导出，每次少选一些。"),
    "container_broken": _("压缩包从这里起损坏，前面的已经读了。请重新下载或重新压缩。"),
    "nested": _("压缩包里的这个文件还是压缩包。请解压出来单独导入。"),
    "encrypted": _("压缩包里的这个文件有密码。请先解压，再单独导入它。"),
    "database_broken": _("数据库文件损坏，读不出来。请从手机备份里重新取一次。"),
    "log_missing": _(
        "只有数据库的主文件，最近的消息还在旁边的日志文件里。请把 sms.db 和 sms.db-wal 一起压缩成 ZIP 再导入。"
    ),
    "garbled": _(
        "文字成了乱码，原来写的什么已经看不出来，没有存。请在手机上重新导出一次，选 UTF-8 编码；不要用表格软件另存。"
    ),
    "cut_off": _("这条消息没有写完，文件在这里断了，没有存。请重新导出一次。"),
    "maker_backup": _("这是手机自带的备份，只有厂商自己的软件能打开。请在手机上用短信备份应用重新导出。"),
    "mail_broken": _("这封邮件的格式损坏，读不出来。请重新另存一次。"),
    "many_files": _("附件超过 100 个，多出来的没有存（括号里是个数）；邮件本身和前 100 个都存下了。"),
    "picture": _("这张图片读不了。请在网页的“用截图查”里选它，那里会说清原因和怎么办。"),
}

SKIPPED: Mapping[str, Promise] = {
    "sent": _("您自己发出的"),
    "draft": _("草稿"),
    "unsent": _("没有发出去的"),
    "outgoing_call": _("您打出的电话"),
    "no_text": _("没有文字的（例如只有图片）"),
    "no_messages": _("压缩包里不是消息的文件"),
}

PLACES: Mapping[str, Promise] = {
    "message": pgettext_lazy("place", "第 %(number)s 条消息"),
    "line": pgettext_lazy("place", "第 %(number)s 行"),
    "sms": pgettext_lazy("place", "第 %(number)s 条短信"),
    "mms": pgettext_lazy("place", "第 %(number)s 条彩信"),
    "call": pgettext_lazy("place", "第 %(number)s 个通话"),
    "mail": pgettext_lazy("place", "第 %(number)s 封邮件"),
    "file": pgettext_lazy("place", "文件"),
}


def say_place(kind: str, number: int, file: str = "", detail: str = "") -> str:
    """A place in a file: 第 12 行; within a container with the name of the file, and with the field in question.

    KeyError for an unknown kind.
    """
    place = str(PLACES[kind]) % {"number": number}
    named = f"{file} · {place}" if file and kind != "file" else file or place
    return f"{named} ({detail})" if detail else named
