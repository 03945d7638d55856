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
# In a few words that say nothing else, one of these is enough.
CURT = ("legal", "credit", "publish", "safety")
CURTLY = frozenset(
    {
        "pay.where",
        "pay.bare",
        "pay.or_not",
        "pay.must_come",
        "pay.principle",
        "pay.spit_out",
        "pay.give_word",
        "pay.last_day",
        "pay.now_or",
        "chase.dodging",
        "chase.see_yourself",
        "chase.deemed",
        "chase.hard_word",
        "chase.last_day",
        "overdue.promised",
        "chase.small_sum",
        "pay.debtor_side",
        "pay.money_when",
        "pay.some_word",
        "pay.repay_sum",
        "chase.outsourced",
        "chase.help_no_more",
        "chase.not_a_sign",
        "chase.taste_calls",
        "chase.has_money",
        "pay.show_proof",
        "pay.proof_to_me",
        "pay.send_now",
        "chase.watching",
        "contacts.have_numbers",
        "contacts.only_contact",
        "contacts.second_contact",
        "contacts.en_everyone",
        "visit.set_out",
        "visit.field",
        "visit.field_staff",
        "visit.send_people",
        "visit.en_visit",
        "visit.en_send",
        "visit.at_home_wait",
        "contacts.wife_works",
        "contacts.book_out",
        "pay.when_will",
        "pay.until_when",
        "pay.en_pay_up",
        "contacts.ring",
        "contacts.to_their_phone",
        "contacts.letter_to_hr",
        "visit.with_cadre",
        "chase.final_handling",
        "contacts.burst",
        "contacts.boss_judges",
        "visit.sit_down",
        "visit.up_to",
    }
)
ASKED_MILDLY = frozenset({"pay.last_day", "pay.repay_sum", "pay.debtor_side"})
PRESSURE = (*PRESSURE_ALONE, "transfer", "chase")
# No court writes so.
NOT_OF_A_COURT = ("false_info", "insult", "safety", "publish", "private_channel", "private_payee")
# Said in friendly reminders too.
MILD_CHASE = frozenset(
    {"chase.avoid", "chase.costs", "chase.affects", "chase.help_no_more", "chase.restored", "chase.be_serious"}
)
# Said in advertising too: 还款日也能轻松点, 按时还款享提额.
SOFT_DUE = frozenset(
    {
        "due.day",
        "due.on_time",
        "due.falls_due",
        "due.have_ready",
        "due.last_pay_day",
        "due.reminder_word",
        "due.days_left",
        "due.prepare",
    }
)
# What a debt is called; a text that says that it has ended names it as well.
TOPIC = frozenset(
    {
        "unpaid.debt",
        "unpaid.owed_long_ago",
        "unpaid.owed_thing",
        "unpaid.en_debt",
        "unpaid.old_account",
        "unpaid.subrogated",
        "unpaid.insured",
        "unpaid.remaining",
    }
)
# What people do with all sorts of things and sums.
TOLD_OF_LOANS = frozenset({"loan_word.repay", "loan_word.give_back", "loan_word.settle"})
# Said of bills of the household, too.
NOT_ONLY_LENT = frozenset({"loan_word.card", "loan_word.give_back", "loan_word.settle"})
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
        "pay.last_day",
    }
)
# Said by those who want money moved that nobody is said to owe: 将存款转入安全账户.
NOT_OF_A_DEBT = frozenset(
    {"pay.last_day", "pay.handle", "pay.soon_given", "pay.bring_money", "pay.how_much", "pay.into_account"}
)
# Nobody says this but to one who owes.
PLAINLY_OWED = frozenset({"pay.where", "pay.until_when", "pay.bare", "pay.or_not_arrived"})
# Nobody asks like this in a friendly reminder.
SPOKEN = frozenset(
    {
        "pay.spoken",
        "pay.when",
        "pay.until_when",
        "pay.how_much",
        "pay.when_will",
        "pay.money_when",
        "pay.some_word",
        "pay.show_proof",
        "pay.proof_to_me",
        "pay.send_now",
        "pay.or_not",
        "pay.must_come",
        "pay.principle",
        "pay.spit_out",
        "pay.give_word",
        "pay.now_or",
        "pay.extend_or",
        "pay.en_pay_up",
        "pay.arrange",
        "pay.confirm_plan",
        "pay.or_else",
        "pay.bare",
        "pay.not_today",
        "pay.or_not_arrived",
        "pay.some_now",
        "pay.where",
        "pay.must_be_paid",
        "pay.duty",
        "pay.then_screenshot",
    }
)
# On that day money is taken, whatever else is offered.
FIRM_DUE = frozenset({"due.falls_due", "due.on_day", "due.will_debit", "due.kept_for", "due.dated"})
# The day of repaying by its name.
NAMED_DAYS = frozenset({"due.today_is", "due.day_in", "due.days_left", "due.last_pay_day"})
# As many points of a claim as outweigh the money that a text says has moved.
CLEARLY = 3
