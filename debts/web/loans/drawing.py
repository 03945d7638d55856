"""The timeline as a drawing from left to right: places only, all colours and sizes belong to the style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from debts.web.loans.timeline import Event, EventKind, Tone

WIDTH, LEFT, RIGHT = 1000, 20, 980
# Labels are about this wide; one that would run over the edge, or into another, is moved or left out.
_LABEL = 90
_OF_THEIR_OWN = frozenset({EventKind.PROOF, EventKind.DOUBTED, EventKind.DUE, EventKind.PAID})


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the line."""

    x: int
    event: Event

    @property
    def shape(self) -> str:
        """Which drawing stands for it."""
        if self.event.kind is EventKind.MESSAGE:
            return "flagged" if self.event.tone is Tone.SEAL else "message"
        return {
            EventKind.PROOF: "proof",
            EventKind.DOUBTED: "doubted",
            EventKind.DUE: "due",
            EventKind.PAID: "paid",
        }.get(self.event.kind, "event")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line with its marks; ``paid_to`` is where the pine part ends, ``settled`` where the flag stands."""

    marks: tuple[Mark, ...]
    first: datetime
    now_x: int
    paid_to: int
    settled: Mark | None

    @property
    def shows_first_label(self) -> bool:
        """Whether the label at the left end has room beside the settlement's."""
        return self.settled is None or self.settled.x > LEFT + _LABEL * 1.5

    @property
    def shows_now_label(self) -> bool:
        """Whether the label of today has room beside the settlement's."""
        return self.settled is None or abs(self.now_x - self.settled.x) > _LABEL

    @property
    def settled_anchor(self) -> str:
        """How the settlement's label hangs on its mark, so that it stays inside the drawing."""
        return _anchor(self.settled.x) if self.settled else "middle"

    @property
    def now_anchor(self) -> str:
        """The same for the label of today."""
        return _anchor(self.now_x)


def draw(events: Sequence[Event], now: datetime) -> Drawing | None:
    """Place the events on a line that is true to time; None where there is no stretch of time to draw."""
    past_and_next = [event.at for event in events]
    if not past_and_next:
        return None
    first, last = min(*past_and_next, now), max(*past_and_next, now)
    if last - first < timedelta(days=2):
        return None

    def place(at: datetime) -> int:
        return LEFT + round((RIGHT - LEFT) * ((at - first) / (last - first)))

    marks = tuple(Mark(place(event.at), event) for event in events)
    settled = next((mark for mark in marks if mark.event.kind is EventKind.SETTLED), None)
    payments = [mark.x for mark in marks if mark.event.kind is EventKind.PAID]
    paid_to = settled.x if settled else max(payments, default=LEFT)
    others = [mark for mark in marks if mark is not settled]
    # What is drawn last lies on top: no payment must hide a message of the same days, and no message a flagged one.
    others.sort(key=lambda mark: (mark.event.kind is EventKind.MESSAGE, mark.event.tone is Tone.SEAL))
    return Drawing(tuple(others), first, place(now), paid_to, settled)


def _anchor(x: int) -> str:
    if x < LEFT + _LABEL // 2:
        return "start"
    return "end" if x > RIGHT - _LABEL // 2 else "middle"
