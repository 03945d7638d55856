"""What is said about a row of a bill: where it stands, what is asked about it, why it fits a loan."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from debts.dossier.facts import loan_label
from debts.intake.bills import BillRow, Place, UnreadableRow
from debts.intake.bills.matching import MatchOutcome, paid_by
from debts.intake.bills.proposals import Proposal, State
from debts.models import Loan
from debts.reconciler.types import Reason
from debts.wording import BILL_COLUMNS, BILL_ROW_PROBLEMS, say, say_amount
from debts.wording.excerpts import shortened

LONGEST_DETAIL = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One reason in words."""

    text: str
    speaks_for: bool


def told(reasons: Iterable[Reason]) -> tuple[Told, ...]:
    """The reasons in words, in their order."""
    return tuple(Told(say(reason), reason.speaks_for) for reason in reasons)


def question_of(one: Proposal) -> str:
    """What a person has to say about a row; nothing where it is clear."""
    if one.state is State.NEW:
        return ""
    if one.match.outcome is MatchOutcome.ONE:
        return _("请核对是不是还这一笔，是就打勾。")
    if one.match.outcome is MatchOutcome.SEVERAL:
        return _("有几笔借款都可能相符，请选一笔再打勾。")
    name = lender_named(one)
    return _("账本里没有“%(name)s”的借款。") % {"name": name} if name else _("看不出还的是哪一笔，请选一笔再打勾。")


def lender_named(one: Proposal) -> str:
    """The lender that a row names and of whom it fits no loan; of several words the longest says most."""
    if one.match.candidates:
        return ""
    return max((name.text for name in one.relation.names), key=len, default="")


def instalments_of(one: Proposal) -> str:
    """Which instalments the payment is for, where one loan fits."""
    best = one.match.candidates[0] if one.match.outcome is MatchOutcome.ONE else None
    if not best or not best.instalments:
        return ""
    numbers = _("、").join(map(str, best.instalments))
    count = len(best.instalments)
    return ngettext("第 %(numbers)s 期", "第 %(numbers)s 期", count) % {"numbers": numbers}


def loan_option(loan: Loan, *, is_alone: bool) -> str:
    """A loan as a list of choices names it, with its day; by its lender too, where another has the same name."""
    name = loan_label(loan)
    drawn = _("%(day)s 借") % {"day": date_format(loan.drawn_on, "Y-m-d")} if loan.drawn_on else ""
    return " · ".join(filter(None, (name, drawn, "" if is_alone else loan.lender.name)))


def say_sum(row: BillRow) -> str:
    """What a row paid in the end; a currency that nobody knows is said to be unknown."""
    return say_amount(paid_by(row), row.currency or pgettext("currency", "币种不明"))


def say_place(place: Place) -> str:
    """Where a row stands in its file."""
    if place.sheet:
        return _("“%(sheet)s”第 %(line)d 行") % {"sheet": place.sheet, "line": place.line}
    return _("第 %(line)d 行") % {"line": place.line}


def say_unreadable(row: UnreadableRow) -> str:
    """A row that cannot be read: where, which column, why, and what stands there."""
    why = str(BILL_ROW_PROBLEMS[row.code])
    where = say_place(row.place)
    if row.field:
        where = _("%(place)s的“%(column)s”") % {"place": where, "column": BILL_COLUMNS[row.field]}
    said = _("%(where)s：%(why)s") % {"where": where, "why": why}
    if not row.detail:
        return said
    return _("%(said)s（写的是“%(detail)s”）") % {"said": said, "detail": shortened(row.detail, LONGEST_DETAIL)}
