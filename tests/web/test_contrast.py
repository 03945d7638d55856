"""The colours of all palettes can be read, computed from the tokens: WCAG 2.2 AA, AAA where more contrast is asked."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text("utf-8")
LIGHT, DARK, MORE_LIGHT, MORE_DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in re.split("@media .prefers-co", TOKENS)
)
TEXT, SHAPES = 4.5, 3.0
MORE_TEXT, MORE_SHAPES = 7.0, 4.5
PAPERS = ("paper", "surface", "sunken")
READ = [
    *[(ink, paper) for ink in ("ink", "ink-2", "ink-3", "pine", "seal", "amber", "sky") for paper in PAPERS],
    *[("ink", soft) for soft in ("pine-soft", "seal-soft", "amber-soft", "sky-soft", "seal-mark", "amber-mark")],
    *[("ink-2", soft) for soft in ("amber-soft", "seal-soft", "pine-soft", "sky-soft")],
    *[("ink-3", "amber-soft"), ("seal", "amber-soft"), ("pine", "amber-soft")],
    *[("seal-deep", "seal-soft"), ("pine", "pine-soft"), ("amber", "amber-soft"), ("sky", "sky-soft")],
    *[("on-pine", "pine"), ("on-pine", "pine-deep"), ("on-chop", "chop")],
]
SEEN = [("edge", "surface"), ("edge", "paper"), ("pine", "surface"), ("seal", "surface"), ("amber", "surface")]


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_its_known_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), READ)
def test_text_can_be_read(palette, ink, paper):
    assert contrast(palette[ink], palette[paper]) >= TEXT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "paper"), SEEN)
def test_the_edges_of_controls_can_be_seen(palette, line, paper):
    assert contrast(palette[line], palette[paper]) >= SHAPES


@pytest.mark.parametrize("palette", [MORE_LIGHT, MORE_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), READ)
def test_text_stands_out_where_more_contrast_is_asked(palette, ink, paper):
    assert contrast(palette[ink], palette[paper]) >= MORE_TEXT


@pytest.mark.parametrize("palette", [MORE_LIGHT, MORE_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "paper"), [*SEEN, ("line", "surface"), ("line", "paper")])
def test_edges_stand_out_where_more_contrast_is_asked(palette, line, paper):
    assert contrast(palette[line], palette[paper]) >= MORE_SHAPES


def test_all_palettes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys() == MORE_LIGHT.keys() == MORE_DARK.keys()
