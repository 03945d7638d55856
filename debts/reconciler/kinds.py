"""What a message is, from the concepts that its words stand for.

Where a text is several things at once, the gravest claim names it; a text that only looks like a claim (a purchase on
credit, an offer, a library's notice) is told apart before.
"""

from collections.abc import Callable

from debts.reconciler.signs import Signs
from debts.reconciler.types import Channel, Kind, Recipient

CLAIM_KINDS = frozenset(
    {
        Kind.REMINDER,
        Kind.COLLECTION,
        Kind.LEGAL_THREAT,
        Kind.CREDIT_THREAT,
        Kind.AGREEMENT_DEMAND,
        Kind.VISIT_OR_CONTACTS,
        Kind.TRANSFER_NOTICE,
    }
)
STRONG = ("overdue", "unpaid", "failed")
ASKING = ("pending", "due", "pay")
THIRD_PARTIES = ("visit", "contacts", "addressed_contact", "publish")
# A single hint of these is also said in ordinary letters; it takes a debt beside it.
PRESSURE_ALONE = ("legal", "credit", *THIRD_PARTIES, "agreement", "insult", "safety", "bombing")
PRESSURE = (*PRESSURE_ALONE, "transfer", "chase")
# No court writes so.
NOT_OF_A_COURT = ("false_info", "insult", "safety", "publish", "private_channel", "private_payee")
# Said in friendly reminders too.
MILD_CHASE = frozenset({"chase.avoid", "chase.costs"})
# Who chases; it takes more to say that he does.
NAMES_OF_CHASERS = frozenset({"chase.collection"})
# Said in advertising too: 还款日也能轻松点, 按时还款享提额.
SOFT_DUE = frozenset({"due.day", "due.on_time", "due.falls_due", "due.on_day"})
# Words for a debt that stand in the news of its end, too: 债务清零, 剩余本金, 逾期款项已扣款成功.
NAMES_OF_DEBTS = frozenset(
    {
        "unpaid.debt", "unpaid.subrogated", "unpaid.insured", "unpaid.remaining", "unpaid.tail", "unpaid.en_owes",
        "overdue.part", "overdue.sum", "overdue.loan", "overdue.you",
    }
)  # fmt: skip
# The bill that an offer would split, and the words that make it one.
ENDS_OF_A_PART = frozenset({"settled.loan_done", "settled.done_now", "settled.settled_loan", "settled.in_full"})
WEAK_PENDING = frozenset({"pending.bill", "pending.sum_of_debt", "pending.minimum", "pending.must", "pending.to_pay"})
PLAIN_OFFERS = frozenset({"offer.instalments", "offer.limit_may_rise", "offer.limit_news", "offer.limit"})
# Nobody asks like this in a friendly reminder.
SPOKEN = frozenset({"pay.spoken", "pay.when", "pay.until_when", "pay.high_time"})
CORE_FRAUD = frozenset(
    {
        "fraud.safe_account",
        "fraud.unfreeze",
        "fraud.upfront",
        "fraud.unfreeze_deposit",
        "fraud.delete_credit",
        "fraud.credit_repair",
        "fraud.inside",
        "fraud.campus",
        "fraud.not_closed",
        "fraud.close_account",
        "fraud.case_money",
        "fraud.cash_out",
        "fraud.hk_advance",
        "fraud.refund_bait",
        "private_payee.account",
        "private_payee.keep_number",
        "private_payee.write_off_fee",
        "fraud.withdraw_case",
        "fraud.sum_to_activate",
    }
)


def kind_of(signs: Signs) -> Kind:
    """The one primary kind."""
    for decide in DECISIONS:
        kind = decide(signs)
        if kind is not None:
            return kind
    return Kind.OTHER


def is_court_notice(signs: Signs) -> bool:
    """A court tells of a case and asks for no payment: a legal matter, and a claim of nobody (design, rule 9)."""
    presses = signs.has("pay", "pending", *STRONG, *NOT_OF_A_COURT) or signs.ids("chase") - MILD_CHASE
    return signs.is_court and signs.has("legal") and not presses


def _fraud(signs: Signs) -> Kind | None:
    if signs.has("anti_fraud"):
        return None
    ids = signs.ids("fraud", "private_payee")
    about_money = signs.speaks_of_loan or signs.has(*STRONG, *ASKING)
    is_fraud = (
        bool(ids & CORE_FRAUD)
        or len(ids) > 1
        or (bool(ids) and (about_money or signs.is_office))
        or (signs.is_office and signs.has("pay", "unpaid") and signs.has("pay"))
    )
    return Kind.FRAUD if is_fraud else None


def _code(signs: Signs) -> Kind | None:
    if not signs.has("code"):
        return None
    is_code = signs.has_code and not signs.has("overdue", "unpaid")
    return (
        Kind.VERIFICATION_CODE
        if is_code or (signs.has("code") and signs.has("code_care") and not signs.has(*STRONG))
        else None
    )


def _investing(signs: Signs) -> Kind | None:
    """Who has lent money through a platform is told of debts of others, unless he is asked to repay one himself."""
    is_asked = signs.has("pay", "pending", "disbursed") or (signs.has("overdue") and signs.has("due"))
    return Kind.OTHER if signs.has("investor") and not is_asked else None


