"""Pictures are read by a program within limits, whatever they are; what cannot be read is refused with a reason."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from debts.intake.detect import read_messages
from debts.intake.drafts import Draft, Unreadable
from debts.intake.screenshots import recogniser as module
from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.recogniser import MAX_BYTES, PROGRAM, Recogniser
from debts.intake.screenshots.types import PictureCode, PictureProblem
from tests.intake.screenshots.pictures import WORDS, drawn, png_that_says, saved, warm
from tests.intake.screenshots.test_drafts import ZONE

__all__ = ["warm"]

SCREEN = drawn(WORDS)


def texts(recogniser, data):
    return [bubble.text.words for bubble in transcribe(recogniser.read(data)).bubbles]


@pytest.mark.parametrize(("form", "options"), [("PNG", {}), ("JPEG", {"quality": 60}), ("WEBP", {"lossless": True})])
def test_a_screen_is_read_to_the_letter(warm, form, options):
    assert texts(warm, saved(SCREEN, form, **options)) == [WORDS]


def test_a_picture_that_lies_on_its_side_is_turned_as_its_camera_said(warm):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert texts(warm, saved(SCREEN.rotate(90, expand=True), "JPEG", exif=exif, quality=90)) == [WORDS]


def test_a_tall_picture_is_read_in_pieces_without_losing_a_line(warm):
    said = [f"第{number}条：您本期应还{number}00元" for number in range(10, 34)]
    assert texts(warm, saved(drawn(*said, size=(720, 4400)))) == said


def moving(form):
    return saved(SCREEN, form, save_all=True, append_images=[SCREEN.rotate(180)])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", PictureCode.NO_PICTURE),
        (b"<html>a page</html>", PictureCode.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", PictureCode.NO_PICTURE),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, PictureCode.HEIC),
        (saved(SCREEN)[:4000], PictureCode.BROKEN),
        (saved(SCREEN, "JPEG")[:9000], PictureCode.BROKEN),
        (png_that_says(50_000, 50_000), PictureCode.TOO_MANY_PIXELS),
        (png_that_says(31_000, 10), PictureCode.TOO_MANY_PIXELS),
        (moving("GIF"), PictureCode.GIF),
        (moving("WEBP"), PictureCode.ANIMATED),
        (saved(Image.new("RGB", (400, 400), "white")), PictureCode.NO_TEXT),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_next_one_is_read(warm, data, code):
    with pytest.raises(PictureProblem) as refused:
        warm.read(data)
    assert refused.value.code is code
    assert warm.read(saved(SCREEN)).lines


def test_too_many_bytes_are_not_even_handed_over():
    with Recogniser() as recogniser, pytest.raises(PictureProblem) as refused:
        recogniser.read(b"\0" * (MAX_BYTES + 1))
    assert refused.value.code is PictureCode.TOO_LARGE


def program(tmp_path, body):
    path = tmp_path / "program.py"
    path.write_text(body)
    return path


def test_a_program_that_takes_too_long_is_stopped(tmp_path):
    slow = program(tmp_path, "import time; time.sleep(60)")
    begun = time.monotonic()
    with Recogniser(patience=0.2, program=slow) as recogniser, pytest.raises(PictureProblem) as refused:
        recogniser.read(saved(SCREEN))
    assert refused.value.code is PictureCode.TOO_SLOW
    assert time.monotonic() - begun < 10


def test_a_program_that_crashes_is_said_to_and_started_anew(tmp_path):
    crashing = program(tmp_path, "import os; os.abort()")
    with Recogniser(program=crashing) as recogniser:
        for _ in range(2):
            with pytest.raises(PictureProblem) as refused:
                recogniser.read(saved(SCREEN))
            assert refused.value.code is PictureCode.CRASHED


def test_the_program_gets_no_more_memory_than_its_limit():
    code = f"import runpy; main = runpy.run_path({str(PROGRAM)!r}); main['_limit_memory'](); bytearray(main['MEMORY'])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in ended.stderr


NO_ROOM = """
import runpy

__all__ = ["warm"]
main = runpy.run_path({program!r})

class ONNXRuntimeError(Exception):
    pass

class Full:
    def read(self, picture):
        raise ONNXRuntimeError({words!r})

main["main"].__globals__["Reader"] = Full
main["main"]()
"""


@pytest.mark.parametrize(
    ("words", "code"),
    [("Conv node. Status Message: std::bad_alloc", PictureCode.TOO_HEAVY), ("Invalid rank", PictureCode.CRASHED)],
)
def test_a_model_without_room_is_too_heavy_and_no_crash(tmp_path, words, code):
    full = program(tmp_path, NO_ROOM.format(program=str(PROGRAM), words=words))
    with Recogniser(program=full) as recogniser, pytest.raises(PictureProblem) as refused:
        recogniser.read(saved(SCREEN))
    assert refused.value.code is code


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks the kernel of Linux")
def test_the_largest_picture_stays_within_the_limit(warm):
    with pytest.raises(PictureProblem):
        warm.read(saved(Image.new("RGB", (8_000, 5_000), "#eee"), compress_level=1))
    status = Path(f"/proc/{warm.process_id}/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) << 10
    assert peak < 1 << 30


def test_a_picture_is_a_file_of_messages_like_any_other(tmp_path):
    path = tmp_path / "no-name"
    path.write_bytes(saved(SCREEN))
    [draft] = read_messages(path, zone=ZONE)
    assert isinstance(draft, Draft)
    assert (draft.text, draft.sender, draft.received_at) == (WORDS, "10690000123456", None)


def test_a_picture_that_cannot_be_read_is_named_with_its_reason(tmp_path):
    path = tmp_path / "moving.gif"
    path.write_bytes(moving("GIF"))
    [item] = read_messages(path, zone=ZONE)
    assert isinstance(item, Unreadable)
    assert item.detail == PictureCode.GIF


def test_one_picture_is_read_at_a_time():
    with Recogniser():
        assert not module._ONE_AT_A_TIME.acquire(blocking=False)
