"""Makes small copies of pictures for printing, and reads what the files say of themselves; a program of its own.

    {"folder": "/tmp/x", "pictures": ["1.in", "2.in"]}             one object on standard input
    {"name": "1.in", "sheets": ["1.in.1.jpg"], "device": "…"}      a line for each picture on standard output
    {"name": "2.in", "problem": "broken"}

``debts.dossier.pictures`` runs it: a picture made to harm can end or fill this process only, within its limits. The
originals are read and never written to. A long screenshot is cut into pieces that can be read on a page.
"""

import contextlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MEMORY = 3 << 29
SECONDS = 120
MOST_PIXELS = 80_000_000
WIDTH, HEIGHT = 1000, 1200  # at least; as a page shows it, 150 to 180 dots an inch
LONG = 2.4  # height over width; telephones have at most 2.3
OVERLAP = 60  # rows that a piece of a long picture shares with the one before, so that no line of text is cut in two
MOST_SHEETS = 20
QUALITY = 80
LONGEST_WORDS = 100
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


def main() -> None:
    """Tell of each picture in turn, so that what was done stands even where the next one ends the process."""
    _limit()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    asked = json.load(sys.stdin)
    for name in asked["pictures"]:
        sys.stdout.write(json.dumps({"name": name, **_told(Path(asked["folder"]) / name)}) + "\n")
        sys.stdout.flush()


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on some systems
        import resource  # noqa: PLC0415 - exists on Unix only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(path: Path) -> dict[str, Any]:
    try:
        with Image.open(path, formats=KINDS) as picture:
            known = _properties(picture)
            return {**known, "sheets": _sheets(picture, path)}
    except UnidentifiedImageError:
        return {"problem": "unsupported"}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return {"problem": "too_large"}
    except Exception:  # noqa: BLE001 - the decoders raise whatever they like over damaged files; each is told as broken
        return {"problem": "broken"}


def _properties(picture: Image.Image) -> dict[str, Any]:
    """What the file says of itself. A damaged part of it says nothing and harms nothing."""
    try:
        exif = picture.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        device = " ".join(_words(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()
        offset = _words(inner.get(ExifTags.Base.OffsetTimeOriginal))
        place = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # noqa: BLE001 - see above
        return {"size": picture.size}
    moment = f"{_words(taken)} {offset}".strip()
    return {"size": picture.size, "taken_at": moment, "device": device, "has_place": place}


def _words(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value or "").strip("\x00 ")[:LONGEST_WORDS]


def _sheets(picture: Image.Image, path: Path) -> list[str]:
    if not _is_long(picture):
        width, height = picture.size
        part = min(_part(width, height), _part(height, width))  # it may yet be turned
        picture.draft("RGB", (width // part, height // part))  # a JPEG is read at half its size in half the time
    flat = _flat(ImageOps.exif_transpose(picture))
    names = []
    for number, piece in enumerate(_pieces(flat), 1):
        name = f"{path.name}.{number}.jpg"
        _small(piece).save(path.with_name(name), "JPEG", quality=QUALITY)
        names.append(name)
    return names


def _is_long(picture: Image.Image) -> bool:
    width, height = picture.size
    return max(width, height) > LONG * min(width, height)


def _small(picture: Image.Image) -> Image.Image:
    """The picture by a whole part of its size: that is quick, and no line of text falls between two rows."""
    part = _part(*picture.size)
    return picture.reduce(part) if part > 1 else picture


def _part(width: int, height: int) -> int:
    return max(1, width // WIDTH, height // HEIGHT)


def _flat(picture: Image.Image) -> Image.Image:
    """The first frame on white, without anything that is not a colour."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255:  # noqa: PLR2004 - opaque
        return picture.convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        return ground.convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _pieces(picture: Image.Image) -> list[Image.Image]:
    width, height = picture.size
    if not _is_long(picture) or height < width:
        return [picture]
    step = int(width * HEIGHT / WIDTH)
    starts = range(0, max(1, height - OVERLAP), max(1, step - OVERLAP))
    return [picture.crop((0, top, width, min(height, top + step))) for top in starts[:MOST_SHEETS]]


if __name__ == "__main__":
    main()
