"""Reminders by mail of the days until which an answer is due, and of answers that have not come.

A mail may be read by others. So it names neither the lender nor the matter, and its subject is that of every reminder.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.actions import Route, WriteContext, claim_deadlines
from debts.disputes.deadlines import Deadline
from debts.dossier.casework import open_matters
from debts.dossier.own_mails import reminder_to, say_days_until, send_claimed
from debts.models import DeadlineStage, DisputeStep, SentDeadline, User
from debts.queries import profile_of, zone_of

# A product choice: whoever turns reminders on later is not told of what was late long before.
LATE_FOR = timedelta(days=14)

Key = tuple[int, str, date, str]


@dataclass(frozen=True, slots=True)
class Awaited:
    """The end of a period that is near, or that has passed without an answer; ``step`` is the row's number."""

    step: int
    deadline: Deadline
    stage: DeadlineStage

    @property
    def key(self) -> Key:
        """By what it is told once."""
        return self.step, self.deadline.limit.id, self.deadline.due.day, self.stage.value


def awaited(owner: User, today: date) -> list[Awaited]:
    """What the owner wants to be told of on that day of the owner's clock, in the order of the days."""
    matters = [matter for _dispute, several in open_matters(owner, today) for matter in several]
    ahead = timedelta(days=profile_of(owner).remind_days or 0)
    ends = ((int(matter.sent.id), one) for matter in matters for one in matter.deadlines if one.limit.is_statutory)
    found = ((step, one, _stage(one, today, ahead)) for step, one in ends)
    every = [Awaited(step, one, stage) for step, one, stage in found if stage]
    return sorted(every, key=lambda one: (one.deadline.due.day, one.step))


def _stage(deadline: Deadline, today: date, ahead: timedelta) -> DeadlineStage | None:
    due = deadline.due.day
    if today <= due <= today + ahead:
        return DeadlineStage.SOON
    return DeadlineStage.LATE if deadline.is_past(today) and today - due <= LATE_FOR else None


def new_deadlines(owner: User, now: datetime) -> int:
    """How many days the next mail would tell of."""
    told = set(SentDeadline.objects.filter(owner=owner).values_list("step", "limit", "due_on", "stage"))
    return len({one.key for one in awaited(owner, _today(owner, now))} - told)


def remind_of_deadlines(owner: User, now: datetime) -> int:
    """Send the owner one mail about all that nobody told yet; answer how many days it tells of.

    They are claimed before and let go of where the mail cannot be sent. Raises what the mail server raised.
    """
    ctx, today = WriteContext(owner, Route.COMMAND, now), _today(owner, now)
    found = awaited(owner, today)
    claims = claim_deadlines(ctx, _claimable(owner, found))
    if not claims:
        return 0
    claimed = {(claim.step_id, claim.limit, claim.due_on, str(claim.stage)) for claim in claims}
    told = [one for one in found if one.key in claimed]
    send_claimed(ctx, claims, reminder_to(owner, lambda: _words(told, today)))
    return len(claims)


def _today(owner: User, now: datetime) -> date:
    return now.astimezone(zone_of(owner)).date()


def _claimable(owner: User, found: Iterable[Awaited]) -> Iterator[tuple[DisputeStep, str, date, DeadlineStage]]:
    found = list(found)
    steps = DisputeStep.objects.of(owner).in_bulk([one.step for one in found])
    return ((steps[one.step], one.deadline.limit.id, one.deadline.due.day, one.stage) for one in found)


def _words(told: Sequence[Awaited], today: date) -> Iterator[str]:
    many = ngettext("有 %(count)s 个日子请留意：", "有 %(count)s 个日子请留意：", len(told))
    yield many % {"count": len(told)}
    yield ""
    yield from (_line(one, today) for one in told)
    yield ""
    yield _("是哪一件、下一步怎么走，请登录账本查看；已经收到答复的，请在账本里补记。")


def _line(one: Awaited, today: date) -> str:
    day = one.deadline.due.day
    words = {"day": date_format(day, "DATE_FORMAT"), "when": say_days_until((day - today).days)}
    if one.stage is DeadlineStage.LATE:
        return _("%(day)s  答复的期限已过，账本里还没有记到答复") % words
    return _("%(day)s（%(when)s）  答复的期限到这一天") % words
