"""Pictures for tests, drawn here: with a few words, of any size, and damaged ones."""

import io
import struct
import zlib
from contextlib import nullcontext

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from debts.intake.screenshots.recogniser import Recogniser

WORDS = "【招联金融】您的借款已逾期3天，应还1,234.56元"


@pytest.fixture(scope="module")
def warm():
    """One reader for all tests of a file: starting it takes longer than reading. Others have their turn meanwhile."""
    with Recogniser(turns=nullcontext()) as recogniser:
        yield recogniser


def drawn(*texts, size=(720, 960), when=""):
    """A screen with a bubble for each text, and a title; above the first one ``when``."""
    picture = Image.new("RGB", size, "#ffffff")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(sans_path()), 30)
    pen.text((40, 14), "9:41", "#000", font)
    pen.text((230, 80), "10690000123456", "#000", font)
    pen.text((280, 132), when, "#777", font)
    for number, text in enumerate(texts):
        top = 180 + 170 * number
        rows = [text[at : at + 16] for at in range(0, len(text), 16)]
        pen.rounded_rectangle((24, top, 560, top + 30 + 42 * len(rows)), 20, "#e9e9eb")
        pen.multiline_text((44, top + 12), "\n".join(rows), "#000", font, spacing=8)
    return picture


def saved(picture, form="PNG", **options):
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def png_that_says(width, height):
    """A PNG whose header names a size and which holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
