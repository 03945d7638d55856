"""Texts in which nobody is asked to pay: the news, a complaint taken, a report looked at, words between friends."""

from collections.abc import Callable

from debts.reconciler.kind_questions import demands_payment
from debts.reconciler.kind_signs import ASKING, STRONG, THIRD_PARTIES, TOPIC
from debts.reconciler.signs import NOTES, Signs
from debts.reconciler.types import Channel, Kind


def only_told(signs: Signs) -> Kind | None:
    """The credit report was looked at, a complaint was taken, the news explain the law: nobody is asked to pay."""
    if not any(applies(signs) for applies in TOLD):
        return None
    return Kind.MARKETING if signs.has("joke") and signs.offers else Kind.OTHER


def _is_of_report(signs: Signs) -> bool:
    return signs.has("credit_query") and not signs.has(*STRONG, *ASKING)


def _is_of_complaint(signs: Signs) -> bool:
    says_open = signs.has("overdue", "failed", "pending", "receipt") or bool(signs.ids("unpaid") - TOPIC)
    return signs.has("complaint") and not says_open and signs.ids("pay") <= TALKED_OVER


def _is_warning(signs: Signs) -> bool:
    return "anti_fraud.are_scams" in signs.ids("anti_fraud") and not signs.has("pay", "pending", "failed", "unpaid")


def _is_note(signs: Signs) -> bool:
    """News, terms that change, a word of the office to its staff."""
    if _is_of_office(signs) or ("public_note.news" in signs.phrases and not signs.to_reader):
        return True
    if "public_note.payout_failed" in signs.phrases:
        return not signs.has("pay", "fraud", "private_payee", "legal", "credit", "offer", "opt_out", "overdue")
    if signs.phrases & {"public_note.rules", "public_note.at_work"} and not signs.to_reader:
        return True
    if not signs.has("public_note") or signs.has_amount or demands_payment(signs) or signs.has("opt_out"):
        return False
    if signs.offers > 1 or signs.has("overdue", "failed", "settled", "receipt"):
        return False
    return not signs.has("pending") or bool(signs.phrases & {"public_note.terms", "public_note.rate"})


def _is_of_office(signs: Signs) -> bool:
    """Words that say so plainly; 该客户 is said to a debtor's contact as well."""
    said = signs.phrases & TOLD_PLAINLY
    return bool(said) and not (signs.has("addressed_contact") and said <= {"public_note.internal"})


def _is_set_up(signs: Signs) -> bool:
    """That a deduction was arranged says nothing of a sum."""
    is_news = signs.phrases & {"status.autopay", "status.contract_news", "status.due_day_changed"}
    return bool(is_news) and not signs.has_amount and not signs.has("pending", "pay", *STRONG)


def _is_investors(signs: Signs) -> bool:
    """Written to the one who lent the money: what is repaid there is not his debt."""
    is_asked = demands_payment(signs) or signs.has("pending", "failed", "opt_out")
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


# What a complaint is about, as its taker sums it up: 您反馈的协商还款问题.
TALKED_OVER = frozenset({"pay.handle", "pay.confirm_plan", "pay.arrange"})
TOLD_PLAINLY = frozenset(
    {
        "public_note.internal",
        "public_note.usage",
        "public_note.plaintiff",
        "zero.not_about",
        "anti_fraud.bulletin",
    }
)
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
