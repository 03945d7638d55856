"""Text files in UTF-16, GB18030 or Big5 as UTF-8, as a stream, and texts whose characters were lost on their way.

How a file is written is told by its first bytes. A text that was taken for another encoding before it came here is said
to be garbled; what it was cannot be told any more, and is not guessed.
"""

import codecs
import io
import re

from debts.reconciler.normalise import normalise

HEAD = 4096
CHUNK = 1 << 16
_LONGEST_CHARACTER = 4
_BIG5 = "big5hkscs"
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOST = "\N{REPLACEMENT CHARACTER}"
_MARKS_FOR_LOST = re.compile(r"\?{4,}+")  # of each sign that an encoding had not; once they may be meant
_LOST_TWICE = "锟斤拷"  # two of these in UTF-8, taken for GBK
# Letters that stand between Chinese characters only where bytes were misread: ǖ, ㄧ, Greek, Cyrillic.
_OUT_OF_PLACE = re.compile(r"(?<=[\u3400-\u9fff\ue000-\uf8ff])[\u0100-\u024f\u0370-\u052f\u3105-\u312f]")
# Letters of half width, which Shift JIS makes of Chinese, and Korean within Chinese words, of EUC-KR.
_MISREAD = re.compile(r"[\uff61-\uff9f]|(?<=[\u3400-\u9fff])[\uac00-\ud7a3]|(?<=[\uac00-\ud7a3])[\u3400-\u9fff]")
_MAY_BE_MISREAD = re.compile(r"[\uac00-\ud7a3\uff61-\uff9f]")  # is quick, and few texts need the longer look
_CONTROLS = re.compile(r"[\x80-\x84\x86-\x9f]")
_WESTERN = re.compile(r"[\u00a1-\u024f\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_WESTERN_ENCODINGS = ("latin-1", "cp1252")
_LETTER = re.compile(r"[^\W\d_]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FEWEST = 2
_FEWEST_LOST = 4
_MANY = 8
_SHARE_LOST = 5  # one in so many


def _uncommon() -> re.Pattern[str]:
    """Chinese characters beyond the 3755 that GB 2312 has for everyday use, and signs that no font shows."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    common = {pair.decode("gb2312", "ignore") for pair in rows}
    han = (chr(code) for code in range(0x3400, 0xA000))
    return re.compile(f"[{''.join(sign for sign in han if sign not in common)}\ue000-\uf8ff]")


_HAN = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff]")
_UNCOMMON = _uncommon()


def encoding_of_head(head: bytes) -> str:
    """``utf-8``, ``utf-16-le``, ``utf-16-be``, ``gb18030`` or ``big5hkscs``, as the first bytes of a file allow."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    pairs = head[: HEAD // 2]
    if len(pairs) >= _LONGEST_CHARACTER and b"\x00" in pairs[:_LONGEST_CHARACTER]:
        return "utf-16-be" if pairs[0] == 0 else "utf-16-le"
    allowed = [name for name in ("utf-8", "gb18030", _BIG5) if _allows(head, name)]
    if allowed == ["gb18030", _BIG5]:
        return _BIG5 if _makes_sense(head, _BIG5) and not _makes_sense(head, "gb18030") else "gb18030"
    return allowed[0] if allowed else "utf-8"


def _makes_sense(head: bytes, encoding: str) -> bool:
    """Whether the bytes read like a text: nearly every Big5 is GB18030 as well, of characters that nobody writes."""
    return not is_garbled(head.decode(encoding, "ignore"))


def _allows(head: bytes, encoding: str) -> bool:
    """Whether the bytes are text of this encoding, but for a character that is cut at their end."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


class AsUtf8(io.RawIOBase):
    """A text stream of another encoding, given in UTF-8; what is no character becomes U+FFFD."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; a BufferedReader asks for this."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # whatever BufferedReader hands over is one
        is_over = False
        while not self._held and not is_over:
            chunk = self._stream.read1(CHUNK)
            is_over = not chunk
            self._held = self._decoder.decode(chunk, final=is_over).encode("utf-8", "replace")
        given, self._held = self._held[: len(view)], self._held[len(view) :]
        view[: len(given)] = given
        return len(given)

    def close(self) -> None:
        """Close the stream below as well."""
        self._stream.close()
        super().close()


def taken_apart(text: str) -> str:
    """The text, put together where each byte of its UTF-8 was written as a character, as Facebook does."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def is_garbled(text: str) -> bool:
    """Whether the characters of a text were lost: many signs of unreadable ones, or Chinese that nobody writes."""
    text = text[:HEAD]
    if _LOST_TWICE in text or len(_MARKS_FOR_LOST.findall(text)) > 1:
        return True
    if _is_misread(text) or _is_of_marks(text):
        return True
    if text.count(_LOST) >= max(_FEWEST_LOST, len(text) // _SHARE_LOST):
        return True
    # Traditional characters are no less common for being written so; few texts need the longer look.
    return _is_strange(text) and (_PRIVATE.search(text) is not None or _is_strange(normalise(text).text))


def _is_misread(text: str) -> bool:
    """Whether it is Chinese whose bytes were taken for letters of Japan, of Korea or of the West."""
    if text.isascii():
        return False
    if _MAY_BE_MISREAD.search(text) and len(_MISREAD.findall(text)) >= _FEWEST_LOST:
        return True
    return not _HAN.search(text) and _is_western(text)


def _is_western(text: str) -> bool:
    if taken_apart(text) != text or len(_CONTROLS.findall(text)) >= _FEWEST:
        return True
    if 2 * len(_WESTERN.findall(text)) < len("".join(text.split())):
        return False
    return any(_hides_chinese(text.encode(name, "replace")) for name in _WESTERN_ENCODINGS)


def _hides_chinese(content: bytes) -> bool:
    """Whether bytes are Chinese of everyday use in one of its encodings."""
    for name in ("utf-8", "gb18030"):
        text = content.decode(name, "ignore")
        found = len(_HAN.findall(text))
        if found >= _FEWEST_LOST and len(_UNCOMMON.findall(text)) * _SHARE_LOST <= found:
            return True
    return False


def _is_of_marks(text: str) -> bool:
    """Whether a text has figures and no letters, and question marks for all that was lost. Marks alone may be meant."""
    if "????" not in text or text.count("?") < _MANY:
        return False
    return not _LETTER.search(text) and any(map(str.isdigit, text))


def _is_strange(text: str) -> bool:
    rare = len(_UNCOMMON.findall(text))
    if rare < _FEWEST:
        return False
    misplaced = len(_OUT_OF_PLACE.findall(text))
    return 2 * (rare + misplaced) > len(_HAN.findall(text)) + misplaced
