"""The ledger's figures at the time of a message, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from debts.dossier.facts import Fact
from debts.dossier.known import Known, moment
from debts.finance import Position
from debts.reconciler.standing import Standing
from debts.reconciler.types import Judgement, Verdict
from debts.wording import PROOF_LEVELS, say_amount
from debts.wording.stored import words_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the ledger, or of the message beside it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a loan stood when the message came."""

    label: str
    fact: Fact | None
    figures: tuple[Figure, ...]


def accounts_of(judgement: Judgement, known: Known) -> Iterator[Account]:
    """The loan that the answer is about; where that is open, each loan that it may be about."""
    verdict = judgement.verdict
    if verdict.as_of is None:
        return
    ids = [verdict.loan_id] if verdict.loan_id else [one.loan_id for one in judgement.match.candidates]
    for loan in (known.loans[one] for one in ids if one in known.loans):
        standing = Standing(loan.facts, verdict.as_of, known.zone, owners=known.owners)
        if standing.exists:
            claimed = _claimed(verdict, loan.facts.currency) if verdict.loan_id else ()
            yield Account(loan.label, known.facts.get(("loan", loan.facts.id)), (*claimed, *_standing(standing)))


def summary_of(verdict: Verdict, currency: str) -> Iterator[str]:
    """The figures of a verdict as short remarks for one line."""
    if verdict.days_since_settlement is not None:
        days = verdict.days_since_settlement
        yield _("结清 %(days)d 天后收到") % {"days": days} if days else _("结清后不到一天收到")
    if verdict.claimed is not None:
        yield _("消息要 %(sum)s") % {"sum": say_amount(verdict.claimed, currency)}
    if verdict.owed is not None:
        yield _("账本上应还 %(sum)s") % {"sum": say_amount(verdict.owed, currency)}
    if verdict.proof_level:
        yield words_of(PROOF_LEVELS, verdict.proof_level)


def _claimed(verdict: Verdict, currency: str) -> Iterator[Figure]:
    """What the message asks for, beside what the ledger says to just that."""
    if verdict.claimed is not None:
        yield Figure(_("消息要的"), say_amount(verdict.claimed, currency))
    if verdict.owed is not None:
        yield Figure(_("账本上与此对应的应还"), say_amount(verdict.owed, currency))
    if verdict.claimed is not None and verdict.owed is not None and verdict.claimed > verdict.owed:
        yield Figure(_("消息多要的"), say_amount(verdict.claimed - verdict.owed, currency))


def _standing(standing: Standing) -> Iterator[Figure]:
    currency = standing.loan.currency
    yield Figure(_("到那时累计已还"), say_amount(standing.position.paid, currency))
    if standing.settled_at:
        yield Figure(_("结清的时间"), moment(standing.settled_at, standing.zone))
        if standing.proof_level:
            yield Figure(_("结清的证明程度"), words_of(PROOF_LEVELS, standing.proof_level))
    else:
        yield from _open(standing.position, currency)


def _open(position: Position, currency: str) -> Iterator[Figure]:
    def money(value: Decimal) -> str:
        return say_amount(value, currency)

    yield Figure(_("还没有还的"), money(position.balance))
    if position.overdue is None:  # the terms are too short to tell what falls due when
        return
    yield Figure(_("其中已经到期的"), money(position.overdue))
    if position.penalty:
        yield Figure(_("按条款的罚息"), money(position.penalty))
    if position.next_due_on and position.next_amount is not None:
        params = {"day": date_format(position.next_due_on, "DATE_FORMAT"), "sum": money(position.next_amount)}
        yield Figure(_("下一期"), _("%(day)s，%(sum)s") % params)
