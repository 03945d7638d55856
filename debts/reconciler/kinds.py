"""What a message is, from the concepts that its words stand for.

Where a text is several things at once, the gravest claim names it; a text that only looks like a claim (a purchase on
credit, an offer, a library's notice) is told apart before.
"""

from collections.abc import Callable

from debts.reconciler.kind_signs import (
    ADVICE,
    ASKING,
    CLEARLY,
    FEES,
    HINTS,
    MANY_OFFERS,
    MILD_CHASE,
    MONEY_HINTS,
    NOT_OF_A_COURT,
    NOT_OF_A_DEBT,
    PART_SETTLED,
    PLAIN_ADVICE,
    PLAIN_RECEIPT,
    PLAINLY_OWED,
    PRESSURE,
    PRESSURE_ALONE,
    SOFT_DUE,
    SOFT_PAY,
    SPOKEN,
    STRONG,
    THIRD_PARTIES,
    TO_BE_ASKED_FOR,
    TOPIC,
)
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Channel, Kind, Recipient


def kind_of(signs: Signs) -> Kind:
    """The one primary kind."""
    for decide in (_fraud, _code, _only_told, _ended, _not_debt, _harmless, _claim, _leftover):
        kind = decide(signs)
        if kind is not None:
            return kind
    return Kind.OTHER


def is_court_notice(signs: Signs) -> bool:
    """A court tells of a case and asks for no payment: a legal matter, and a claim of nobody (design, rule 9)."""
    presses = _demands(signs) or signs.has("pending", *STRONG, *NOT_OF_A_COURT) or signs.ids("chase") - MILD_CHASE
    return signs.is_court and signs.has("legal") and not presses


def asks_for_money(signs: Signs) -> bool:
    """Whether a fraud asserts a debt or asks for a payment as if it were due."""
    told = signs.ids("pay") - NOT_OF_A_DEBT or (signs.has("pay") and signs.has("legal"))
    owes = _owes(signs) or signs.ids("unpaid") - {"unpaid.subrogated"} or "not_debt.phone" in signs.ids("not_debt")
    return bool(owes or told or signs.has("pending") or signs.ids("fraud", "private_payee") & FEES)


def _owes(signs: Signs) -> bool:
    """Whether something is said to be unpaid, and not only what the debt is called."""
    return signs.has("overdue", "failed") or bool(signs.ids("unpaid") - TOPIC)


def _demands(signs: Signs) -> bool:
    """Whether the reader is told to pay, in words that mean nothing else; 下期请按时还款 asks for nothing now."""
    next_time = {"pay.urged"} if signs.phrases >= {"due.on_time", "pay.urged"} and signs.has("receipt") else set()
    return bool(signs.ids("pay") - SOFT_PAY - next_time)


def _fraud(signs: Signs) -> Kind | None:
    if signs.has("anti_fraud"):
        return None
    ids = signs.ids("fraud", "private_payee")
    points = 2 * len(ids - HINTS) + len(ids & HINTS) + signs.is_office
    points += bool(ids & MONEY_HINTS and signs.speaks_of_loan) - (signs.notices > 1)
    asks = _demands(signs) or "pay.told_to" in signs.phrases
    is_fraud = (points > 1 and bool(ids)) or (signs.is_office and asks)
    return Kind.FRAUD if is_fraud else None


def _code(signs: Signs) -> Kind | None:
    if not signs.has("code") or signs.channel in NOTES:
        return None
    if signs.notices > 1:
        return None
    is_code = signs.has_code and not signs.has("overdue", "unpaid")
    is_careful = signs.has("code_care") and not signs.has(*STRONG)
    return Kind.VERIFICATION_CODE if is_code or is_careful else None


def _only_told(signs: Signs) -> Kind | None:
    """The credit report was looked at, a complaint was taken, the news explain the law: nobody is asked to pay."""
    if not any(applies(signs) for applies in TOLD):
        return None
    return Kind.MARKETING if signs.has("joke") and signs.offers else Kind.OTHER


def _is_of_report(signs: Signs) -> bool:
    return signs.has("credit_query") and not signs.has(*STRONG, *ASKING)


def _is_of_complaint(signs: Signs) -> bool:
    return signs.has("complaint") and not signs.has(*STRONG, "pending") and signs.ids("pay") <= {"pay.handle"}


def _is_warning(signs: Signs) -> bool:
    return "anti_fraud.are_scams" in signs.ids("anti_fraud") and not signs.has("pay", "pending", "failed", "unpaid")


