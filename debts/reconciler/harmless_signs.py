"""Phrases by what they say of a text that claims nothing: sales, advice, receipts and codes, and hints of a fraud."""

SAID_OF_A_SALE = frozenset({"private_payee.corporate_down"})
SAID_OF_RENT = frozenset({"private_payee.to_me"})
# Shops and carriers let people win, collect points, pay in advance and tap on links as well.
SAID_IN_SALES = frozenset(
    {
        "fraud.boss",
        "fraud.chosen_outsider",
        "fraud.fee_first",
        "fraud.fee_plain",
        "fraud.gain",
        "fraud.phish_first",
        "fraud.phish_url",
        "fraud.phishing",
        "fraud.points",
        "fraud.points_first",
        "fraud.points_of_bank",
        "fraud.prize",
        "fraud.prize_laptop",
        "fraud.prize_line",
        "fraud.show",
    }
)
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
        "fraud.fee_plain",
        "fraud.odd_site",
        "fraud.en_parcel_fee",
        "fraud.boss_calls",
        "fraud.verify_or_stop",
        "private_payee.to_me",
    }
)
# Who offers to mend a record claims no debt by naming it.
REPAIRS = frozenset(
    {
        "fraud.delete_credit",
        "fraud.credit_repair",
        "fraud.wash",
        "fraud.wash_credit",
        "fraud.bad_debt_wash",
        "fraud.inside",
        "fraud.no_cure_no_pay",
    }
)
# What a message with a code says beside the code.
OF_CODES = frozenset({"fraud.secret", "fraud.data", "fraud.secrets", "fraud.identity", "fraud.register_card"})
MONEY_HINTS = frozenset({"private_payee.to_me", "fraud.my_card"})
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
        "fraud.en_parcel_fee",
        "fraud.rent",
        "fraud.rent_paid_in",
        "fraud.landlord",
        "fraud.money_there",
        "fraud.settle_agent",
        "fraud.case_fee",
        "fraud.pay_or_jail",
        "fraud.come_arrest",
        "fraud.prize_fee",
        "fraud.prepay_flow",
        "fraud.en_deposit_first",
        "fraud.buy_out_debt",
        "fraud.paid_too_much",
        "fraud.no_app_me",
        "fraud.no_trace",
        "fraud.lack_of_score",
        "fraud.to_this_card",
        "fraud.toll_fee",
        "fraud.fee_for_loan",
        "fraud.transfer_to_verify",
        "fraud.wipe_for_you",
        "fraud.deposit_job",
        "fraud.done_secretly",
        "fraud.pay_channel",
        "fraud.wrong_number",
        "fraud.judge_private",
        "fraud.fine_or_case",
        "fraud.fee_plain",
        "private_payee.write_off_fee",
        "private_payee.not_by_app",
    }
)
TO_BE_ASKED_FOR = frozenset({"offer.instalments", "offer.bill_in_parts", "offer.limit_may_rise"})
ADVICE = frozenset(
    {
        "offer.debt_service",
        "offer.debt_adviser",
        "offer.adviser",
        "offer.what_to_do",
        "offer.debt_swap",
        "offer.hiring",
        "offer.invoices",
        "offer.talk_for_you",
        "offer.debt_collecting",
        "offer.law_service",
        "offer.asks_debtors",
        "offer.debts_talked_down",
        "offer.stop_chasing",
        "offer.debtors_what",
        "offer.collecting_service",
    }
)
PLAIN_ADVICE = ADVICE - {
    "offer.debt_service",
    "offer.adviser",
    "offer.asks_debtors",
    "offer.debts_talked_down",
    "offer.stop_chasing",
}
# Nobody asks for money to be kept ready that was taken already.
TO_COME = frozenset({"due.enough_money", "due.have_ready", "if_paid.ignore"})
# As many offers as make an advertisement of a text that tells of something else as well.
MANY_OFFERS = 3
NOTHING_DUE = frozenset({"zero.nothing_due", "zero.nothing_waiting"})
PLAIN_RECEIPT = frozenset(
    {"receipt.repaid", "receipt.all_good", "receipt.received", "receipt.part_received", "receipt.term_paid"}
)
PART_SETTLED = frozenset(
    {"settled.loan_done", "settled.settled_loan", "settled.done_now", "settled.in_full", "settled.paid_whole"}
)
