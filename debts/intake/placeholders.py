"""What chat programs write in place of a picture, a voice message or anything else that has no words."""

import re

_PLACEHOLDERS = re.compile(
    r"(?:\s*\[(?:图片|动画表情|表情|语音|视频|文件|位置|名片|链接|红包|闪照|贴图|圖片|貼圖|照片|影片|檔案|語音"
    r"|photo|sticker|voice|video|file|image|location|audio)[^\[\]\n]{0,80}\])+\s*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a text is nothing but such words."""
    return _PLACEHOLDERS.fullmatch(text) is not None
