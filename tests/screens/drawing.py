"""Screens of invented phones, drawn by a browser: what is on them is known to the letter, so reading is measured."""

import io
from dataclasses import dataclass, field
from html import escape

from PIL import Image

FONTS = "'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
TRADITIONAL_FONTS = "'Noto Sans TC', 'Noto Sans CJK TC', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Said:
    """A bubble; ``own`` stands on the right. ``when`` is the line above it, as the phone writes it."""

    text: str
    when: str = ""
    own: bool = False


@dataclass(frozen=True)
class Look:
    """The colours and measures of a message app, in points."""

    page: str
    bubble: str
    ink: str
    faint: str
    own_bubble: str
    own_ink: str
    size: float = 16
    radius: int = 18
    share: int = 76  # percent of the width that a bubble may take
    has_faces: bool = False  # a picture of the person beside each bubble
    border: str = "none"


LOOKS = {
    "apple": Look("#ffffff", "#e9e9eb", "#000000", "#8a8a8e", "#34c759", "#ffffff", size=17),
    "apple-dark": Look("#000000", "#262628", "#ffffff", "#98989f", "#30d158", "#ffffff", size=17),
    "android": Look("#fafafa", "#eceff1", "#1f1f1f", "#757575", "#d3e3fd", "#1f1f1f", share=82),
    "android-dark": Look("#121212", "#2a2d31", "#e3e3e3", "#9aa0a6", "#004a77", "#e3e3e3", share=82),
    "chat": Look("#ededed", "#ffffff", "#191919", "#b2b2b2", "#95ec69", "#191919", size=17, radius=5, has_faces=True),
    "chat-dark": Look("#111111", "#2c2c2c", "#d5d5d5", "#6d6d6d", "#3eb575", "#111111", radius=5, has_faces=True),
    "cards": Look("#f5f6f8", "#ffffff", "#222222", "#9a9a9a", "#d7ebff", "#222222", size=15, radius=12, share=92),
    "bordered": Look("#ffffff", "#ffffff", "#222222", "#888888", "#e7f3e7", "#222222", border="1px solid #d0d0d0"),
}


@dataclass(frozen=True)
class Screen:
    """A picture of a screen: ``width`` points wide, ``scale`` pixels to a point; JPEG where a quality is given."""

    title: str
    said: tuple[Said, ...]
    look: str = "apple"
    width: int = 390
    scale: float = 2
    quality: int | None = None
    is_traditional: bool = False
    clock: str = "9:41"
    typing: str = "短信/彩信"
    chrome: tuple[str, ...] = field(default=())

    @property
    def received(self) -> list[str]:
        """The texts of the messages that came, in order."""
        return [one.text for one in self.said if not one.own]


def html_of(screen: Screen) -> str:
    """The screen as a page."""
    look = LOOKS[screen.look]
    fonts = TRADITIONAL_FONTS if screen.is_traditional else FONTS
    rows = "".join(_row(one, look) for one in screen.said)
    return f"""<!doctype html><meta charset="utf-8"><style>
* {{ box-sizing: border-box; margin: 0 }}
body {{ background: {look.page}; color: {look.ink}; font: {look.size}px/1.35 {fonts}; }}
.status {{ display: flex; justify-content: space-between; padding: 8px 22px 2px; font-size: 14px; font-weight: 600 }}
.title {{ display: flex; justify-content: space-between; padding: 8px 12px 10px; border-bottom: 1px solid #8884;
  font-size: 17px; font-weight: 600 }}
.when {{ text-align: center; color: {look.faint}; font-size: 12px; padding: 14px 0 8px }}
.row {{ display: flex; padding: 3px 12px; gap: 8px; align-items: flex-start }}
.own {{ flex-direction: row-reverse }}
.face {{ width: 38px; height: 38px; border-radius: 4px; background: #7a9cc6; flex: none }}
.bubble {{ background: {look.bubble}; border: {look.border}; border-radius: {look.radius}px; padding: 8px 13px;
  max-width: {look.share}%; white-space: pre-wrap; overflow-wrap: anywhere }}
.own .bubble {{ background: {look.own_bubble}; color: {look.own_ink} }}
.foot {{ margin: 16px 12px 10px; border: 1px solid #8886; border-radius: 18px; padding: 7px 14px; color: {look.faint};
  font-size: 15px }}
</style><div class="status"><span>{screen.clock}</span><span>5G 87%</span></div>
<div class="title"><span>‹</span><span>{escape(screen.title)}</span><span>⋯</span></div>
{rows}<div class="foot">{screen.typing}</div>"""


def _row(one: Said, look: Look) -> str:
    when = f'<div class="when">{escape(one.when)}</div>' if one.when else ""
    face = '<div class="face"></div>' if look.has_faces else ""
    own = " own" if one.own else ""
    return f'{when}<div class="row{own}">{face}<div class="bubble">{escape(one.text)}</div></div>'


def draw(browser, screen: Screen) -> bytes:
    """The bytes of the picture."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": 640}, device_scale_factor=screen.scale, locale="zh-CN"
    )
    try:
        page = context.new_page()
        page.set_content(html_of(screen))
        shot = page.screenshot(full_page=True)
    finally:
        context.close()
    if screen.quality is None:
        return shot
    target = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").save(target, "JPEG", quality=screen.quality)
    return target.getvalue()
