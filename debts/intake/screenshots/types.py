"""What is read off a picture: its lines as they stand there, and the messages that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from debts.intake.paste_times import TimeWords

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels


class PictureCode(StrEnum):
    """Why a picture cannot be read."""

    NO_PICTURE = "no_picture"
    HEIC = "heic"
    GIF = "gif"
    ANIMATED = "animated"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    NO_TEXT = "no_text"


class PictureProblem(ValueError):
    """A picture cannot be read; ``code`` says why."""

    def __init__(self, code: PictureCode) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing. ``scores`` say of each character how sure the reader is, from 0 to 1.

    ``patch`` is the even area that the line stands in, as a bubble is; None on the page itself. ``colour`` is that
    of the area: red, green, blue.
    """

    text: str
    box: Box
    scores: tuple[float, ...]
    patch: Box | None = None
    colour: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """How high the line is, in pixels."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Where the middle of the line lies, in pixels from the top."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of a picture of some size in pixels."""

    width: int
    height: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words with the places of the characters that the reader was not sure of."""

    words: str
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it stands on a screen. ``when`` is what the screen says about its time, to the letter."""

    text: Text
    box: Box
    is_own: bool = False
    when: str = ""
    time: TimeWords | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a picture of messages says. ``asides`` are texts that belong to the app, as its clock and its buttons do."""

    sender: str
    bubbles: tuple[Bubble, ...]
    asides: Sequence[str] = ()
    size: tuple[int, int] = (0, 0)  # of the picture, in pixels; nothing where it is not known
