"""A dispute in words: causes, channels with their periods and ranks, what is awaited, and the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from debts.disputes.course import CERTIFICATE, LENDER, Alarms, Fit, Matter, State, fitted, offers
from debts.disputes.deadlines import Deadline
from debts.disputes.diagnosis import Likely
from debts.dossier.casework import periods_of
from debts.dossier.letters.certificate import KIND as CERTIFICATE_LETTER
from debts.models import DisputeStep
from debts.rulebook import Channel, Start, TimeLimit, Verification, in_script, load_rulebook
from debts.rulebook.letters import load_letters
from debts.web.disputes.cases import Case
from debts.web.disputes.forms import channel_name
from debts.wording.disputes import FITS, LIKELY_CAUSES, NEXT_STEPS, STATES, VERIFICATIONS

TONES = {
    State.WAITING: "sky",
    State.LATE: "ask",
    State.OVERDUE: "seal",
    State.NO_PERIOD: "calm",
    State.ANSWERED: "ok",
    State.UNSATISFIED: "ask",
}
STARTS: dict[Start, Promise] = {
    Start.RECEIPT: gettext_lazy("收到后 %(count)s：%(what)s"),
    Start.ACCEPTANCE: gettext_lazy("受理或转送后 %(count)s：%(what)s"),
    Start.NOTICE: gettext_lazy("接到通知后 %(count)s（您自己的期限）：%(what)s"),
}
FIT_TONES = {Fit.AT_ONCE: "seal", Fit.NOW: "ok", Fit.BESIDE: "sky"}


@dataclass(frozen=True, slots=True)
class ToldCause:
    """A likely cause with what to do about it."""

    name: str
    messages: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a channel in words, with what it rests on."""

    text: str
    basis: str
    is_yardstick: bool
    is_unchecked: bool


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel as its card says it; ``letter`` is the address of the letter for it, empty where there is none."""

    id: str
    name: str
    accepts: str
    how: str
    attach: str
    warning: str
    checked: str
    is_checked: bool
    periods: tuple[Period, ...]
    contact: str
    letter: str


@dataclass(frozen=True, slots=True)
class ToldLetter:
    """A letter of the dispute by its name, with who may use it and its address."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """Channels that are offered for the same reason."""

    fit: str
    name: str
    tone: str
    cards: tuple[ChannelCard, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The last day of a period: how far away, and whether it is certain."""

    day: date
    text: str
    away: str
    basis: str
    is_past: bool
    is_certain: bool
    is_yardstick: bool


@dataclass(frozen=True, slots=True)
class ToldMatter:
    """What was handed in, how it stands, and what is to be awaited."""

    step: DisputeStep
    channel: str
    state: str
    tone: str
    days: tuple[Day, ...]
    replies: tuple[DisputeStep, ...]
    starts_later: bool
    is_kind_missing: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """A step as the log shows it."""

    step: DisputeStep
    name: str
    channel: str
    is_answered: bool
    letter: str


def told_causes(causes: Iterable[Likely]) -> list[ToldCause]:
    """Likely causes in words."""
    return [
        ToldCause(str(LIKELY_CAUSES[one.cause]), one.messages, tuple(map(str, NEXT_STEPS[one.cause]))) for one in causes
    ]


def cards_of(case: Case, alarms: Alarms) -> list[ChannelGroup]:
    """The channels for the case in groups: at once, now, beside, depending, later, tried."""
    found = offers(load_rulebook(), case.kind, case.matters, alarms)
    groups = ((fit, tuple(card_of(one.channel, case) for one in found if one.fit is fit)) for fit in Fit)
    return [
        ChannelGroup(fit.value, str(FITS[fit]), FIT_TONES.get(fit, "calm"), cards) for fit, cards in groups if cards
    ]


def card_of(channel: Channel, case: Case) -> ChannelCard:
    """A channel in the language of the page, with the periods that bind this kind of lender."""
    language = get_language() or ""
    limits = fitted(load_rulebook(), channel, case.kind, case.today).limits
    return ChannelCard(
        id=channel.id,
        name=channel.name.in_language(language),
        accepts=channel.accepts.in_language(language),
        how=channel.how.in_language(language),
        attach=channel.attach.in_language(language),
        warning=channel.warning.in_language(language) if channel.warning else "",
        checked=str(VERIFICATIONS[channel.verification]),
        is_checked=channel.verification is Verification.VERIFIED,
        periods=tuple(map(_period, limits)),
        contact=channel.contact,
        letter=_letter_for(channel, case),
    )


