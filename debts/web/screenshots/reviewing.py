"""Looking a picture through: what was read of it, message by message, and what its owner makes of that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from debts.intake.screenshots.drafts import Noted, day_in_name, moment_on, paste_of
from debts.intake.screenshots.types import Bubble, Text, Transcript
from debts.models import PictureInHand
from debts.models.messages import Channel
from debts.web.screenshots.forms import OWN, RECEIVED, BubbleForm, SenderForm, UploadForm, all_valid
from debts.web.screenshots.handing_in import transcript_of
from debts.wording.pictures import PICTURE_PROBLEMS

_ROW = 22  # signs of a message that take a row of the field


@dataclass(frozen=True, slots=True)
class Piece:
    """Some signs of what was read, doubtful or not."""

    words: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One message that was read, with its form."""

    bubble: Bubble
    form: BubbleForm

    @property
    def pieces(self) -> list[Piece]:
        """The words that were read, cut at the doubtful signs; none where nothing is doubtful."""
        return list(pieces_of(self.bubble.text)) if self.bubble.text.doubtful else []


class Looked:
    """One picture in hand, with a form for each of its messages."""

    def __init__(self, picture: PictureInHand, number: int, given: Mapping[str, Any] | None, now: datetime) -> None:
        self.picture = picture
        self.number = number
        self.problem = PICTURE_PROBLEMS[picture.problem] if picture.problem else ""
        self.transcript = Transcript("", ()) if picture.problem else transcript_of(picture)
        begin = f"p{number}"
        self.sender = SenderForm(given, prefix=begin, initial={"sender": self.transcript.sender})
        self.rows = [
            Row(bubble, self._form(bubble, f"{begin}-{place}", given, now))
            for place, bubble in enumerate(self.transcript.bubbles)
        ]

    def _form(self, bubble: Bubble, prefix: str, given: Mapping[str, Any] | None, now: datetime) -> BubbleForm:
        zone = timezone.get_current_timezone()
        known = {
            "words": bubble.text.words,
            "received_at": moment_on(bubble.time, day=None, now=now, zone=zone),
            "whose": OWN if bubble.is_own else RECEIVED,
        }
        rows = sum(len(line) // _ROW + 1 for line in bubble.text.words.split("\n"))
        return BubbleForm(given, prefix=prefix, initial=known, now=now, rows=rows)

    @property
    def forms(self) -> list[Any]:
        """All forms of the picture."""
        return [self.sender, *(row.form for row in self.rows)]


class Review:
    """All pictures that were handed in together."""

    def __init__(self, pictures: Sequence[PictureInHand], given: Mapping[str, Any] | None, now: datetime) -> None:
        self._now = now
        days = (day_in_name(picture.name, timezone.localtime(now)) for picture in pictures)
        self.named_day = next(filter(None, days), None)
        self.looked = [Looked(picture, number, given, now) for number, picture in enumerate(pictures)]
        channel = Channel.SMS if self._is_of_numbers else Channel.CHAT
        self.form = UploadForm(given, initial={"day": self.named_day, "channel": channel}, now=now)

    @property
    def _is_of_numbers(self) -> bool:
        """Whether no picture names a person or shows what the owner wrote: then it is SMS rather than a chat."""
        own = any(bubble.is_own for one in self.looked for bubble in one.transcript.bubbles)
        return not own or all(one.transcript.sender.isdecimal() for one in self.looked if not one.problem)

    @property
    def has_messages(self) -> bool:
        """Whether anything could be read."""
        return any(one.rows for one in self.looked)

    def is_valid(self) -> bool:
        """Whether nothing is wrong with anything that was typed."""
        return all_valid([self.form, *(form for one in self.looked for form in one.forms)])

    @cached_property
    def noted(self) -> list[list[tuple[str, Noted]]]:
        """For each picture what its owner made of its messages: whose they are, and what they say."""
        return [[self._noted(one, row) for row in one.rows] for one in self.looked]

    def _noted(self, looked: Looked, row: Row) -> tuple[str, Noted]:
        said = row.form.cleaned_data
        zone = timezone.get_current_timezone()
        day = self.form.cleaned_data["day"]
        at = said["received_at"] or moment_on(row.bubble.time, day=day, now=self._now, zone=zone)
        return said["whose"], Noted(said["words"], looked.sender.cleaned_data["sender"], at)

    @property
    def paste(self) -> str:
        """The received messages as a paste; empty where there are none."""
        received = (note for notes in self.noted for whose, note in notes if whose == RECEIVED and note.text)
        return paste_of(received, timezone.get_current_timezone())

    def remember(self) -> None:
        """Keep what the owner made of the pictures until the messages are kept."""
        for one, notes in zip(self.looked, self.noted, strict=True):
            one.picture.noted = [
                {"whose": whose, "text": note.text, "at": note.received_at and note.received_at.isoformat()}
                for whose, note in notes
            ]
            one.picture.save(update_fields=["noted"])


def pieces_of(text: Text) -> Iterator[Piece]:
    """Cut words where doubtful signs begin and end."""
    doubtful = set(text.doubtful)
    flags = [place in doubtful for place in range(len(text.words))]
    cuts = [0, *(place for place in range(1, len(flags)) if flags[place] != flags[place - 1]), len(flags)]
    for start, end in pairwise(cuts):
        yield Piece(text.words[start:end], flags[start])
