r"""Reads pictures from standard input and writes what stands on them to standard output, a line of JSON for each.

    b"48213\n" + 48213 bytes  ->  {"width": 780, "height": 1280, "lines": [[text, box, scores, patch], ...]}
    {"problem": "too_many_pixels"}      where a picture cannot be read

A box is left, top, right, bottom in pixels; a patch is the even area that a line stands in, as a bubble is: its box and
its colour, red first; null for the page itself. Scores say of each character how sure the reader is, from 0 to 1.

A program of its own, run by ``recogniser``: pictures come from anywhere, and what decodes and reads them may crash or
ask for all the memory there is. It runs without the rest of the app and within limits, so only this program ends.
"""

import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 2 << 30  # of addresses: libraries and models take 0.9 of it, the largest picture that is taken the rest
SECONDS = 30  # of the processor, for each picture
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 30_000
WORKING_SIDE = 736  # pixels of the shorter side, for which the detector was made
TILE = 1_600  # pixels of height that the detector sees at once
QUIET = 320  # pixels above the end of a tile in which a row without writing is looked for
FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
EVEN = 5  # steps of a colour that still count as the same; bubbles differ from the page by ten and more
PAGE_SHARE = 0.97  # of the width: an area as wide as that is the page
LEAST_SCORE = 0.5
BLANK = " "
NO_ROOM = ("bad_alloc", "Failed to allocate memory", "bad allocation")
LIKELY = 0.15  # the chance of a blank between two figures from which on it is taken
SEEDS = 12  # places around a line at which its area is looked for: noise may enclose some of them

Array = np.ndarray[Any, Any]
Area = tuple[tuple[float, float, float, float], list[int]]


class Refused(Exception):
    """The picture cannot be read; the argument is the code of the reason."""


def main() -> None:
    """Read pictures until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what libraries print must not get between the answers
    _limit_memory()
    cv2.setNumThreads(1)
    reader = Reader()
    for data in pictures(sys.stdin.buffer):
        _limit_time()
        answers.write(json.dumps(_answer(reader, data), ensure_ascii=False) + "\n")
        answers.flush()


def pictures(stream: BinaryIO) -> Iterator[bytes]:
    """The pictures of a stream, each after a line with its length."""
    while head := stream.readline():
        yield stream.read(int(head))


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on some systems
        import resource  # noqa: PLC0415 - exists on Unix only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    """Let this picture have its seconds, whatever the ones before it took."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on some systems
        import resource  # noqa: PLC0415 - exists on Unix only

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(reader: "Reader", data: bytes) -> dict[str, Any]:
    try:
        return reader.read(decoded(data))
    except Refused as reason:
        return {"problem": str(reason)}
    except (MemoryError, cv2.error):
        return {"problem": "too_heavy"}
    except Exception as failure:
        if not is_out_of_memory(failure):
            raise
        return {"problem": "too_heavy"}


def is_out_of_memory(failure: BaseException) -> bool:
    """Whether a model found no room for its work: it raises its own error, with the reason only in the words."""
    told = f"{failure} {failure.__cause__}"
    return type(failure).__name__ == "ONNXRuntimeError" and any(words in told for words in NO_ROOM)


def decoded(data: bytes) -> Array:
    """The pixels of a picture, upright, blue first; its size is asked of the header before anything is decoded.

    Raises:
        Refused: It is no picture, moves, is damaged, or too large.
    """
    if data[4:8] == b"ftyp":
        raise Refused("heic")
    if data[:4] == b"GIF8":
        raise Refused("gif")
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, and refused with a reason
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused("no_picture") from None
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused("too_many_pixels")
    if getattr(picture, "is_animated", False):
        raise Refused("animated")
    try:
        return _pixels(picture)
    except (OSError, ValueError, SyntaxError, EOFError):
        raise Refused("broken") from None


def _pixels(picture: Image.Image) -> Array:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"))[:, :, ::-1])


