"""The pictures of README and guides, made from those that `make sheet` takes. `make pictures` calls both.

Three screens of a phone side by side, in each language, for each of the chapters that a picture tells more of.
"""

import sys
from itertools import product
from pathlib import Path

from PIL import Image

from tools.sheet import ROOT, SHEETS, SIZES

PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("zh", "en")
ROWS = {
    "phone": ("overview", "message", "dispute_cause"),
    "loan": ("loan-settled", "cost-settled", "proof-settlement_certificate"),
    "check": ("check", "message_why", "pictures_review"),
    "import": ("import", "proposals", "forwarder"),
    "dispute": ("dispute_letter", "dispute_sent", "dispute_export"),
    "watch": ("lender_contacts", "plan", "evidence"),
}
GAP = 24  # pixels between two screens, and around them
BEHIND = (236, 233, 225)
QUALITY = 60


def side_by_side(paths: list[Path]) -> Image.Image:
    """The upper end of each picture, as much as a screen holds."""
    width, height = SIZES["phone"]
    whole = Image.new("RGB", (len(paths) * (width + GAP) + GAP, height + 2 * GAP), BEHIND)
    for place, path in enumerate(paths):
        with Image.open(path) as picture:
            whole.paste(picture.convert("RGB").crop((0, 0, width, height)), (GAP + place * (width + GAP), GAP))
    return whole


def main() -> None:
    """Write the pictures of each language."""
    PICTURES.mkdir(exist_ok=True)
    for language, (row, screens) in product(LANGUAGES, ROWS.items()):
        paths = [SHEETS / f"phone-light-{language}" / f"{name}.png" for name in screens]
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            sys.exit(f"These are missing; `make sheet` takes them: {', '.join(missing)}")
        side_by_side(paths).save(PICTURES / f"{row}.{language}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
