"""Whether a text asserts a debt, and which of the claims it is."""

from collections.abc import Callable

from debts.reconciler.kind_questions import claim_weight, demands_payment, is_chased
from debts.reconciler.kind_signs import (
    ASKED_MILDLY,
    ASKING,
    CLEARLY,
    CURT,
    CURTLY,
    FIRM_DUE,
    NAMED_DAYS,
    PLAINLY_OWED,
    PRESSURE,
    PRESSURE_ALONE,
    SPOKEN,
    THIRD_PARTIES,
    TOLD_OF_LOANS,
    TOPIC,
)
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Channel, Kind, Recipient


def claim(signs: Signs) -> Kind | None:
    """The kind of a claim, the gravest of them; None where no debt is asserted."""
    return next((kind for applies, kind in CLAIMS if applies(signs)), None) if _asserts_debt(signs) else None


def _asserts_debt(signs: Signs) -> bool:
    if _is_rambling(signs):
        return False
    is_said_to_me = signs.to_reader or signs.channel in NOTES or signs.has("overdue", "pay", "chase")
    owes = signs.ids("unpaid") - TOPIC or (signs.has("unpaid") and is_said_to_me)
    return (
        bool(owes)
        or signs.has("transfer")
        or _is_late(signs)
        or _is_legal(signs)
        or _is_asked_for(signs)
        or _is_pressed(signs)
        or _is_collectors_word(signs)
    )


def _is_rambling(signs: Signs) -> bool:
    """Long, unsigned, about no loan and no lender: a letter between people, whatever words of ours it holds."""
    is_of_loan = signs.has_lender or signs.ids("loan_word") - TOLD_OF_LOANS or signs.has("transfer")
    return signs.is_long and not signs.signature and signs.channel not in NOTES and not is_of_loan


def _is_pressed(signs: Signs) -> bool:
    """Two ways of pressing need no word for a debt: 再不还就把照片贴到小区门口; in a few words, one is enough."""
    if signs.has("anti_fraud", "offer", "not_debt", "public_note", "complaint", "joke", "story"):
        return False
    if signs.is_short and (signs.has(*CURT) or signs.phrases & CURTLY or len(signs.ids("agreement")) > 1):
        return True
    ways = sum(signs.has(way) for way in ("pay", *PRESSURE_ALONE)) + is_chased(signs)
    return (signs.is_short or bool(signs.signature)) and signs.to_reader and ways - _is_of_kin_twice(signs) > 1


def _is_collectors_word(signs: Signs) -> bool:
    """Who signs as a collector and presses in any way speaks of a debt, though no word of the text names one."""
    if not signs.is_collectors or signs.has("offer", "opt_out", "anti_fraud", "not_debt", "public_note", "complaint"):
        return False
    presses = signs.has("pay", "call", "overdue", *PRESSURE_ALONE) or is_chased(signs)
    return signs.to_reader and presses and not signs.has("settled", "zero", "receipt")


def _is_of_kin_twice(signs: Signs) -> bool:
    """联系您的家人 names the family in two ways and presses once."""
    return signs.has("contacts") and signs.has("addressed_contact")


def _is_late(signs: Signs) -> bool:
    """Projects and books are overdue as well: the word alone is no debt."""
    is_his = signs.speaks_of_loan or signs.has(*ASKING, *PRESSURE, "call", "if_paid")
    return signs.has("overdue") and (is_his or (signs.is_short and signs.has_amount and signs.to_reader))


def _is_legal(signs: Signs) -> bool:
    names_a_case = signs.is_office or bool(signs.ids("legal") - {"legal.sue", "legal.criminal"})
    is_for_him = signs.to_reader or signs.channel in NOTES or signs.has(*ASKING, "call", "court") or signs.is_office
    return signs.has("legal") and names_a_case and is_for_him and not signs.has("anti_fraud", "offer")


def _is_asked_for(signs: Signs) -> bool:
    if signs.has("anti_fraud") and not signs.has("pay", "pending", "failed") and not _is_dated_bill(signs):
        return False
    if not _is_of_debt(signs):
        return False
    is_news = signs.has("legal") and not (signs.to_reader or signs.channel in NOTES or signs.has("pay", "chase"))
    presses = signs.has(*PRESSURE_ALONE) and not is_news
    is_told = demands_payment(signs) or (signs.has("pay") and signs.has("loan_word", "unpaid", "overdue", "court"))
    asks = is_chased(signs) or signs.has("failed", "pending") or is_told or presses
    if signs.channel in NOTES and signs.has("asked"):
        return True
    return asks or _is_due(signs) or (signs.has("due") and signs.has_lender and not signs.has("offer"))


def _is_dated_bill(signs: Signs) -> bool:
    """A sum with the day on which it falls due; that its sender warns of frauds below takes nothing back."""
    is_firm = signs.to_reader and bool(signs.ids("due") & (FIRM_DUE | NAMED_DAYS))
    return is_firm and (signs.has_amount or (signs.has_lender and signs.has("loan_word")))


def _is_of_debt(signs: Signs) -> bool:
    """Whether money lent is the subject, by its name or because a sum is asked for with the words of lenders."""
    if signs.speaks_of_loan or len(signs.ids("due")) > 1:
        return True
    if is_chased(signs) and signs.has("pay", *PRESSURE_ALONE):
        return True
    if signs.has("failed") and signs.has("overdue", "due"):
        return True
    if signs.ids("pay") & PLAINLY_OWED or (signs.has("credit") and demands_payment(signs)):
        return True
    return signs.has_amount and (demands_payment(signs) or signs.has("pending", "publish", "addressed_contact"))


def _is_due(signs: Signs) -> bool:
    """An offer ends today, too: beside one, only words about a repayment count."""
    about_repaying = signs.ids("due") - ({"due.falls_due"} if signs.has("offer") else set())
    is_of_loan = signs.has("loan_word") or len(about_repaying) > 1
    return bool(about_repaying) and is_of_loan and (not signs.has("moved") or claim_weight(signs) >= CLEARLY)


def _reaches_third_party(signs: Signs) -> bool:
    return signs.recipient is not Recipient.SELF


def _names_third_party(signs: Signs) -> bool:
    return signs.has(*THIRD_PARTIES) or _reaches_third_party(signs) or signs.channel is Channel.VISIT


def _is_only_failed(signs: Signs) -> bool:
    return signs.has("failed") and not signs.has("overdue")


def _is_statement(signs: Signs) -> bool:
    """結欠 on a monthly statement is the balance that falls due, not a debt that is late."""
    is_balance = signs.has("unpaid") and signs.ids("unpaid") <= {"unpaid.balance", "unpaid.debt"}
    presses = signs.has("overdue") or is_chased(signs)
    return is_balance and signs.has("due", "pending") and not presses


def _is_collection(signs: Signs) -> bool:
    if _is_statement(signs):
        return False
    if signs.has("overdue", "unpaid", "insult", "safety", "bombing") or is_chased(signs):
        return signs.has("overdue") or not signs.has("receipt") or bool(signs.ids("unpaid") - TOPIC)
    if signs.is_short and signs.phrases & CURTLY - ASKED_MILDLY and not signs.has("due", "failed", "if_paid"):
        return True
    if signs.is_collectors and not signs.has("due", "failed", "if_paid"):
        return True
    if signs.ids("pay") & SPOKEN and "due.day" not in signs.phrases:
        return True
    is_spoken = signs.channel in (Channel.CALL, Channel.VISIT)
    return is_spoken and not signs.has("due", "failed")


Applies = Callable[[Signs], object]


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
