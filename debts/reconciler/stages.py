"""How far the pressing for a debt has gone, S1 to S4: a label for people, no part of any verdict.

S1 还款提醒   S2 逾期催收   S3 债权转让或委外   S4 诉讼
"""

from collections.abc import Collection

from debts.reconciler.readings import Kind, PartyMention, Stage
from debts.reconciler.signs import Signs
from debts.rulebook.parties import PartyKind

# A debt that is late by no more than this is still only reminded of (law sheet, section 10: about three days).
LONGEST_WARNING = 3
OTHERS = frozenset({PartyKind.ASSIGNEE, PartyKind.COLLECTOR, PartyKind.GUARANTOR})
PAID_FOR_THE_DEBTOR = frozenset({"unpaid.subrogated", "unpaid.insured"})


def stage_of(kind: Kind, signs: Signs, parties: Collection[PartyMention], overdue_days: int | None) -> Stage:
    """The stage of a text that claims a debt."""
    kinds = {one.kind for one in parties}
    is_case = kind is Kind.LEGAL_THREAT or (kind is Kind.FRAUD and signs.is_office)
    if is_case or (signs.has("legal") and kinds & {PartyKind.LAW_FIRM, PartyKind.MEDIATOR}):
        return Stage.LITIGATION
    if signs.has("transfer", "delegated") or kinds & OTHERS or signs.phrases & PAID_FOR_THE_DEBTOR:
        return Stage.TRANSFER
    is_early = overdue_days is not None and overdue_days <= LONGEST_WARNING
    if kind is Kind.REMINDER or (kind is Kind.COLLECTION and is_early and not signs.has("bombing", "insult", "safety")):
        return Stage.WARNING
    return Stage.COLLECTION
