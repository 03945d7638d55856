"""The pictures of README and guides: each that is shown is there and can be made, each that is there is shown."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import NOW
from tools.gallery import Gallery
from tools.gallery_pages import pages
from tools.guide_pictures import LANGUAGES, PICTURES, ROWS

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
DOCUMENTS = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
GUIDES = {language: ROOT / "docs" / f"guide.{language}.md" for language in LANGUAGES}
MOST = 150_000  # bytes


def shown_in(document):
    found = SHOWN.findall(document.read_text(encoding="utf-8"))
    return [(said, (document.parent / path).resolve()) for said, path in found]


def test_every_picture_that_is_shown_is_there_and_says_what_it_shows():
    pictures = [one for document in DOCUMENTS for one in shown_in(document)]
    assert pictures
    assert [(said, path) for said, path in pictures if not said.strip() or not path.exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_shows_all_pictures_of_its_language(language):
    shown = {path for _, path in shown_in(GUIDES[language])}
    assert shown == {PICTURES / f"{row}.{language}.webp" for row in ROWS}


def test_no_picture_lies_there_that_nobody_makes():
    made = {f"{row}.{language}.webp" for row in ROWS for language in LANGUAGES}
    assert {path.name for path in PICTURES.iterdir()} == made


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_a_picture_is_small_and_can_be_opened(path):
    assert path.stat().st_size < MOST
    with Image.open(path) as picture:
        picture.load()
        assert picture.format == "WEBP"


def test_every_screen_is_a_page_of_the_gallery(owner, clock):
    Gallery(owner, NOW).fill()
    assert {screen for screens in ROWS.values() for screen in screens} <= pages(owner).keys()
