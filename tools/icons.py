"""Draw the icons that phones want as PNG from our own drawing, static/icons/chop.svg: ``python -m tools.icons``.

It understands as much of SVG as that drawing uses: one square, and strokes of straight lines and cubic curves.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
SVG = "{http://www.w3.org/2000/svg}"
# Drawn larger and made smaller, edges come out smooth.
OVERSIZE = 4
STEPS = 24
SIDE = 64.0
SEAL, INK = "#b8352a", "#ffffff"
# A maskable icon may be cut to a circle of four fifths: its drawing is smaller and its ground goes to the edges.
SIZES = {"icon-192": (192, False), "icon-512": (512, False), "maskable-512": (512, True), "apple-180": (180, True)}
Point = tuple[float, float]


def strokes() -> list[list[Point]]:
    """The lines of the drawing, curves flattened, on a square of 64."""
    paths = ET.parse(ICONS / "chop.svg").getroot().iter(f"{SVG}path")  # noqa: S314  a drawing of our own
    return [list(flattened(path.attrib["d"])) for path in paths]


def flattened(path: str) -> Iterator[Point]:
    """The points of one path."""
    at: Point = (0.0, 0.0)
    for command, numbers in re.findall(r"([MLHVC])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        for target in reached(command, values, at):
            at = target
            yield at


def reached(command: str, values: list[float], at: Point) -> Iterator[Point]:
    """The points to which one command of a path leads from ``at``."""
    if command == "H":
        yield values[0], at[1]
    elif command == "V":
        yield at[0], values[0]
    elif command == "C":
        yield from curve(at, *zip(values[::2], values[1::2], strict=True))
    else:
        yield from zip(values[::2], values[1::2], strict=True)


def curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    """Points on a cubic curve, without its start."""
    for step in range(1, STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(w * p[axis] for w, p in zip(weights, (start, first, second, end), strict=True)) for axis in (0, 1))
        yield x, y


def drawn(size: int, *, maskable: bool) -> Image.Image:
    """The icon with ``size`` pixels to a side."""
    side = size * OVERSIZE
    image = Image.new("RGBA", (side, side), SEAL if maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if not maskable:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * 11 / SIDE, fill=SEAL)
    share = 0.76 if maskable else 1.0
    scale, shift = side / SIDE * share, side * (1 - share) / 2
    for line in strokes():
        draw_line(pen, [(x * scale + shift, y * scale + shift) for x, y in line], 3.6 * scale)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def draw_line(pen: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    """A stroke with round ends and joints."""
    pen.line(points, fill=INK, width=round(width))
    for x, y in points:
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=INK)


def main() -> None:
    """Write every icon beside the drawing."""
    for name, (size, maskable) in SIZES.items():
        drawn(size, maskable=maskable).save(ICONS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
