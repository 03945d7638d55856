"""Pictures of every page, on a phone and on a desk, light and dark, in all languages. `make sheet` calls this.

They go into var/sheet, which git does not keep, each with a contact sheet of its kind: index.html shows them all.
A kind is named as in phone-dark-en; phone-en stands for light and dark. What follows is made only where it is named:
`contrast` and `forced` are for whoever asks for more contrast or has colours of one's own, `large` is the largest text,
and `long` is a language of longer texts (see ``tools.long_texts``).
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any
from urllib.error import URLError

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import installed_chromium
from tools.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ROOT / "var" / "sheet"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
    "large": {"color_scheme": "light"},
}
LANGUAGES = {"zh": "zh-hans", "hant": "zh-hant", "en": "en", "long": "en-xa"}
LOCALES = {"zh": "zh-CN", "hant": "zh-TW", "en": "en-GB", "long": "en-GB"}
LONG, LARGE = "long", "large"
ONLY_NAMED = {LONG, LARGE, "contrast", "forced"}
# A long page is cut in a contact sheet; its own picture holds all of it.
TILES = {"phone": (260, 720, 12), "desk": (520, 720, 6)}
SHEET: ViewportSize = {"width": 1640, "height": 900}
PATIENCE = 60.0


@contextmanager
def served(port: int) -> Iterator[str]:
    """The ledger, served as `make run` does, until the block ends."""
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "tools.serve"], cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    """Wait until the server answers; leave with a hint where it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address)  # noqa: S310  our own address
        except URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"{address} does not answer.")


def filled() -> tuple[dict[str, str], str]:
    """Fill a new ledger; answer with the address of every page and a session that may see them."""
    from django.test import Client  # noqa: PLC0415  the settings must be read first
    from django.utils import timezone  # noqa: PLC0415  the same

    from debts.models import User  # noqa: PLC0415  the same
    from tools.gallery import Gallery  # noqa: PLC0415  the same
    from tools.gallery_family import family_pages, fill_family  # noqa: PLC0415  the same
    from tools.gallery_pages import pages  # noqa: PLC0415  the same

    owner = User.objects.create_user("zhangsan", password=secrets.token_urlsafe(), is_staff=True)
    now = timezone.now()
    Gallery(owner, now).fill()
    fill_family(owner, now)
    client = Client()
    client.force_login(owner)
    return pages(owner) | family_pages(owner), client.cookies["sessionid"].value


def page_of(browser: Browser, address: str, session: str, kind: tuple[str, Any, str]) -> Page:
    """A page of the given kind, signed in."""
    size, scheme, language = kind
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=address,
        reduced_motion="reduce",
        locale=LOCALES[language],
        **SCHEMES[scheme],
    )
    cookies = {"sessionid": session, "django_language": LANGUAGES[language]}
    if scheme == LARGE:
        cookies["text_size"] = "largest"
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context.new_page()


def photograph(page: Page, pages: dict[str, str], folder: Path) -> None:
    """Take a picture of each page, whole: the screen grows with it, so that what sticks to its edge is at the edge."""
    for name, address in pages.items():
        page.goto(address)
        width, height = SIZES[folder.name.split("-")[0]]
        page.set_viewport_size({"width": width, "height": max(height, page.evaluate("document.body.scrollHeight"))})
        page.screenshot(path=folder / f"{name}.png")
        page.set_viewport_size({"width": width, "height": height})


def contact_sheets(folder: Path, names: list[str]) -> list[Path]:
    """Pages with the small pictures of a folder side by side, so many that they can be told apart."""
    _, _, most = TILES[folder.name.split("-")[0]]
    pieces = [names[start : start + most] for start in range(0, len(names), most)]
    return [contact_sheet(folder, piece, number) for number, piece in enumerate(pieces, start=1)]


def contact_sheet(folder: Path, names: list[str], number: int) -> Path:
    """One of them."""
    width, height, _ = TILES[folder.name.split("-")[0]]
    figures = "".join(
        f'<figure><a href="{folder.name}/{name}.png"><img src="{folder.name}/{name}.png" alt=""></a>'
        f"<figcaption>{name}</figcaption></figure>"
        for name in names
    )
    style = (
        "body{margin:8px;background:#777;color:#fff;font:13px sans-serif;display:flex;flex-wrap:wrap;gap:8px}"
        f"figure{{margin:0;width:{width}px}}a{{display:block;height:{height}px;overflow:hidden}}img{{width:100%}}"
    )
    sheet = SHEETS / f"{folder.name}-{number:02}.html"
    sheet.write_text(f"<!doctype html><title>{sheet.stem}</title><style>{style}</style>{figures}", encoding="utf-8")
    return sheet


def take_kind(page: Page, pages: dict[str, str], folder: Path) -> list[Path]:
    """Photograph all pages in one kind, and the contact sheets of it."""
    folder.mkdir(parents=True, exist_ok=True)
    photograph(page, pages, folder)
    sheets = contact_sheets(folder, list(pages))
    page.set_viewport_size(SHEET)
    for sheet in sheets:
        page.goto(sheet.as_uri())
        page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
    return sheets


def kinds_of(wanted: list[str]) -> list[tuple[str, str, str]]:
    """The kinds that are named in whole or in part, or all; of what is made only where it is named, what is."""
    named = [set(name.split("-")) for name in wanted] or [set()]
    every = product(SIZES, SCHEMES, LANGUAGES)
    return [kind for kind in every if any(name <= set(kind) and set(kind) & ONLY_NAMED <= name for name in named)]


def take_all(address: str, pages: dict[str, str], session: str, wanted: list[str]) -> list[Path]:
    """Photograph the pages in every kind that is wanted (all, where none is named); answer with the contact sheets."""
    found = installed_chromium()
    if found is None:
        sys.exit("No Chromium was found. Install Chromium or Google Chrome.")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    kinds = kinds_of(wanted)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--disable-gpu", *root])
        sheets = [
            sheet
            for kind in kinds
            for sheet in take_kind(page_of(browser, address, session, kind), pages, SHEETS / "-".join(kind))
        ]
        browser.close()
    return sheets


def main() -> None:
    """Serve a ledger made for it, and photograph its pages; arguments name the kinds, as in phone-dark-en."""
    is_long = any(LONG in kind for kind in kinds_of(sys.argv[1:]))
    with tempfile.TemporaryDirectory(prefix="jieqing-sheet-") as home:
        settings = "tools.long_settings" if is_long else "ledger.settings"
        os.environ.update(JIEQING_HOME=home, DJANGO_SETTINGS_MODULE=settings, DATABASE_URL="")
        from ledger.serving import prepare  # noqa: PLC0415  the environment must be complete first
        from tools.long_texts import write_catalogue  # noqa: PLC0415  the same
        from tools.translations import compile_catalogues  # noqa: PLC0415  the same

        if is_long:
            write_catalogue(Path(home) / LONG)

        prepare(compile_catalogues)
        pages, session = filled()
        with served(free_port()) as address:
            sheets = take_all(address, pages, session, sys.argv[1:])
    links = "".join(f'<p><a href="{sheet.name}">{sheet.stem}</a></p>' for sheet in sheets)
    (SHEETS / "index.html").write_text(f"<!doctype html><title>结清</title>{links}", encoding="utf-8")
    print(SHEETS / "index.html")


if __name__ == "__main__":
    main()