def _is_note(signs: Signs) -> bool:
    """News, terms that change, a word of the office to its staff."""
    if "public_note.internal" in signs.phrases or ("public_note.news" in signs.phrases and not signs.to_reader):
        return True
    if not signs.has("public_note") or signs.has_amount or _demands(signs) or signs.has("opt_out"):
        return False
    if signs.offers > 1 or signs.has("overdue", "failed", "settled", "receipt"):
        return False
    return not signs.has("pending") or bool(signs.phrases & {"public_note.terms", "public_note.rate"})


def _is_set_up(signs: Signs) -> bool:
    """That a deduction was arranged says nothing of a sum."""
    return "status.autopay" in signs.ids("status") and not signs.has_amount and not signs.has("pending", *STRONG)


def _is_investors(signs: Signs) -> bool:
    """Written to the one who lent the money: what is repaid there is not his debt."""
    is_asked = _demands(signs) or signs.has("pending", "failed", "opt_out")
    return signs.has("investor") and not is_asked


def _is_friends(signs: Signs) -> bool:
    """A friend asks for his own money back; no lender is in it."""
    of_a_lender = signs.has_lender or signs.has("chase", "legal", "credit", "visit", "transfer", *THIRD_PARTIES)
    is_private = signs.channel is Channel.CHAT or not signs.signature
    if signs.has("joke") and signs.has("friend", "unpaid", "overdue", "chase"):
        return is_private or not signs.has_lender
    if signs.has("story") and is_private and signs.channel not in NOTES:
        return not signs.has_lender and not signs.has("pending", "transfer", "addressed_contact")
    return signs.has("friend") and not of_a_lender


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
    if signs.has("moved") and signs.has_amount:
        return Kind.BANK_TRANSACTION
    return Kind.OTHER if signs.has("zero") else None


def _asks_for_the_rest(signs: Signs) -> bool:
    still_owes = signs.ids("unpaid") - TOPIC or signs.has("failed")
    is_paid_for_him = "unpaid.subrogated" in signs.phrases and signs.ids("settled") <= {"settled.when"}
    if is_paid_for_him or (signs.has("overdue") and signs.has("pay", "pending")):
        return True
    demands = signs.ids("pay") - SOFT_PAY - {"pay.once"}
    return bool(still_owes) or (bool(demands) and not signs.has("zero"))


def _not_debt(signs: Signs) -> Kind | None:
    """Books, parcels, bills of the household: due and overdue, but lent by nobody."""
    if not signs.has("not_debt") or signs.has_lender:
        return None
    is_bill = bool(signs.ids("not_debt") & {"not_debt.utility", "not_debt.phone"})
    is_loan = bool(signs.ids("loan_word") - {"loan_word.card", "loan_word.give_back"}) or signs.has("transfer")
    is_loan = is_loan or (signs.has("legal", "credit") and not is_bill)
    if is_loan:
        return None
    is_moved = signs.ids("moved") - {"moved.notice", "moved.came"} and signs.has_amount
    if is_moved and not signs.has(*STRONG, "pay", "opt_out") and signs.offers < MANY_OFFERS - 1:
        return Kind.BANK_TRANSACTION
    return Kind.MARKETING if _is_advertising(signs) else Kind.OTHER


def _harmless(signs: Signs) -> Kind | None:
    """Receipts, money moved and offers, unless something is said to be owed or overdue."""
    return next((kind(signs) for applies, kind in HARMLESS if applies(signs)), None)


def _is_disbursed(signs: Signs) -> bool:
    return (
        signs.has("disbursed")
        and signs.speaks_of_loan
        and not signs.has("pay", "pending", "transfer", "receipt", "settled", *STRONG)
        and not signs.has("offer")
    )


def _is_receipt(signs: Signs) -> bool:
    """Money came in for a loan; that the next instalment is to be paid on time is said beside it."""
    of_a_loan = signs.has("loan_word") or signs.ids("receipt") & PLAIN_RECEIPT
    asks = signs.ids("unpaid") - TOPIC or (_demands(signs) and signs.has("pending", *STRONG))
    is_other = signs.has("not_debt", "failed", "opt_out") or _offers(signs) >= MANY_OFFERS
    return signs.has("receipt") and bool(of_a_loan) and not asks and not is_other


def _is_movement(signs: Signs) -> bool:
    offers = signs.offers
    is_notice = bool(signs.phrases & {"moved.notice", "moved.debited"})
    is_ad = offers >= MANY_OFFERS or (offers and signs.has("opt_out")) or (offers > 1 and not is_notice)
    is_ad = is_ad or "offer.pre_lent" in signs.ids("offer") or "pending.bank_details" in signs.ids("pending")
    if signs.has(*STRONG) or not _is_transaction(signs) or is_ad:
        return False
    asks = _asks(signs) >= CLEARLY + 2 * is_notice or (signs.has("pay") and not signs.has("receipt"))
    return _is_purchase(signs) or not asks


