"""Receipts, money that moved, and offers, told from claims by what speaks more loudly."""

from collections.abc import Callable

from debts.reconciler.harmless_signs import ADVICE, MANY_OFFERS, PLAIN_ADVICE, PLAIN_RECEIPT, TO_BE_ASKED_FOR, TO_COME
from debts.reconciler.kind_questions import claim_weight, demands_payment, is_firm_bill, is_transaction, says_owing
from debts.reconciler.kind_signs import CLEARLY, SOFT_DUE, STRONG, THIRD_PARTIES, TOLD_OF_LOANS, TOPIC
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Kind


def harmless(signs: Signs) -> Kind | None:
    """Receipts, money moved and offers, unless something is said to be owed or overdue."""
    return next((kind(signs) for applies, kind in HARMLESS if applies(signs)), None)


def _is_disbursed(signs: Signs) -> bool:
    return (
        signs.has("disbursed")
        and signs.speaks_of_loan
        and not signs.has("pending", "transfer", "receipt", "settled", *STRONG)
        and not signs.ids("pay") - {"pay.urged"}
        and not signs.has("offer")
    )


def _is_receipt(signs: Signs) -> bool:
    """Money came in for a loan; that the next instalment is to be paid on time is said beside it."""
    is_of_term = "receipt.now_taken" in signs.phrases and signs.has("pending")
    of_a_loan = signs.has("loan_word") or signs.ids("receipt") & PLAIN_RECEIPT or is_of_term
    asks = signs.ids("unpaid") - TOPIC or (demands_payment(signs) and signs.has("pending", *STRONG))
    is_other = signs.has("not_debt", "failed") or (signs.offers and _offers(signs) >= MANY_OFFERS)
    return signs.has("receipt") and bool(of_a_loan) and not (asks or is_other)


def _is_movement(signs: Signs) -> bool:
    offers = signs.offers
    is_notice = bool(signs.phrases & {"moved.notice", "moved.debited"}) and not signs.phrases & TO_COME
    is_ad = offers >= MANY_OFFERS or (offers and signs.has("opt_out")) or (offers > 1 and not is_notice)
    is_ad = is_ad or "offer.pre_lent" in signs.ids("offer") or "pending.bank_details" in signs.ids("pending")
    if signs.has(*STRONG) or not is_transaction(signs) or is_ad:
        return False
    asks = claim_weight(signs) >= CLEARLY + 2 * is_notice or (signs.has("pay") and not signs.has("receipt"))
    return _is_purchase(signs) or not asks


def _is_purchase(signs: Signs) -> bool:
    """What was bought on credit falls due on the usual day, and nothing is asked for beyond it."""
    falls_due = signs.ids("due") - SOFT_DUE - {"due.falls_due"}
    is_spent = signs.ids("moved") & {"moved.spent", "moved.out"}
    return bool(is_spent) and not falls_due and not signs.has("pending", "agreement")


def _is_instalment_offer(signs: Signs) -> bool:
    """A bill is named and may be split, or a limit raised, if the reader asks for it."""
    may_ask = bool(signs.ids("offer") & TO_BE_ASKED_FOR) and not is_firm_bill(signs)
    signs_for_it = signs.ids("agreement") - {"agreement.reply"}
    return may_ask and not signs.has(*STRONG) and not demands_payment(signs) and not signs_for_it


def is_advertising(signs: Signs) -> bool:
    """An offer with a way to refuse is advertising, whatever it says has happened already."""
    if _advises_debtors(signs) or _sells_by_joking(signs):
        return True
    if is_firm_bill(signs) and signs.offers < MANY_OFFERS:
        return False
    offers, asks = _offers(signs), claim_weight(signs) + _presses(signs)
    return signs.has("opt_out", "offer") and not says_owing(signs) and (offers > asks or offers == asks >= MANY_OFFERS)


def _sells_by_joking(signs: Signs) -> bool:
    """A shop that nobody owes a loan to dresses its offer as a demand: 您的腹肌已向我店提起诉讼, 退订回T."""
    is_of_loan = signs.has_lender or signs.ids("loan_word") - TOLD_OF_LOANS
    return signs.has("opt_out") and "offer.retail" in signs.phrases and not is_of_loan and not signs.has("pending")


def _offers(signs: Signs) -> int:
    return signs.offers + 2 * signs.has("opt_out")


def _presses(signs: Signs) -> int:
    """The same of threats; a single one may stand in the small print: 逾期将如实报送."""
    is_asked_to_sign = signs.ids("agreement") - ({"agreement.reply"} if signs.has("opt_out") else set())
    grave = is_asked_to_sign or signs.has("legal", *THIRD_PARTIES, "transfer", "unpaid", "insult", "safety", "bombing")
    return 3 * bool(grave) + 2 * signs.has("credit")


def _advises_debtors(signs: Signs) -> bool:
    """An advertisement to people in debt speaks of debts in general and of none in particular."""
    if signs.has("public_note") or (signs.channel in NOTES and signs.has("asked")):
        return False
    offers = signs.ids("offer") - {"offer.greeting"}
    advises = offers & ADVICE and (len(offers) > 1 or signs.has("opt_out") or offers & PLAIN_ADVICE)
    return bool(advises) and not signs.has("pending", "agreement") and not demands_payment(signs)


Applies = Callable[[Signs], object]


HARMLESS: tuple[tuple[Applies, Callable[[Signs], Kind]], ...] = (
    (_is_instalment_offer, lambda _: Kind.MARKETING),
    (_is_receipt, lambda _: Kind.REPAYMENT_RECEIPT),
    (_is_disbursed, lambda signs: Kind.OTHER if signs.ids("moved") <= {"moved.came"} else Kind.BANK_TRANSACTION),
    (_is_movement, lambda _: Kind.BANK_TRANSACTION),
    (is_advertising, lambda _: Kind.MARKETING),
)
