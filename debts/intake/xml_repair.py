"""Makes the XML that phones write legal before a parser sees it, chunk by chunk.

Phones write an emoji as two surrogate references (``&#55357;&#56834;``) and control characters as they come; both stop
a parser. Pairs become their character, what is no character becomes U+FFFD. Pictures in ``data`` attributes are left
out: nobody here reads them, and a parser would hold each one in memory whole.
"""

import codecs
import re
from collections.abc import Iterator
from typing import IO

CHUNK_BYTES = 1 << 16
_PICTURE_CHARACTERS = 1024

_SURROGATE = r"(?:5[5-7][0-9]{3}|[xX]0*[dD][89A-Fa-f][0-9A-Fa-f]{2});"
# One pattern begins with plain characters and the other is a set: a search for either skips what cannot be one.
_ILLEGAL_REFERENCE = re.compile(
    rf"&#(?:{_SURROGATE}(?:&#{_SURROGATE})*"
    r"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]);"
    r"|[xX]0*(?:[0-8bBcCeEfF]|1[0-9A-Fa-f]|[fF]{3}[eEfF]);)"
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));")
_PICTURE_START = ' data="'
_PICTURE = re.compile(rf"(?<= data=\")[A-Za-z0-9+/=]{{{_PICTURE_CHARACTERS},}}")
_PICTURE_TO_END = re.compile(rf" data=\"[A-Za-z0-9+/=]{{{_PICTURE_CHARACTERS},}}\Z")
_PICTURE_REST = re.compile(r"[A-Za-z0-9+/=]*")
# What the next chunk may belong to: the start of a picture, the first half of a pair, a reference cut in two.
_PICTURE_BEGUN = re.compile(rf" data=\"[A-Za-z0-9+/=]{{0,{_PICTURE_CHARACTERS}}}\Z")
_FIRST_HALF = r"&#(?:5529[6-9]|55[3-9][0-9]{2}|56[0-2][0-9]{2}|563[01][0-9]|[xX]0*[dD][89ABab][0-9A-Fa-f]{2});"
_OPEN_END = re.compile(rf"(?:(?:{_FIRST_HALF})?(?:&(?:#[xX]?[0-9A-Fa-f]{{0,8}}|[a-z]{{0,4}})?)?|<| d?a?t?a?=?)\Z")
_OPEN_END_CHARACTERS = 64
# Signs that a program forgot to write as references. In CDATA they stand as they are.
_BARE_SIGN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8});)|<(?![A-Za-z_:/!?])")
_BARE_SIGNS = {"&": "&amp;", "<": "&lt;"}
_CDATA = "<![CDATA["


def repaired(stream: IO[bytes]) -> Iterator[str]:
    """The text of an XML file in UTF-8, legal as far as characters go, in chunks of any length."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    held = ""
    in_picture = has_begun = has_cdata = False
    while chunk := stream.read(CHUNK_BYTES):
        text = held + decoder.decode(chunk)
        if not has_begun:  # before the declaration nothing may stand, not even a blank line
            text = text.lstrip("\ufeff \t\r\n")
            has_begun = bool(text)
        if in_picture:
            text = _PICTURE_REST.sub("", text, count=1)
        in_picture = _PICTURE_TO_END.search(text) is not None or (in_picture and not text)
        if _PICTURE_START in text:
            text = _PICTURE.sub("", text)
        cut = len(text) if in_picture else _open_end(text)
        held = text[cut:]
        has_cdata = has_cdata or _CDATA in text
        yield legal(text[:cut], has_cdata=has_cdata)
    yield legal(held + decoder.decode(b"", final=True), has_cdata=has_cdata)


def legal(text: str, *, has_cdata: bool = False) -> str:
    """The text with nothing in it that XML forbids."""
    if not has_cdata:
        text = _BARE_SIGN.sub(lambda found: _BARE_SIGNS[found[0]], text)
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", _ILLEGAL_REFERENCE.sub(_replacement, text))


def _open_end(text: str) -> int:
    for form, length in ((_PICTURE_BEGUN, 2 * _PICTURE_CHARACTERS), (_OPEN_END, _OPEN_END_CHARACTERS)):
        first = max(0, len(text) - length)
        if found := form.search(text, first):
            return found.start()
    return len(text)


def _replacement(found: re.Match[str]) -> str:
    references = _REFERENCE.findall(found[0])
    units = [int(sixteen, 16) if sixteen else int(ten) for sixteen, ten in references]
    if not units or units[0] < ord(" ") or units[0] >= 0xFFFE:  # noqa: PLR2004 - the last two of the plane
        return "\N{REPLACEMENT CHARACTER}"
    pairs = "".join(map(chr, units)).encode("utf-16-le", "surrogatepass")
    return pairs.decode("utf-16-le", "replace")