def _among_friends(signs: Signs) -> Kind | None:
    """Somebody asks a friend for his own money, tells of his family or jokes: no lender speaks."""
    is_private = signs.has("friend") and not signs.has_lender and not signs.signature
    return Kind.OTHER if is_private and not signs.has("delegated", "transfer", "legal", "credit", "visit") else None


def _only_told(signs: Signs) -> Kind | None:
    """The credit report was looked at, a complaint was taken, the news explain the law: nobody is asked to pay."""
    if signs.has("credit_query") and not signs.has(*STRONG, *ASKING):
        return Kind.OTHER
    if signs.has("complaint") and not signs.has(*STRONG, "pending") and signs.ids("pay") <= {"pay.handle"}:
        return Kind.OTHER
    if "anti_fraud.are_scams" in signs.ids("anti_fraud") and not signs.has("pay", "pending", "failed", "unpaid"):
        return Kind.OTHER
    is_note = signs.has("public_note") and not signs.has("overdue", "failed", "pending", "pay")
    return Kind.OTHER if is_note and not signs.has_amount else None


def _nothing_due(signs: Signs) -> Kind | None:
    """A statement of zero claims nothing, whatever else a statement is made of."""
    if not signs.has("zero") or signs.has("overdue", "failed"):
        return None
    if signs.has("settled"):
        return Kind.SETTLEMENT_NOTICE
    return Kind.REPAYMENT_RECEIPT if signs.has("receipt") else Kind.OTHER


def _not_debt(signs: Signs) -> Kind | None:
    """Books, parcels, bills of the household: due and overdue, but lent by nobody."""
    if not signs.has("not_debt") or signs.has_lender:
        return None
    is_bill = bool(signs.ids("not_debt") & {"not_debt.utility", "not_debt.phone"})
    is_loan = bool(signs.ids("loan_word") - {"loan_word.card"}) or signs.has("transfer")
    is_loan = is_loan or (signs.has("legal", "credit") and not is_bill)
    if is_loan:
        return None
    return (
        Kind.BANK_TRANSACTION
        if signs.has("moved") and signs.has_amount and not signs.has(*STRONG, "pay")
        else Kind.OTHER
    )


def _harmless(signs: Signs) -> Kind | None:
    """Receipts, money moved and offers, unless something is said to be owed or overdue."""
    if signs.ids(*STRONG) - NAMES_OF_DEBTS:
        return Kind.MARKETING if _advises_debtors(signs) else None
    return next((kind(signs) for applies, kind in HARMLESS if applies(signs)), None)


def _is_disbursed(signs: Signs) -> bool:
    return (
        signs.has("disbursed")
        and signs.speaks_of_loan
        and not signs.has("pay", "pending", "transfer", "receipt", "settled")
    )


def _is_settlement(signs: Signs) -> bool:
    """What came before the end (a lawsuit, collectors) is told too; what is still asked for is not."""
    asks = signs.has("pay", "failed", "agreement", "credit") or _is_due(signs)
    return _says_settled(signs) and not asks and not signs.ids("pending") - {"pending.bill"}


def _is_receipt(signs: Signs) -> bool:
    is_paid = signs.has("receipt") and signs.has("loan_word", "overdue", "unpaid")
    return is_paid and not signs.has("not_debt") and not _demands(signs)


def _is_movement(signs: Signs) -> bool:
    return _is_transaction(signs) and not _demands(signs)


def _is_advertising(signs: Signs) -> bool:
    """An offer with a way to refuse is advertising, whatever it says has happened already."""
    return signs.has("opt_out") and _is_offer(signs, soft_due=True)


def _is_offer(signs: Signs, *, soft_due: bool = False) -> bool:
    is_due = _is_due(signs) and not (soft_due and signs.ids("due") <= SOFT_DUE)
    pending = signs.ids("pending") - (WEAK_PENDING if signs.ids("offer") & PLAIN_OFFERS else set())
    asks = bool(pending) or signs.has("pay", "transfer", "agreement", "credit") or is_due
    return bool(signs.ids("offer") - {"offer.greeting"}) and not asks


def _says_settled(signs: Signs) -> bool:
    """A monthly bill that was paid is not the end of the loan, though both are called 结清."""
    is_part = bool(signs.ids("receipt") & {"receipt.paid_off_bill", "receipt.overdue_paid"})
    return signs.has("settled") and not (is_part and signs.ids("settled") <= ENDS_OF_A_PART)


def _is_transaction(signs: Signs) -> bool:
    return bool(signs.ids("moved") & {"moved.notice", "moved.app_figure"}) or (
        signs.has("moved", "receipt", "disbursed") and signs.has_amount
    )


def _advises_debtors(signs: Signs) -> bool:
    """An advertisement to people in debt speaks of debts in general and of none in particular."""
    return bool(signs.ids("offer") & {"offer.debt_service", "offer.debt_adviser"}) and not signs.has(
        "pay", "pending", "legal", "contacts"
    )


