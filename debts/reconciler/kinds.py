"""What a message is, from the concepts that its words stand for.

Where a text is several things at once, the gravest claim names it; a text that only looks like a claim (a purchase on
credit, an offer, a library's notice) is told apart before.
"""

from debts.reconciler.harmless_signs import (
    HINTS,
    MANY_OFFERS,
    MONEY_HINTS,
    NOTHING_DUE,
    OF_CODES,
    PART_SETTLED,
    REPAIRS,
    SAID_IN_SALES,
    SAID_OF_A_SALE,
    SAID_OF_RENT,
)
from debts.reconciler.kind_claims import claim
from debts.reconciler.kind_harmless import harmless, is_advertising
from debts.reconciler.kind_questions import demands_payment, is_firm_bill, is_transaction
from debts.reconciler.kind_signs import NOT_ONLY_LENT, SOFT_PAY, STRONG, TOPIC
from debts.reconciler.kind_told import only_told
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Kind


def kind_of(signs: Signs) -> Kind:
    """The one primary kind."""
    for decide in (_fraud, _code, only_told, _ended, _not_debt, harmless, claim, _leftover):
        kind = decide(signs)
        if kind is not None:
            return kind
    return Kind.OTHER


def _fraud(signs: Signs) -> Kind | None:
    if signs.has("anti_fraud"):
        return None
    ids = signs.ids("fraud", "private_payee") - _otherwise_meant(signs)
    points = 2 * len(ids - HINTS) + len(ids & HINTS) + signs.is_office
    points += bool(ids & MONEY_HINTS and signs.speaks_of_loan) - (signs.notices > 1)
    asks = demands_payment(signs) or "pay.told_to" in signs.phrases
    is_fraud = (points > 1 and bool(ids)) or (signs.is_office and asks and not _is_creditors_own(signs))
    return Kind.FRAUD if is_fraud else None


def _is_creditors_own(signs: Signs) -> bool:
    """您涉嫌贷款诈骗,请立即还款 is what creditors write to scare; who asks for nothing but the debt takes no fee."""
    is_named_only = signs.ids("authority") <= {"authority.investigates"} and not signs.signs_as_office
    return is_named_only and signs.has("legal") and not signs.has("fraud", "private_payee")


def _otherwise_meant(signs: Signs) -> frozenset[str]:
    """A code may be asked for by its own message, rent by a landlord; whoever sells a debt closes its old account."""
    of_codes = OF_CODES | REPAIRS if signs.has("code") and signs.has("code_care") else frozenset()
    is_lenders = signs.has_lender or signs.has("loan_word", "transfer")
    of_rent = SAID_OF_RENT if signs.has("not_debt") and not is_lenders else frozenset()
    of_sales = SAID_IN_SALES if _sells_in_bulk(signs) and not is_lenders else frozenset()
    return of_codes | of_rent | of_sales | (SAID_OF_A_SALE if signs.has("transfer") else frozenset())


def _sells_in_bulk(signs: Signs) -> bool:
    """A shop or a carrier: who fishes for data offers no way to refuse, and no data volume."""
    return signs.has("opt_out") or "offer.telecom" in signs.phrases


def _code(signs: Signs) -> Kind | None:
    if not signs.has("code") or signs.channel in NOTES:
        return None
    if signs.notices > 1 or (signs.has("anti_fraud") and not signs.has_code):
        return None
    is_code = signs.has_code and not signs.has("overdue") and not signs.ids("unpaid") - TOPIC
    is_careful = signs.has("code_care") and not signs.has(*STRONG)
    return Kind.VERIFICATION_CODE if is_code or is_careful else None


def _ended(signs: Signs) -> Kind | None:
    """The debt has ended, or nothing is due now; what it was called and how it was collected is only told."""
    if not signs.has("settled", "zero") or _asks_for_the_rest(signs):
        return None
    if signs.offers >= MANY_OFFERS:
        return Kind.MARKETING
    if _says_settled(signs):
        return Kind.SETTLEMENT_NOTICE
    if signs.has("receipt"):
        return Kind.REPAYMENT_RECEIPT
    if signs.has("moved") and signs.has_amount and not signs.phrases & NOTHING_DUE:
        return Kind.BANK_TRANSACTION
    return Kind.OTHER if signs.has("zero") else None


def _asks_for_the_rest(signs: Signs) -> bool:
    still_owes = signs.ids("unpaid") - TOPIC or signs.has("failed")
    is_paid_for_him = "unpaid.subrogated" in signs.phrases and signs.ids("settled") <= {"settled.when"}
    if is_paid_for_him or (signs.has("overdue") and signs.has("pay", "pending")):
        return True
    if is_firm_bill(signs) and not signs.has("zero", "receipt"):
        return True
    demands = signs.ids("pay") - SOFT_PAY - {"pay.once"}
    return bool(still_owes) or (bool(demands) and not signs.has("zero"))


def _says_settled(signs: Signs) -> bool:
    """A monthly bill that was paid is not the end of the loan, though both are called 结清."""
    is_part = bool(signs.ids("receipt") & {"receipt.paid_off_bill", "receipt.overdue_paid", "receipt.all_good"})
    return signs.has("settled") and not (is_part and signs.ids("settled") <= PART_SETTLED)


def _not_debt(signs: Signs) -> Kind | None:
    """Books, parcels, bills of the household: due and overdue, but lent by nobody."""
    if not (signs.has("not_debt") or signs.is_households) or signs.has_lender:
        return None
    is_bill = signs.is_households or bool(signs.ids("not_debt") & {"not_debt.utility", "not_debt.phone"})
    is_loan = bool(signs.ids("loan_word") - NOT_ONLY_LENT) or signs.has("transfer")
    is_loan = is_loan or (signs.has("legal", "credit") and not is_bill)
    if is_loan:
        return None
    is_moved = signs.ids("moved") - {"moved.notice", "moved.came"} and signs.has_amount
    if is_moved and not signs.has(*STRONG, "pay", "opt_out") and signs.offers < MANY_OFFERS - 1:
        return Kind.BANK_TRANSACTION
    is_ad = is_advertising(signs) and (signs.offers > 1 or signs.has("opt_out"))
    return Kind.MARKETING if is_ad else Kind.OTHER


def _leftover(signs: Signs) -> Kind | None:
    if signs.has("code") and signs.channel not in NOTES:
        return Kind.VERIFICATION_CODE
    if signs.has("anti_fraud"):
        return Kind.OTHER
    if signs.has("receipt"):
        return Kind.REPAYMENT_RECEIPT
    if signs.ids("offer") - {"offer.greeting"} or signs.has("opt_out"):
        return Kind.MARKETING
    return Kind.BANK_TRANSACTION if is_transaction(signs) else None
