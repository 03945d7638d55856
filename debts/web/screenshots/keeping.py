"""Keeping the pictures from which messages were read, when those messages are kept."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from debts.actions import WriteContext, keep_picture
from debts.importing.pictures import path_of
from debts.intake.screenshots.drafts import paragraphs, words_of
from debts.models import Message, PictureInHand
from debts.web.screenshots.forms import OWN, RECEIVED
from debts.web.screenshots.handing_in import transcript_of

_ALIKE = 0.6  # of a text that was changed once more on the page of answers


def keep_pictures(ctx: WriteContext, upload: str, messages: Sequence[Message]) -> None:
    """Keep each picture of an upload beside those of the messages that stand on it; without any it is not kept."""
    pictures = PictureInHand.objects.filter(owner=ctx.owner, upload=upload).exclude(noted=None)
    for picture in pictures:
        path = path_of(picture.file)
        shown = [message for message in messages if _stands_on(message.text, picture)]
        if shown and path.exists():
            with path.open("rb") as file:
                read, corrected = words_of(transcript_of(picture)), noted_words(picture)
                keep_picture(ctx, file, picture.name, shown, read=read, corrected=corrected)


def _stands_on(text: str, picture: PictureInHand) -> bool:
    """Whether a message was read off the picture, be it that a few words were changed since."""
    received = [_bare(note["text"]) for note in picture.noted or () if note["whose"] == RECEIVED]
    words = _bare(text)
    return any(words == one or SequenceMatcher(None, words, one).ratio() > _ALIKE for one in received)


def _bare(text: str) -> str:
    return "".join(text.split())


def noted_words(picture: PictureInHand) -> str:
    """What was read as the owner left it; what the owner took for no message is not in it."""
    notes = [note for note in picture.noted or () if note["whose"] in (RECEIVED, OWN)]
    return paragraphs((note["at"] or "", note["text"], note["whose"] == OWN) for note in notes)