def _demands(signs: Signs) -> bool:
    """Money moved and something is still asked for: a part payment with the rest claimed."""
    return signs.has("pay") and (signs.has("pending") or not signs.has("moved", "receipt"))


def _is_due(signs: Signs) -> bool:
    """An offer ends today, too: beside one, only words about a repayment count."""
    about_repaying = signs.ids("due") - ({"due.falls_due", "due.on_day"} if signs.has("offer") else set())
    return bool(about_repaying) and signs.has("loan_word") and not signs.has("moved")


def _claim(signs: Signs) -> Kind | None:
    return next((kind for applies, kind in CLAIMS if applies(signs)), None) if _asserts_debt(signs) else None


def _asserts_debt(signs: Signs) -> bool:
    return (
        signs.has("unpaid", "transfer")
        or _is_late(signs)
        or _is_legal(signs)
        or _is_asked_for(signs)
        or _is_pressed(signs)
        or _is_announced(signs)
    )


def _is_pressed(signs: Signs) -> bool:
    """Two ways of pressing at once need no word for a debt: 今天再不给，明天上门收款."""
    if signs.has("anti_fraud", "offer", "not_debt"):
        return False
    ways = sum(signs.has(way) for way in ("pay", *PRESSURE_ALONE)) + bool(signs.ids("chase") - MILD_CHASE)
    return ways > 1


def _is_announced(signs: Signs) -> bool:
    """A deduction is announced and the money for it asked for, though nobody says what for."""
    is_due = bool(signs.ids("due") - {"due.enough_money"})
    return is_due and "due.enough_money" in signs.ids("due") and not signs.has("offer", "not_debt", "moved")


def _is_late(signs: Signs) -> bool:
    """Projects and books are overdue as well: the word alone is no debt."""
    return signs.has("overdue") and (signs.speaks_of_loan or signs.has(*ASKING, *PRESSURE, "call", "if_paid"))


def _is_legal(signs: Signs) -> bool:
    names_a_case = signs.is_office or bool(signs.ids("legal") - {"legal.sue", "legal.criminal"})
    return signs.has("legal") and names_a_case and not signs.has("anti_fraud", "offer")


def _is_asked_for(signs: Signs) -> bool:
    if not signs.speaks_of_loan or (signs.has("anti_fraud") and not signs.has("pay", "pending", "failed")):
        return False
    is_his = signs.has_amount or signs.has("call", "delegated")
    chases = signs.ids("chase") - MILD_CHASE - (frozenset() if is_his else NAMES_OF_CHASERS)
    asks = bool(chases) or signs.has("failed", "pending", "pay", *PRESSURE_ALONE)
    if signs.channel in (Channel.CALL, Channel.VISIT) and signs.has("asked"):
        return True
    return asks or _is_due(signs) or (signs.has("due") and signs.has_lender)


def _reaches_third_party(signs: Signs) -> bool:
    return signs.recipient is not Recipient.SELF


def _names_third_party(signs: Signs) -> bool:
    return signs.has(*THIRD_PARTIES) or _reaches_third_party(signs) or signs.channel is Channel.VISIT


def _is_only_failed(signs: Signs) -> bool:
    return signs.has("failed") and not signs.has("overdue")


def _is_statement(signs: Signs) -> bool:
    """結欠 on a monthly statement is the balance that falls due, not a debt that is late."""
    return signs.ids("unpaid") == {"unpaid.balance"} and signs.has("due") and not signs.has("overdue", "pay", "chase")


def _is_collection(signs: Signs) -> bool:
    if _is_statement(signs):
        return False
    if signs.has("overdue", "unpaid", "insult", "safety", "bombing") or signs.ids("chase") - MILD_CHASE:
        return True
    if signs.ids("pay") & SPOKEN:
        return True
    is_spoken = signs.channel in (Channel.CALL, Channel.VISIT)
    return is_spoken and not signs.has("due", "failed")


def _leftover(signs: Signs) -> Kind | None:
    if signs.has("code"):
        return Kind.VERIFICATION_CODE
    if signs.has("anti_fraud"):
        return Kind.OTHER
    if signs.has("receipt"):
        return Kind.REPAYMENT_RECEIPT
    if signs.ids("offer") - {"offer.greeting"} or signs.has("opt_out"):
        return Kind.MARKETING
    return Kind.BANK_TRANSACTION if _is_transaction(signs) else None


Applies = Callable[[Signs], object]

DECISIONS = (
    _fraud, _code, _investing, _among_friends, _only_told, _nothing_due, _not_debt, _harmless, _claim, _leftover,
)  # fmt: skip
HARMLESS: tuple[tuple[Applies, Callable[[Signs], Kind]], ...] = (
    (_is_settlement, lambda _: Kind.SETTLEMENT_NOTICE),
    (_is_receipt, lambda _: Kind.REPAYMENT_RECEIPT),
    (_is_advertising, lambda _: Kind.MARKETING),
    (_is_disbursed, lambda signs: Kind.OTHER if signs.ids("moved") <= {"moved.came"} else Kind.BANK_TRANSACTION),
    (_is_movement, lambda _: Kind.BANK_TRANSACTION),
    (_is_offer, lambda _: Kind.MARKETING),
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
