"""Why a picture could not be read, in words, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PICTURE_PROBLEMS: Mapping[str, Promise] = {
    "no_picture": _("这不是图片，不管它叫什么名字。请选手机截图（PNG 或 JPG）；文字可以直接贴到查消息的框里。"),
    "heic": _("这是苹果的 HEIC 照片，读不了。请在相册里把它截一次屏，或者分享时选“最兼容”，存成 JPG 再选。"),
    "gif": _("GIF 动图读不了。请把要查的那一屏截图，存成 PNG 或 JPG。"),
    "animated": _("这是会动的图片，读不了。请把要查的那一屏截图，存成 PNG 或 JPG。"),
    "broken": _("图片损坏或不完整，可能没有传完。请重新截图，或重新保存后再选。"),
    "too_many_pixels": _("图片太大了（超过 4000 万像素，或一边超过 3 万像素）。长截图请分成几段再选。"),
    "too_large": _("图片超过 25 MB。请直接用手机截图，或者压缩后再选。"),
    "too_heavy": _("识别这张图需要的内存超过了上限，已经停下。请把长截图分成几段再选。"),
    "too_slow": _("识别这张图花的时间太长，已经停下。请少选几张，或把长截图分成几段再试。"),
    "crashed": _("识别这张图时出错，已经停下，别的图不受影响。请重新截图再试；还不行就把文字打进查消息的框里。"),
    "no_text": _("这张图上没有认出消息文字。请选短信或聊天的截图，字要清楚；拍照请对准屏幕、避免反光。"),
}
