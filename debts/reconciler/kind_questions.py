"""What the rules of kinds ask of the signs of a text again and again: is money asked for, is a debt said to be open."""

from debts.reconciler.harmless_signs import FEES, REPAIRS
from debts.reconciler.kind_signs import FIRM_DUE, MILD_CHASE, NOT_OF_A_COURT, NOT_OF_A_DEBT, SOFT_DUE, SOFT_PAY, TOPIC
from debts.reconciler.signs import Signs


def is_chased(signs: Signs) -> bool:
    """Whether the reader is chased, in words that no friendly reminder uses."""
    return bool(signs.ids("chase") - MILD_CHASE)


def is_court_notice(signs: Signs) -> bool:
    """A court tells of a case and asks for no payment: a legal matter, and a claim of nobody (design, rule 9)."""
    presses = demands_payment(signs) or says_owing(signs) or signs.has("pending", *NOT_OF_A_COURT) or is_chased(signs)
    return signs.is_court and signs.has("legal") and not presses


def asks_for_money(signs: Signs) -> bool:
    """Whether a fraud asserts a debt or asks for a payment as if it were due."""
    told = signs.ids("pay") - NOT_OF_A_DEBT or (signs.has("pay") and signs.has("legal"))
    is_owing = says_owing(signs) and not signs.ids("fraud") <= REPAIRS
    owes = is_owing or signs.ids("unpaid") - {"unpaid.subrogated", "unpaid.claim_paid_out"}
    is_bill = signs.has("pending") or {"not_debt.phone", "hand_over.arrears"} <= signs.phrases
    takes = signs.ids("hand_over") - {"hand_over.arrears"} or signs.ids("fraud", "private_payee") & FEES
    return bool(owes or told or is_bill or takes)


def says_owing(signs: Signs) -> bool:
    """Whether something is said to be unpaid, and not only what the debt is called."""
    return signs.has("overdue", "failed") or bool(signs.ids("unpaid") - TOPIC)


def demands_payment(signs: Signs) -> bool:
    """Whether the reader is told to pay, in words that mean nothing else; 下期请按时还款 asks for nothing now."""
    next_time = {"pay.urged"} if signs.phrases >= {"due.on_time", "pay.urged"} and signs.has("receipt") else set()
    return bool(signs.ids("pay") - SOFT_PAY - next_time)


def is_firm_bill(signs: Signs) -> bool:
    """A sum of this term and the day on which it falls due: a bill, though an offer stands beside it."""
    return signs.has("pending") and signs.has_amount and bool(signs.ids("due") & FIRM_DUE)


def claim_weight(signs: Signs) -> int:
    """How much speaks for a claim, in the coin in which offers are counted."""
    due = bool(signs.ids("due") - SOFT_DUE)
    chases = is_chased(signs)
    return 2 * signs.has("pending") + 2 * due + 3 * demands_payment(signs) + signs.has("due") + 2 * chases


def is_transaction(signs: Signs) -> bool:
    """Whether money is said to have moved."""
    if signs.has("anti_fraud") and signs.ids("moved") <= {"moved.came"} and not signs.has("receipt", "disbursed"):
        return False
    return bool(signs.ids("moved") & {"moved.notice", "moved.app_figure"}) or (
        signs.has("moved", "receipt", "disbursed") and signs.has_amount
    )
