"""A loan's life on one line: drawn, due days, payments, settlement, proofs and messages, in order of time.

The same events are shown twice: upright as a list of dates, and drawn from left to right for wide screens.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.finance import Instalment, PaymentKind
from debts.finance.moments import at_end_of, is_day_only
from debts.models import Message
from debts.web.loans.standing import LoanStanding, payment_remarks, proofs_of, repayments_of
from debts.web.loans.words import excerpt
from debts.web.worded import tone_of
from debts.wording import VERDICTS, say_amount
from debts.wording.stored import words_of

# A few quiet lines read well one by one; a year of due days and payments is folded.
_FOLD_FROM = 5


class Tone(StrEnum):
    """How an event is coloured; red only for what offends against a settlement or the ledger."""

    QUIET = "quiet"
    CALM = "calm"
    OK = "ok"
    SEAL = "seal"
    ASK = "ask"


class EventKind(StrEnum):
    """What happened."""

    DRAWN = "drawn"
    DUE = "due"
    PAID = "paid"
    ENTRY = "entry"
    SETTLED = "settled"
    PROOF = "proof"
    DOUBTED = "doubted"
    ASSIGNED = "assigned"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``has_clock`` is False where only the day is known."""

    at: datetime
    kind: EventKind
    title: str
    detail: str = ""
    tone: Tone = Tone.CALM
    url: str = ""
    has_clock: bool = True
    is_future: bool = False

    @property
    def order(self) -> tuple[datetime, int]:
        """Place on the line; of what happened at once the kinds decide."""
        return (self.at, list(EventKind).index(self.kind))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events shown together: one by one, or folded where they are many and quiet."""

    events: tuple[Event, ...]
    is_folded: bool

    @property
    def summary(self) -> str:
        """What a folded stretch holds."""
        due = sum(event.kind is EventKind.DUE for event in self.events)
        paid = sum(event.kind is EventKind.PAID for event in self.events)
        parts = [ngettext("%(count)d 个还款日", "%(count)d 个还款日", due) % {"count": due}] if due else []
        parts += [ngettext("%(count)d 次还款", "%(count)d 次还款", paid) % {"count": paid}] if paid else []
        other = len(self.events) - due - paid
        parts += [ngettext("%(count)d 条其他记录", "%(count)d 条其他记录", other) % {"count": other}] if other else []
        return _("、").join(parts)


def events_of(
    standing: LoanStanding,
    messages: Iterable[Message],
    now: datetime,
    zone: tzinfo,
    refuted: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Event, ...]:
    """Everything that happened to a loan, oldest first; of the due days ahead only the next.

    ``messages`` come with their verdicts; one whose time nobody knows has no place on a line. ``refuted`` says, by row
    number, why a paper does not count as a proof.
    """
    every = [*_terms(standing, zone), *_payments(standing, zone), *_ending(standing, zone)]
    every += _papers(standing, refuted, zone)
    every += _due_days(standing, now.astimezone(zone).date(), zone)
    every += [_message(message, zone) for message in messages if message.received_at]
    return tuple(sorted(every, key=lambda event: event.order))


def stretches(events: Sequence[Event]) -> list[Stretch]:
    """Events in groups, long runs of quiet ones folded."""
    groups = ((quiet, tuple(run)) for quiet, run in groupby(events, key=lambda event: event.tone is Tone.QUIET))
    return [Stretch(run, is_folded=quiet and len(run) >= _FOLD_FROM) for quiet, run in groups]


def _terms(standing: LoanStanding, zone: tzinfo) -> Iterator[Event]:
    loan = standing.loan
    if loan.drawn_on:
        title = _("借款 %(sum)s") % {"sum": say_amount(loan.principal, loan.currency)}
        yield Event(_start_of(loan.drawn_on, zone), EventKind.DRAWN, title, has_clock=False)
    for row in loan.assignments_in_force:  # type: ignore[attr-defined]  # set by the prefetch
        if row.notified_on:
            title = _("接到债权转让通知：%(name)s") % {"name": row.assignee}
            yield Event(_start_of(row.notified_on, zone), EventKind.ASSIGNED, title, has_clock=False)


def _payments(standing: LoanStanding, zone: tzinfo) -> Iterator[Event]:
    for row in repayments_of(standing.loan):
        is_odd = payment_remarks(standing.loan, standing.settlement, row.paid_at, zone)
        was_undone = row.reversed_at is not None
        yield Event(
            at=row.paid_at.astimezone(zone),
            kind=EventKind.PAID if row.entry.kind is PaymentKind.PAYMENT and not was_undone else EventKind.ENTRY,
            title=_("%(kind)s %(sum)s")
            % {"kind": row.get_kind_display(), "sum": say_amount(row.amount, standing.loan.currency)},
            detail=" ".join([*is_odd, *([_("后来被退回")] if was_undone else [])]),
            tone=Tone.ASK if is_odd else Tone.QUIET,
            url=reverse("repayment_edit", args=[row.pk]),
            has_clock=not is_day_only(row.paid_at, zone),
        )


def _ending(standing: LoanStanding, zone: tzinfo) -> Iterator[Event]:
    if standing.settled_at:
        recorded = standing.settlement
        title = _("结清") if recorded else _("按记录的还款已还清")
        yield Event(
            at=standing.settled_at.astimezone(zone),
            kind=EventKind.SETTLED,
            title=title,
            detail=recorded.get_basis_display() if recorded else _("还没有结清记录"),
            tone=Tone.SEAL,
            url=reverse("settlement_edit", args=[standing.loan.pk]),
            has_clock=not is_day_only(standing.settled_at, zone),
        )


def _papers(standing: LoanStanding, refuted: Mapping[int, str], zone: tzinfo) -> Iterator[Event]:
    """The proofs; one that contradicts the ledger or itself asks for a look and is not shown as if all were well."""
    for proof in proofs_of(standing.loan):
        if not proof.issued_on:
            continue
        why = refuted.get(proof.pk)
        told = (_("没有算作证明：%(why)s") % {"why": why},) if why else (proof.issuer, proof.number)
        yield Event(
            at=at_end_of(proof.issued_on, zone),
            kind=EventKind.DOUBTED if why else EventKind.PROOF,
            title=proof.get_kind_display(),
            detail=_("、").join(part for part in told if part),
            tone=Tone.ASK if why else Tone.OK,
            has_clock=False,
        )


def _due_days(standing: LoanStanding, today: date, zone: tzinfo) -> list[Event]:
    """Due days that count: those until the settlement, and of an open loan the next one ahead."""
    ended = standing.settled_at.astimezone(zone).date() if standing.settled_at else None
    lines = [line for line in standing.course.plan(standing.position.at) if ended is None or line.due_on <= ended]
    past = sum(line.due_on <= today for line in lines)
    return [_due(standing, line, today, zone) for line in lines[: past + 1]]


def _due(standing: LoanStanding, line: Instalment, today: date, zone: tzinfo) -> Event:
    since = standing.position.overdue_since
    is_late = standing.is_overdue and since is not None and since <= line.due_on < today
    is_future = line.due_on > today
    total = say_amount(line.total, standing.loan.currency)
    return Event(
        at=_start_of(line.due_on, zone),
        kind=EventKind.DUE,
        title=_("第 %(number)d 期应还 %(sum)s") % {"number": line.number, "sum": total},
        detail=_("已逾期") if is_late else "",
        tone=Tone.ASK if is_late else Tone.CALM if is_future else Tone.QUIET,
        has_clock=False,
        is_future=is_future,
    )


def _message(message: Message, zone: tzinfo) -> Event:
    verdict = message.verdict.code
    return Event(
        at=message.received_at.astimezone(zone),  # type: ignore[union-attr]  # asked by the caller
        kind=EventKind.MESSAGE,
        title=f"{message.get_channel_display()} · {words_of(VERDICTS, verdict)}",
        detail=excerpt(message.text),
        tone=Tone(tone_of(verdict)),
        url=reverse("message", args=[message.pk]),
    )


def _start_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)