def letter_to_write(case: Case, alarms: Alarms) -> ToldLetter | None:
    """The letter whose turn it is: what is urgent first, then the next channel; None while an answer may still come."""
    if not case.is_mainland:
        return None if case.matters else _told_letter(LENDER, case)
    found = offers(load_rulebook(), case.kind, case.matters, alarms)
    due = [one.channel.id for fit in (Fit.AT_ONCE, Fit.NOW) for one in found if one.fit is fit]
    tried = {matter.sent.channel for matter in case.matters}
    letters = (_told_letter(channel, case) for channel in due if channel not in tried)
    return next(filter(None, letters), None)


def _told_letter(channel: str, case: Case) -> ToldLetter | None:
    kind = next((one for one in load_letters() if one.channel == channel), None)
    if kind is None:
        return None
    language = get_language() or ""
    address = reverse("letter_of_dispute", args=[case.dispute.pk, kind.id])
    return ToldLetter(kind.name.in_language(language), kind.about.in_language(language), address)


def _letter_for(channel: Channel, case: Case) -> str:
    """The letter of the dispute that goes to a channel; whether it fits its page says itself."""
    if channel.id == CERTIFICATE:
        return reverse("certificate_letter", args=[case.dispute.loan_id]) if case.dispute.loan_id else ""
    letter = _told_letter(channel.id, case)
    return letter.url if letter else ""


def _period(limit: TimeLimit) -> Period:
    citation = load_rulebook().citation(limit.citation)
    words = {"count": _count(limit), "what": limit.text.in_language(get_language() or "")}
    return Period(
        text=str(STARTS[limit.starts]) % words,
        basis=_basis(limit),
        is_yardstick=not limit.is_statutory,
        is_unchecked=citation.verification is not Verification.VERIFIED,
    )


def _count(limit: TimeLimit) -> str:
    if limit.is_working_days:
        return ngettext("%(days)d 个工作日", "%(days)d 个工作日", limit.days) % {"days": limit.days}
    return ngettext("%(days)d 天", "%(days)d 天", limit.days) % {"days": limit.days}


def _basis(limit: TimeLimit) -> str:
    book = load_rulebook()
    citation = book.citation(limit.citation)
    rank = book.rank(citation.rank)
    language = get_language() or ""
    name, article = in_script(citation.instrument, language), in_script(citation.article, language)
    words = {"name": name, "article": article, "rank": rank.name.in_language(language)}
    return _("%(name)s%(article)s（%(rank)s）") % words


def told_matter(matter: Matter, case: Case) -> ToldMatter:
    """What was handed in, with the days until which an answer is due."""
    step = next(row for row in case.steps if str(row.pk) == matter.sent.id)
    limits = periods_of(matter.sent, case.kind, is_mainland=case.is_mainland)
    return ToldMatter(
        step=step,
        channel=channel_name(matter.sent.channel),
        state=str(STATES[matter.state]),
        tone=TONES[matter.state],
        days=tuple(_day(one, case.today) for one in matter.deadlines),
        replies=tuple(row for row in case.steps if row.answers_id == step.pk),
        starts_later=matter.is_open
        and matter.accepted is None
        and any(one.starts is Start.ACCEPTANCE for one in limits),
        is_kind_missing=not case.kind and matter.sent.channel == LENDER,
        is_open=matter.is_open,
    )


def _day(deadline: Deadline, today: date) -> Day:
    limit = deadline.limit
    return Day(
        day=deadline.due.day,
        text=limit.text.in_language(get_language() or ""),
        away=say_days_away((deadline.due.day - today).days),
        basis=f"{_count(limit)} · {_basis(limit)}",
        is_past=deadline.is_past(today),
        is_certain=deadline.due.is_certain,
        is_yardstick=not limit.is_statutory,
    )


def say_days_away(days: int) -> str:
    """How far away a day is, of which ``days`` are still to come."""
    if days == 0:
        return _("就是今天")
    if days > 0:
        return ngettext("还有 %(days)d 天", "还有 %(days)d 天", days) % {"days": days}
    return ngettext("已过 %(days)d 天", "已过 %(days)d 天", -days) % {"days": -days}


def log_of(case: Case) -> list[LogLine]:
    """Every step, the newest first."""
    answered = {row.answers_id for row in case.steps}
    return [
        LogLine(
            row,
            str(row.get_kind_display()),
            channel_name(row.channel) if row.channel else "",
            row.pk in answered,
            _letter_name(row.letter),
        )
        for row in reversed(case.steps)
    ]


def _letter_name(letter: str) -> str:
    """What kind of letter it was; nothing for one of another rulebook."""
    if letter == CERTIFICATE_LETTER:
        return _("结清证明申请")
    names = (one.name.in_language(get_language() or "") for one in load_letters() if one.id == letter)
    return next(names, "")
