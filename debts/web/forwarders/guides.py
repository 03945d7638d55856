"""What has to be typed into each app, ready to be copied: the address, the template, the key.

The names of buttons and fields are those that the apps show.
"""

import ipaddress
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.models import Forwarder, ForwarderKind

SMSFORWARDER_TEMPLATE = (
    '{"from":"[from]","content":"[org_content]","receive_time":"[receive_time]","card_slot":"[card_slot]",'
    '"device":"[device_mark]","timestamp":"[timestamp]","sign":"[sign]"}'
)
INCOMING_TEMPLATE = (
    '{"from":"%from%","text":"%text%","sentStamp":%sentStamp%,"receivedStamp":%receivedStamp%,"sim":"%sim%"}'
)
_PLAIN_TEMPLATE = SMSFORWARDER_TEMPLATE.replace(',"sign":"[sign]"', "")

Words = str | Promise

STEPS: dict[str, tuple[Words, ...]] = {
    ForwarderKind.SMSFORWARDER: (
        gettext_lazy("在“发送通道”里添加一个 Webhook，请求方式选 POST。"),
        gettext_lazy("把下面的地址、消息模板和密钥分别填进“Webhook Server”“消息模板”和“Secret”。其余空着。"),
        gettext_lazy("点“测试”。本页上方出现“测试，收到了”，就说明通了。"),
        gettext_lazy("在“转发规则”里为短信加一条规则：全部转发到这个通道。要记来电，就在通话规则里也加一条。"),
        gettext_lazy(
            "在“通用设置”里打开短信转发；记来电请勾“来电挂机”和“未接来电”。再按应用的提示允许它在后台运行，不然锁屏后会停。"
        ),
    ),
    ForwarderKind.INCOMING_SMS: (
        gettext_lazy("点“+”新建一条转发，发件人写 *，表示所有号码。"),
        gettext_lazy("把下面的地址填进 URL，模板填进 JSON template，请求头填进 Headers。"),
        gettext_lazy("请家人给这部手机发一条短信，内容写“结清测试”。它只用来试通，不会存进账本。"),
        gettext_lazy("在系统设置里允许这个应用在后台运行，不然锁屏后会停。"),
    ),
    ForwarderKind.CAPCOM6: (
        gettext_lazy("在应用的 Settings → Webhooks 里，把下面的密钥填进 Signing Key。"),
        gettext_lazy("打开 Local server，记下应用显示的地址、用户名和密码。"),
        gettext_lazy("在同一网络的电脑上运行下面的命令，把其中三处换成应用显示的内容。"),
        gettext_lazy("请家人给这部手机发一条短信，内容写“结清测试”。它只用来试通，不会存进账本。"),
    ),
    ForwarderKind.JSON: (
        gettext_lazy("打开“快捷指令”→“自动化”→ 新建 →“信息”。“信息包含”写一个短信里常有的字，例如【；选“立即运行”。"),
        gettext_lazy("添加动作“获取 URL 的内容”，把下面的地址填进 URL，方法选 POST。"),
        gettext_lazy("在“头部”加一行：键写 Authorization，值用下面的。"),
        gettext_lazy(
            "“请求体”选 JSON，加三个文本字段：text 选“快捷指令输入”，sender 选“快捷指令输入”的“发件人”，"
            "received_at 选“当前日期”，日期格式选 ISO 8601 并包括时间。"
        ),
        gettext_lazy("请家人给这部手机发一条短信，内容写“【结清测试】”。它只用来试通，不会存进账本。"),
    ),
    ForwarderKind.FORM: (
        gettext_lazy("让您的程序用 POST 把表单送到下面的地址：text 是原文，sender 是号码，received_at 是收到的时间。"),
        gettext_lazy("没有写时区的时间，按您设置里的时区算；没有写时间的，按送到的时间算。"),
        gettext_lazy("用下面的命令试一次。这样的原文只用来试通，不会存进账本。"),
    ),
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text to be copied as it stands, and where it goes."""

    name: str
    text: str

    @property
    def qr(self) -> SafeString:
        """The same to be scanned: drawn black on white whatever the page's colours are, for cameras."""
        drawn = segno.make(self.text, error="m", micro=False)
        return mark_safe(drawn.svg_inline(border=3, omitsize=True, dark="#000", light="#fff", svgclass="qr"))  # noqa: S308 - segno draws squares, no words


def snippets(forwarder: Forwarder, url: str, token: str) -> tuple[Snippet, ...]:
    """The texts for this phone; ``token`` is known only in the answer that made it."""
    address = Snippet(_("地址"), url)
    match forwarder.kind:
        case ForwarderKind.SMSFORWARDER:
            template = SMSFORWARDER_TEMPLATE if forwarder.secret else _PLAIN_TEMPLATE
            return (address, Snippet(_("消息模板"), template), *_secret(forwarder))
        case ForwarderKind.INCOMING_SMS:
            headers = {"User-agent": "SMS Forwarder App"} | ({"Authorization": f"Bearer {token}"} if token else {})
            keyed = (Snippet(_("请求头"), json.dumps(headers)),) if token else ()
            return (address, Snippet(_("模板"), INCOMING_TEMPLATE), *keyed)
        case ForwarderKind.CAPCOM6:
            return (*_secret(forwarder), Snippet(_("登记用的命令"), _registration(url)))
        case _:
            keyed = (Snippet(_("Authorization 的值"), f"Bearer {token}"),) if token else ()
            return (address, *keyed, Snippet(_("在电脑上试通的命令"), _trial(forwarder, url, token)))


def _secret(forwarder: Forwarder) -> tuple[Snippet, ...]:
    return (Snippet(_("密钥"), forwarder.secret),) if forwarder.secret else ()


def _registration(url: str) -> str:
    hook = json.dumps({"id": "jieqing", "url": url, "event": "sms:received"})
    return f"curl -u USER:PASSWORD -H 'Content-Type: application/json' -d '{hook}' http://PHONE:8080/webhooks"


def _trial(forwarder: Forwarder, url: str, token: str) -> str:
    header = f" -H 'Authorization: Bearer {token or 'TOKEN'}'" if forwarder.token_digest else ""
    if forwarder.kind == ForwarderKind.FORM:
        return f"curl{header} -d 'text=jieqing test' -d sender=10000 {url}"
    body = json.dumps({"text": "jieqing test", "sender": "10000"})
    return f"curl{header} -H 'Content-Type: application/json' -d '{body}' {url}"


def cautions(kind: str, url: str) -> list[str]:
    """What stands in the way of a phone that is to reach this address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    found = []
    if _is_this_machine(host):
        found.append(_("您现在用的地址只有这台电脑自己打得开。请用手机也能打开的地址访问本页，再复制下面的内容。"))
    elif _is_private(host):
        found.append(_("这个地址只在家里的网络里有用。手机不在家时收到的消息，要等应用重试时回到家才送得到。"))
    if parts.scheme != "https" and not _is_this_machine(host):
        found.append(_("这个地址没有加密，同一网络里的人可能看到短信内容。请尽量用 https 的地址。"))
    if kind == ForwarderKind.CAPCOM6 and parts.scheme != "https" and host != "127.0.0.1":
        found.append(_("SMS Gateway 只接受 https 开头的地址。"))
    return found


def _is_this_machine(host: str) -> bool:
    address = _as_ip(host)
    return host == "localhost" or host.endswith(".localhost") or bool(address and address.is_loopback)


def _is_private(host: str) -> bool:
    address = _as_ip(host)
    return bool(address and not address.is_global) or "." not in host or host.endswith((".local", ".lan", ".home.arpa"))


def _as_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
