"""The pictures of README and guides, made from those that `make sheet` takes. `make pictures` calls both.

Three screens of a phone side by side, in each language: what needs somebody, one message with its verdict, a dispute.
"""

import sys
from pathlib import Path

from PIL import Image

from tools.sheet import ROOT, SHEETS, SIZES

PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("zh", "en")
SCREENS = ("overview", "message", "dispute_cause")
GAP = 24  # pixels between two screens, and around them
BEHIND = (236, 233, 225)
QUALITY = 80


def side_by_side(paths: list[Path]) -> Image.Image:
    """The upper end of each picture, as much as a screen holds."""
    width, height = SIZES["phone"]
    whole = Image.new("RGB", (len(paths) * (width + GAP) + GAP, height + 2 * GAP), BEHIND)
    for place, path in enumerate(paths):
        with Image.open(path) as picture:
            whole.paste(picture.convert("RGB").crop((0, 0, width, height)), (GAP + place * (width + GAP), GAP))
    return whole


def main() -> None:
    """Write a picture for each language."""
    PICTURES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        paths = [SHEETS / f"phone-light-{language}" / f"{name}.png" for name in SCREENS]
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            sys.exit(f"These are missing; `make sheet` takes them: {', '.join(missing)}")
        side_by_side(paths).save(PICTURES / f"phone.{language}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