class Reader:
    """The models, and the way of a picture through them."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # noqa: PLC0415 - limits come first

        engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Rec.rec_batch_num": 1,
            }
        )
        self._crop: Callable[[Array, Array], list[Array]] = engine.crop_text_regions
        self._detect: Callable[[Array], Any] = engine._load_det_model()  # type: ignore[no-untyped-call]  # noqa: SLF001 - the only way to it
        self._recognise: Any = engine._load_rec_model()  # type: ignore[no-untyped-call]  # noqa: SLF001 - the same
        self._characters: list[str] = self._recognise.postprocess_op.character
        self._blank = self._characters.index(BLANK)
        self._recognise.postprocess_op = self._spelled

    def _spelled(self, chances: Array, *_asked: Any, **_known: Any) -> tuple[list[tuple[str, float]], list[Any]]:
        """Each line's characters with how sure they are."""
        lines, scores = [], []
        for steps in chances:
            signs, sure = self._line(steps)
            lines.append((signs, float(np.mean(sure or [0.0]))))
            scores.append(sure)
        return lines, scores

    def _line(self, steps: Array) -> tuple[str, list[float]]:
        """Of the steps of a line the best sign each: repetitions are one, and class 0 is none."""
        best = steps.argmax(axis=1)
        is_new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
        signs, sure, last = "", list[float](), 0
        for place in np.flatnonzero(is_new):
            sign = self._characters[best[place]]
            if signs and self._is_blank(signs[-1], sign, steps[last:place]):
                signs, sure = signs + BLANK, [*sure, 1.0]
            signs, sure = signs + sign, [*sure, round(float(steps[place, best[place]]), 2)]
            last = int(place)
        return signs, sure

    def _is_blank(self, before: str, after: str, steps: Array) -> bool:
        """Whether a blank stands between two narrow signs that was likely, if not the likeliest."""
        is_narrow = before.isascii() and after.isascii() and BLANK not in (before, after)
        return is_narrow and float(steps[:, self._blank].max()) > LIKELY

    def read(self, picture: Array) -> dict[str, Any]:
        """All lines of a picture, from the top down."""
        height, width = picture.shape[:2]
        ratio = WORKING_SIDE / min(height, width)
        manner = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
        small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=manner)
        patches = Patches(small)
        lines = [line for top, bottom in tiles(small) for line in self._tile(picture, small, (top, bottom), patches)]
        return {"width": width, "height": height, "lines": lines}

    def _tile(self, picture: Array, small: Array, rows: tuple[int, int], patches: "Patches") -> list[Any]:
        from rapidocr.ch_ppocr_rec import TextRecInput  # noqa: PLC0415 - limits come first

        top, bottom = rows
        found = self._detect(small[top:bottom])
        if found.boxes is None:
            return []
        shifted = found.boxes.astype(np.float32) + np.array([0, top], np.float32)
        ratio = small.shape[1] / picture.shape[1]
        told = self._recognise(TextRecInput(img=self._crop(picture, shifted / ratio), return_word_box=True))
        lines = []
        for corners, text, score, sure in zip(shifted, told.txts, told.scores, told.word_results, strict=True):
            if text.strip() and score >= LEAST_SCORE:
                patch = patches.around(corners)
                lines.append(
                    [text, _scaled(_box(corners), ratio), sure, patch and [_scaled(patch[0], ratio), patch[1]]]
                )
        return lines


def tiles(picture: Array) -> Iterator[tuple[int, int]]:
    """Cut a tall picture where nothing is written: the first and the last row of each piece."""
    height, top = picture.shape[0], 0
    while height - top > TILE:
        window = picture[top + TILE - QUIET : top + TILE].astype(np.int16)
        unrest = np.abs(np.diff(window, axis=1)).sum(axis=(1, 2))
        cut = top + TILE - 1 - int(np.argmin(unrest[::-1]))
        yield top, cut
        top = cut
    yield top, height


def _box(corners: Array) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _scaled(box: tuple[float, float, float, float], ratio: float) -> list[int]:
    return [round(side / ratio) for side in box]


class Patches:
    """The even areas of a picture. Each is filled once, from the first line that stands in it."""

    def __init__(self, picture: Array) -> None:
        self._picture = cv2.medianBlur(picture, 3)
        self._mask = np.zeros((picture.shape[0] + 2, picture.shape[1] + 2), np.uint8)
        self._known: list[Area | None] = []

    def around(self, corners: Array) -> Area | None:
        """The area that a line stands in; None where it is the page, or where nothing is even."""
        left, top, right, bottom = (round(side) for side in _box(corners))
        edge = max(2, (bottom - top) // 5)
        rows = slice(max(top - edge, 0), bottom + edge), slice(max(left - edge, 0), right + edge)
        part = self._picture[rows]
        if not part.size:
            return None
        colour = np.median(part.reshape(-1, 3), axis=0)
        is_even = (np.abs(part.astype(np.int16) - colour) <= EVEN // 2).all(axis=2)
        is_even[edge:-edge, edge:-edge] = False  # between letters, noise encloses what belongs together
        even = np.argwhere(is_even)
        for place in np.linspace(0, len(even) - 1, num=min(SEEDS, len(even)), dtype=int):
            row, column = even[place] + (rows[0].start, rows[1].start)
            patch, is_large = self._at(int(row), int(column), bottom - top)
            if is_large:
                return patch
        return None

    def _at(self, row: int, column: int, least: int) -> tuple[Area | None, bool]:
        """The area of a pixel, and whether it is more than the inside of a letter."""
        number = int(self._mask[row + 1, column + 1]) or self._fill(row, column)
        if not number:
            return None, False
        area = self._known[number - 1]
        return area, area is None or area[0][3] - area[0][1] >= least

    def _fill(self, row: int, column: int) -> int:
        """Fill the area of a pixel and give it a number; 0 where there are too many areas to number."""
        if len(self._known) >= 254:  # noqa: PLR2004 - a byte of the mask has no more
            return 0
        number = len(self._known) + 1
        steps = (EVEN,) * 3
        flags = 4 | number << 8 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY
        _area, _image, _mask, (left, top, width, height) = cv2.floodFill(
            self._picture, self._mask, (column, row), 0, steps, steps, flags
        )
        is_page = width >= PAGE_SHARE * self._picture.shape[1]
        colour = [int(part) for part in self._picture[row, column][::-1]]
        self._known.append(None if is_page else ((left, top, left + width, top + height), colour))
        return number


if __name__ == "__main__":
    main()