def _is_purchase(signs: Signs) -> bool:
    """What was bought on credit falls due on the usual day, and nothing is asked for beyond it."""
    falls_due = signs.ids("due") - SOFT_DUE - {"due.falls_due"}
    is_spent = signs.ids("moved") & {"moved.spent", "moved.out"}
    return bool(is_spent) and not falls_due and not signs.has("pending", "agreement")


def _is_instalment_offer(signs: Signs) -> bool:
    """A bill is named and may be split, or a limit raised, if the reader asks for it."""
    return bool(signs.ids("offer") & TO_BE_ASKED_FOR) and not signs.has(*STRONG) and not _demands(signs)


def _is_advertising(signs: Signs) -> bool:
    """An offer with a way to refuse is advertising, whatever it says has happened already."""
    if _advises_debtors(signs):
        return True
    offers, asks = _offers(signs), _asks(signs) + _presses(signs)
    return signs.has("opt_out", "offer") and not _owes(signs) and (offers > asks or offers == asks >= MANY_OFFERS)


def _offers(signs: Signs) -> int:
    return signs.offers + 2 * signs.has("opt_out")


def _asks(signs: Signs) -> int:
    """How much speaks for a claim, in the coin in which offers are counted."""
    due = bool(signs.ids("due") - SOFT_DUE)
    chases = bool(signs.ids("chase") - MILD_CHASE)
    return 2 * signs.has("pending") + 2 * due + 3 * _demands(signs) + signs.has("due") + 2 * chases


def _presses(signs: Signs) -> int:
    """The same of threats; a single one may stand in the small print: 逾期将如实报送."""
    grave = signs.has("legal", *THIRD_PARTIES, "agreement", "transfer", "unpaid", "insult", "safety", "bombing")
    return 3 * grave + 2 * signs.has("credit")


def _says_settled(signs: Signs) -> bool:
    """A monthly bill that was paid is not the end of the loan, though both are called 结清."""
    is_part = bool(signs.ids("receipt") & {"receipt.paid_off_bill", "receipt.overdue_paid", "receipt.all_good"})
    return signs.has("settled") and not (is_part and signs.ids("settled") <= PART_SETTLED)


def _is_transaction(signs: Signs) -> bool:
    return bool(signs.ids("moved") & {"moved.notice", "moved.app_figure"}) or (
        signs.has("moved", "receipt", "disbursed") and signs.has_amount
    )


def _advises_debtors(signs: Signs) -> bool:
    """An advertisement to people in debt speaks of debts in general and of none in particular."""
    if signs.has("public_note") or (signs.channel in NOTES and signs.has("asked")):
        return False
    offers = signs.ids("offer") - {"offer.greeting"}
    advises = offers & ADVICE and (len(offers) > 1 or signs.has("opt_out") or offers & PLAIN_ADVICE)
    return bool(advises) and not signs.has("pending", "agreement") and not _demands(signs)


def _is_due(signs: Signs) -> bool:
    """An offer ends today, too: beside one, only words about a repayment count."""
    about_repaying = signs.ids("due") - ({"due.falls_due"} if signs.has("offer") else set())
    is_of_loan = signs.has("loan_word") or len(about_repaying) > 1
    return bool(about_repaying) and is_of_loan and (not signs.has("moved") or _asks(signs) >= CLEARLY)


def _claim(signs: Signs) -> Kind | None:
    return next((kind for applies, kind in CLAIMS if applies(signs)), None) if _asserts_debt(signs) else None


def _asserts_debt(signs: Signs) -> bool:
    is_said_to_me = signs.to_reader or signs.channel in NOTES or signs.has("overdue", "pay", "chase")
    owes = signs.ids("unpaid") - TOPIC or (signs.has("unpaid") and is_said_to_me)
    return (
        bool(owes)
        or signs.has("transfer")
        or _is_late(signs)
        or _is_legal(signs)
        or _is_asked_for(signs)
        or _is_pressed(signs)
    )


def _is_pressed(signs: Signs) -> bool:
    """Two ways of pressing at once need no word for a debt: 再不还就把照片贴到小区门口."""
    if signs.has("anti_fraud", "offer", "not_debt", "public_note", "complaint", "joke", "story"):
        return False
    ways = sum(signs.has(way) for way in ("pay", *PRESSURE_ALONE)) + bool(signs.ids("chase") - MILD_CHASE)
    return signs.to_reader and ways > 1


def _is_late(signs: Signs) -> bool:
    """Projects and books are overdue as well: the word alone is no debt."""
    return signs.has("overdue") and (signs.speaks_of_loan or signs.has(*ASKING, *PRESSURE, "call", "if_paid"))


