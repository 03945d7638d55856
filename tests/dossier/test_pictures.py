"""Small copies of pictures: what is read of them, how long ones are cut, and pictures that are made to harm."""

import io
import struct
import zlib

import pytest
from PIL import Image

from debts.dossier import pictures
from debts.dossier.pictures import Picture, PictureProblem, read_pictures


@pytest.fixture(autouse=True)
def unknown():
    """No picture was read before."""
    pictures.MADE_BEFORE.forget()


@pytest.fixture
def read(tmp_path):
    def of(*contents):
        names = [f"{number}.in" for number in range(len(contents))]
        for name, content in zip(names, contents, strict=True):
            (tmp_path / name).write_bytes(content)
        return list(read_pictures(tmp_path, names).values())

    return of


def drawn(size, form="PNG", mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size, 0 if mode == "P" else "white").save(written, form, **options)
    return written.getvalue()


def exif(**changes):
    tags = Image.Exif()
    tags[271], tags[272] = "HUAWEI", "P60"
    inner = tags.get_ifd(0x8769)
    inner[36867], inner[36881] = "2024:05:05 10:22:00", "+08:00"
    for number, value in changes.items():
        tags[int(number[1:])] = value
    return tags


def test_a_picture_tells_its_time_and_device(read):
    [found] = read(drawn((30, 40), "JPEG", exif=exif()))
    assert (found.taken_at, found.device, found.has_place) == ("2024:05:05 10:22:00 +08:00", "HUAWEI P60", False)


def test_that_it_tells_the_place_is_said_and_the_place_is_not(read):
    tags = exif()
    tags.get_ifd(0x8825)[1] = "N"
    [found] = read(drawn((30, 40), "JPEG", exif=tags))
    assert found.has_place


def test_the_copy_holds_nothing_of_what_the_file_says_of_itself(read, tmp_path):
    [found] = read(drawn((30, 40), "JPEG", exif=exif()))
    with Image.open(tmp_path / found.sheets[0]) as copy:
        assert not copy.getexif()


def test_a_picture_that_lies_on_its_side_is_put_upright(read, tmp_path):
    [found] = read(drawn((40, 30), "JPEG", exif=exif(t274=6)))
    with Image.open(tmp_path / found.sheets[0]) as copy:
        assert copy.size == (30, 40)


def test_a_long_screenshot_is_cut_into_pieces_that_share_a_strip(read, tmp_path):
    [found] = read(drawn((1000, 5000)))
    assert [height(tmp_path / name) for name in found.sheets] == [1200] * 4 + [440]


def height(path):
    with Image.open(path) as picture:
        return picture.height


def test_the_original_is_not_touched(read, tmp_path):
    content = drawn((3000, 4000), "JPEG", exif=exif())
    read(content)
    assert (tmp_path / "0.in").read_bytes() == content


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_colour_is_printed(read, mode):
    form = "TIFF" if mode == "CMYK" else "PNG"
    [found] = read(drawn((30, 40), form, mode) if mode != "I;16" else depth())
    assert (found.problem, len(found.sheets)) == (None, 1)


def depth():
    written = io.BytesIO()
    Image.new("I;16", (30, 40)).save(written, "PNG")
    return written.getvalue()


def bomb(width, height):
    """A PNG of a few bytes that says to be enormous."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (bomb(60_000, 60_000), PictureProblem.TOO_LARGE),
        (bomb(12_000, 8_000), PictureProblem.TOO_LARGE),
        (drawn((300, 300))[:120], PictureProblem.BROKEN),
        (b"not a picture", PictureProblem.UNSUPPORTED),
        (b"", PictureProblem.UNSUPPORTED),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", PictureProblem.UNSUPPORTED),
    ],
)
def test_what_cannot_be_shown_says_why_and_the_next_one_is_shown(read, content, problem):
    bad, good = read(content, drawn((30, 40)))
    assert (bad.problem, bad.sheets) == (problem, ())
    assert len(good.sheets) == 1


def test_where_the_program_dies_that_picture_is_broken_and_the_others_are_read(read, monkeypatch, tmp_path):
    program = tmp_path / "dies.py"
    source = pictures.PROGRAM.read_text(encoding="utf-8")
    program.write_text(source.replace("def _told(path: Path) -> dict[str, Any]:\n", DYING), encoding="utf-8")
    monkeypatch.setattr(pictures, "PROGRAM", program)
    first, second, third = read(drawn((30, 40)), b"die", drawn((30, 40)))
    assert (len(first.sheets), second, len(third.sheets)) == (1, Picture(problem=PictureProblem.BROKEN), 1)


DYING = """def _told(path: Path) -> dict[str, Any]:
    if path.read_bytes() == b"die":
        import os
        os.abort()
"""


def test_a_picture_that_was_read_before_needs_no_program(read, monkeypatch, tmp_path):
    content = drawn((90, 170))
    [first] = read(content)
    monkeypatch.setattr(pictures, "PROGRAM", tmp_path / "no such program")
    assert read(content) == [first]
    assert (tmp_path / first.sheets[0]).stat().st_size > 0


def test_half_of_a_picture_that_was_read_before_is_another_one(read):
    content = drawn((90, 170))
    read(content)
    assert read(content[:60])[0].problem is not None
