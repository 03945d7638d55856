"""What a browser calls itself, shortened to what people call it; it is only what the browser says."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first sign that is found names it: others pretend to be Chrome, and Chrome to be Safari.
_BROWSERS: Sequence[tuple[str, object]] = (
    ("MicroMessenger", gettext_lazy("微信")),
    ("Edg", "Edge"),
    ("HuaweiBrowser", gettext_lazy("华为浏览器")),
    ("MiuiBrowser", gettext_lazy("小米浏览器")),
    ("QQBrowser", gettext_lazy("QQ 浏览器")),
    ("UCBrowser", gettext_lazy("UC 浏览器")),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Sequence[tuple[str, object]] = (
    ("HarmonyOS", gettext_lazy("鸿蒙")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def said(program: str) -> str:
    """Such as “Chrome · Android”; words where it says nothing that is known."""
    found = [_first(program, names) for names in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, found)) or _("不认识的浏览器")


def _first(program: str, names: Sequence[tuple[str, object]]) -> str:
    return next((str(name) for sign, name in names if sign in program), "")
