"""What of the ledger an explanation needs: loans with their names, names of facts, the messages that findings count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from debts.dossier.facts import Facts, facts_of, loan_label
from debts.models import Lender, Loan, Message, User
from debts.queries import loan_facts, loans_of, profile_of, zone_of
from debts.reconciler.dates import CHINA
from debts.reconciler.types import Candidate, Finding, Judgement, LoanFacts


@dataclass(frozen=True, slots=True)
class LoanKnown:
    """A loan of the ledger with the names by which it is told from others."""

    facts: LoanFacts
    label: str
    lender: str


@dataclass(frozen=True, slots=True)
class Event:
    """A kept message that a finding counts, with its row and its name for people."""

    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, by archive id; times are told in ``zone``, and ``owners`` are the names of the profile."""

    loans: Mapping[str, LoanKnown] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    zone: tzinfo = CHINA
    owners: tuple[str, ...] = ()


def known_of(owner: User, row: Message, judgement: Judgement) -> Known:
    """Read what the explanation of a kept message needs, in a fixed number of queries."""
    loans = list(loans_of(owner).filter(ref__in=loans_named(judgement)))
    lenders = Lender.objects.of(owner).filter(ref__in=_lenders_named(judgement))
    counted = {one for finding in judgement.findings for one in events_of(finding)}
    events = Message.objects.of(owner).filter(ref__in=counted) if counted else ()
    names = profile_of(owner).names
    return known_from(loans, zone_of(owner), owners=names, lenders=lenders, messages=[row], events=events)


def known_from(
    loans: Iterable[Loan],
    zone: tzinfo,
    *,
    owners: Iterable[str] = (),
    lenders: Iterable[Lender] = (),
    messages: Iterable[Message] = (),
    events: Iterable[Message] = (),
) -> Known:
    """The same from rows that were read already; the loans came from ``queries.loans_of``."""
    loans = list(loans)
    return Known(
        loans={row.ref: LoanKnown(loan_facts(row), loan_label(row), row.lender.name) for row in loans},
        facts=facts_of(loans, lenders, messages),
        events={row.ref: _event(row, zone) for row in events},
        zone=zone,
        owners=tuple(owners),
    )


def moment(at: datetime | None, zone: tzinfo) -> str:
    """A moment on the owner's clock, to the minute; words where nobody knows it."""
    return date_format(at.astimezone(zone), "Y-m-d H:i") if at else _("时间不清楚")


def events_of(finding: Finding) -> tuple[str, ...]:
    """Archive ids of the messages that make a finding up, where it counts several and not this one alone."""
    return finding.events if len(finding.events) > 1 else ()


def loans_named(judgement: Judgement) -> set[str]:
    """Archive ids of the loans that a judgement speaks of."""
    match, verdict = judgement.match, judgement.verdict
    named = {fact.id for reason in verdict.reasons for fact in reason.facts if fact.kind == "loan"}
    weighed: Iterable[Candidate] = (*match.candidates, *match.set_aside)
    return named | {one.loan_id for one in weighed} | ({verdict.loan_id} if verdict.loan_id else set())


def _lenders_named(judgement: Judgement) -> set[str]:
    reasons = judgement.verdict.reasons
    return {fact.id for reason in reasons for fact in reason.facts if fact.kind == "lender"}


def _event(row: Message, zone: tzinfo) -> Event:
    parts = (moment(row.received_at, zone), row.get_channel_display(), row.sender)
    return Event(row.pk, " · ".join(part for part in parts if part))
