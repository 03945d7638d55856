"""The pictures of README and guides, which `make pictures` takes and puts together.

Three screens of a phone side by side, in each language, for each of the chapters that a picture tells more of.
"""

import os
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image

from tools.ports import free_port
from tools.sheet import ROOT, SHEETS, SIZES, filled, served, take_all

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


def kind_of(language: str) -> str:
    """The kind of pictures that these are made from, by its name in the sheet."""
    return f"phone-light-{language}"


def take_screens() -> None:
    """Photograph the pages that are shown, of a ledger that is thrown away."""
    shown = {screen for screens in ROWS.values() for screen in screens}
    with tempfile.TemporaryDirectory(prefix="jieqing-pictures-") as home:
        chosen = {"JIEQING_HOME": home, "DJANGO_SETTINGS_MODULE": "ledger.settings"}
        os.environ |= {**chosen, "DATABASE_URL": "", "FILES_URL": ""}
        from ledger.serving import prepare  # noqa: PLC0415  the environment must be complete first
        from tools.translations import compile_catalogues  # noqa: PLC0415  the same

        prepare(compile_catalogues)
        pages, session = filled()
        wanted = {name: address for name, address in pages.items() if name in shown}
        with served(free_port()) as address:
            take_all(address, wanted, session, list(map(kind_of, LANGUAGES)))


def main() -> None:
    """Write the pictures of each language."""
    take_screens()
    PICTURES.mkdir(exist_ok=True)
    for language, (row, screens) in product(LANGUAGES, ROWS.items()):
        paths = [SHEETS / kind_of(language) / f"{name}.png" for name in screens]
        side_by_side(paths).save(PICTURES / f"{row}.{language}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
