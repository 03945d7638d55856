"""Which signs weigh how much where the kind of a text is decided: ids of phrases and concepts, by what they prove."""

from debts.reconciler.types import Kind

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
MILD_CHASE = frozenset({"chase.avoid", "chase.costs", "chase.affects"})
# Said in advertising too: 还款日也能轻松点, 按时还款享提额.
SOFT_DUE = frozenset({"due.day", "due.on_time", "due.falls_due", "due.have_ready"})
# What a debt is called; a text that says that it has ended names it as well.
TOPIC = frozenset({"unpaid.debt", "unpaid.old_account", "unpaid.subrogated", "unpaid.insured", "unpaid.remaining"})
# Said of other things than money as well.
SOFT_PAY = frozenset(
    {
        "pay.handle",
        "pay.arrange",
        "pay.soon_given",
        "pay.how_much",
        "pay.give_back",
        "pay.told_to",
        "pay.see_to_it",
        "pay.confirm_plan",
    }
)
# Said by those who want money moved that nobody is said to owe: 将存款转入安全账户.
NOT_OF_A_DEBT = frozenset({"pay.handle", "pay.soon_given", "pay.bring_money", "pay.how_much", "pay.into_account"})
# Signs of a fraud that prove nothing alone.
HINTS = frozenset(
    {
        "fraud.identity",
        "fraud.odd_link",
        "fraud.hush",
        "fraud.secret",
        "fraud.prize",
        "fraud.other_app",
        "fraud.my_card",
        "fraud.en_parcel_fee",
        "private_payee.to_me",
    }
)
MONEY_HINTS = frozenset({"private_payee.to_me", "fraud.my_card"})
# Nobody says this but to one who owes.
PLAINLY_OWED = frozenset({"pay.where", "pay.until_when", "pay.bare", "pay.or_not_arrived"})
# Nobody asks like this in a friendly reminder.
SPOKEN = frozenset(
    {
        "pay.spoken",
        "pay.when",
        "pay.until_when",
        "pay.how_much",
        "pay.arrange",
        "pay.confirm_plan",
        "pay.or_else",
        "pay.bare",
        "pay.not_today",
        "pay.or_not_arrived",
        "pay.some_now",
        "pay.where",
    }
)
FEES = frozenset(
    {
        "fraud.unfreeze",
        "fraud.upfront",
        "fraud.to_activate",
        "fraud.sum_to_activate",
        "fraud.before_payout",
        "fraud.first_fee",
        "fraud.withdraw_case",
        "fraud.case_money",
        "fraud.fee_first",
        "fraud.fee_opens",
        "fraud.money_in_advance",
        "fraud.loan_fee",
        "fraud.insure_first",
        "fraud.service_fee_first",
        "fraud.settle_share",
        "fraud.no_cure_no_pay",
        "fraud.en_parcel_fee",
        "fraud.rent",
        "fraud.rent_paid_in",
        "fraud.landlord",
        "fraud.money_there",
        "private_payee.write_off_fee",
        "private_payee.not_by_app",
    }
)
TO_BE_ASKED_FOR = frozenset({"offer.instalments", "offer.limit_may_rise"})
ADVICE = frozenset(
    {
        "offer.debt_service",
        "offer.debt_adviser",
        "offer.adviser",
        "offer.what_to_do",
        "offer.debt_swap",
        "offer.hiring",
        "offer.invoices",
        "offer.legal_service",
        "offer.talk_for_you",
        "offer.debt_collecting",
        "offer.law_service",
    }
)
PLAIN_ADVICE = ADVICE - {"offer.debt_service", "offer.adviser"}
# As many points of a claim as outweigh the money that a text says has moved.
CLEARLY = 3
# As many offers as make an advertisement of a text that tells of something else as well.
MANY_OFFERS = 3
PLAIN_RECEIPT = frozenset({"receipt.repaid", "receipt.all_good"})
PART_SETTLED = frozenset({"settled.loan_done", "settled.settled_loan", "settled.done_now"})