def _is_legal(signs: Signs) -> bool:
    names_a_case = signs.is_office or bool(signs.ids("legal") - {"legal.sue", "legal.criminal"})
    is_for_him = signs.to_reader or signs.channel in NOTES or signs.has(*ASKING, "call", "court") or signs.is_office
    return signs.has("legal") and names_a_case and is_for_him and not signs.has("anti_fraud", "offer")


def _is_asked_for(signs: Signs) -> bool:
    if signs.has("anti_fraud") and not signs.has("pay", "pending", "failed"):
        return False
    if not _is_of_debt(signs):
        return False
    is_news = signs.has("legal") and not (signs.to_reader or signs.channel in NOTES or signs.has("pay", "chase"))
    presses = signs.has(*PRESSURE_ALONE) and not is_news
    asks = bool(signs.ids("chase") - MILD_CHASE) or signs.has("failed", "pending", "pay") or presses
    if signs.channel in NOTES and signs.has("asked"):
        return True
    return asks or _is_due(signs) or (signs.has("due") and signs.has_lender)


def _is_of_debt(signs: Signs) -> bool:
    """Whether money lent is the subject, by its name or because a sum is asked for with the words of lenders."""
    if signs.speaks_of_loan or len(signs.ids("due")) > 1:
        return True
    if signs.ids("chase") - MILD_CHASE and signs.has("pay", *PRESSURE_ALONE):
        return True
    if signs.ids("pay") & PLAINLY_OWED or (signs.has("credit") and _demands(signs)):
        return True
    return signs.has_amount and (_demands(signs) or signs.has("pending", "publish", "addressed_contact"))


def _reaches_third_party(signs: Signs) -> bool:
    return signs.recipient is not Recipient.SELF


def _names_third_party(signs: Signs) -> bool:
    return signs.has(*THIRD_PARTIES) or _reaches_third_party(signs) or signs.channel is Channel.VISIT


def _is_only_failed(signs: Signs) -> bool:
    return signs.has("failed") and not signs.has("overdue")


def _is_statement(signs: Signs) -> bool:
    """結欠 on a monthly statement is the balance that falls due, not a debt that is late."""
    is_balance = signs.has("unpaid") and signs.ids("unpaid") <= {"unpaid.balance", "unpaid.debt"}
    presses = signs.has("overdue") or signs.ids("chase") - MILD_CHASE
    return is_balance and signs.has("due", "pending") and not presses


def _is_collection(signs: Signs) -> bool:
    if _is_statement(signs):
        return False
    if signs.has("overdue", "unpaid", "insult", "safety", "bombing") or signs.ids("chase") - MILD_CHASE:
        return not (signs.has("receipt") and not signs.has("overdue"))
    if signs.ids("pay") & SPOKEN and "due.day" not in signs.phrases:
        return True
    is_spoken = signs.channel in (Channel.CALL, Channel.VISIT)
    return is_spoken and not signs.has("due", "failed")


def _leftover(signs: Signs) -> Kind | None:
    if signs.has("code") and signs.channel not in NOTES:
        return Kind.VERIFICATION_CODE
    if signs.has("anti_fraud"):
        return Kind.OTHER
    if signs.has("receipt"):
        return Kind.REPAYMENT_RECEIPT
    if signs.ids("offer") - {"offer.greeting"} or signs.has("opt_out"):
        return Kind.MARKETING
    return Kind.BANK_TRANSACTION if _is_transaction(signs) else None


Applies = Callable[[Signs], object]

TOLD: tuple[Applies, ...] = (
    _is_of_report,
    _is_of_complaint,
    _is_warning,
    _is_note,
    _is_set_up,
    _is_investors,
    _is_friends,
)
HARMLESS: tuple[tuple[Applies, Callable[[Signs], Kind]], ...] = (
    (_is_instalment_offer, lambda _: Kind.MARKETING),
    (_is_receipt, lambda _: Kind.REPAYMENT_RECEIPT),
    (_is_disbursed, lambda signs: Kind.OTHER if signs.ids("moved") <= {"moved.came"} else Kind.BANK_TRANSACTION),
    (_is_movement, lambda _: Kind.BANK_TRANSACTION),
    (_is_advertising, lambda _: Kind.MARKETING),
)
CLAIMS: tuple[tuple[Applies, Kind], ...] = (
    (lambda signs: signs.has("legal"), Kind.LEGAL_THREAT),
    (lambda signs: signs.has("credit"), Kind.CREDIT_THREAT),
    (_names_third_party, Kind.VISIT_OR_CONTACTS),
    (lambda signs: signs.has("agreement"), Kind.AGREEMENT_DEMAND),
    (lambda signs: signs.has("transfer"), Kind.TRANSFER_NOTICE),
    (_is_only_failed, Kind.REMINDER),
    (_is_collection, Kind.COLLECTION),
    (lambda _: True, Kind.REMINDER),
)
