"""What follows from the signs of a text alone: its kind, whether it claims a debt, what it demands and threatens."""

from dataclasses import dataclass, replace
from functools import lru_cache

from debts.reconciler.kind_questions import asks_for_money, is_court_notice
from debts.reconciler.kind_signs import CLAIM_KINDS
from debts.reconciler.kinds import kind_of
from debts.reconciler.signs import Signs
from debts.reconciler.types import Kind

DEMANDS = {
    "pay": "pay",
    "call": "call",
    "click": "click",
    "agreement": "sign",
    "private_channel": "add_on_chat",
    "private_payee": "pay_privately",
}
THREATS = ("legal", "credit", "visit", "contacts", "publish", "insult", "safety", "bombing")
# Of such a text, and where no debt is spoken of, only the sums are read: most of what a phone receives is like this.
QUIET = frozenset({Kind.MARKETING, Kind.BANK_TRANSACTION, Kind.VERIFICATION_CODE, Kind.OTHER})
ABOUT_DEBTS = (
    "loan_word", "transfer", "disbursed", "receipt", "settled", "overdue", "unpaid", "pay", "due", "pending",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gist:
    """What a text comes down to; ``is_about_debts`` tells whether its days, people and numbers are worth reading."""

    kind: Kind
    is_claim: bool
    is_about_debts: bool
    says_overdue: bool
    demands: frozenset[str]
    threats: frozenset[str]


@lru_cache(maxsize=8192)
def gist_of(signs: Signs) -> Gist:
    """The gist of a text; the texts of one template share it, and an inbox has few templates."""
    kind = kind_of(signs)
    return Gist(
        kind=kind,
        is_claim=_is_claim(kind, signs),
        is_about_debts=kind not in QUIET or signs.has(*ABOUT_DEBTS),
        says_overdue=signs.has("overdue") or "unpaid.dragging" in signs.ids("unpaid"),
        demands=_demands(signs),
        threats=frozenset(threat for threat in THREATS if signs.has(threat)),
    )


def with_kind(gist: Gist, kind: Kind, signs: Signs) -> Gist:
    """The gist of a text whose wording says that it is of another kind."""
    is_about_debts = kind not in QUIET or signs.has(*ABOUT_DEBTS)
    return replace(gist, kind=kind, is_claim=_is_claim(kind, signs), is_about_debts=is_about_debts)


def _is_claim(kind: Kind, signs: Signs) -> bool:
    if kind is Kind.FRAUD:
        return asks_for_money(signs)
    return kind in CLAIM_KINDS and not is_court_notice(signs)


def _demands(signs: Signs) -> frozenset[str]:
    demands = {demand for concept, demand in DEMANDS.items() if signs.has(concept)}
    if "agreement.reply" in signs.phrases:
        demands.add("reply")
    if "fraud.data" in signs.phrases:
        demands.add("give_data")
    return frozenset(demands)
