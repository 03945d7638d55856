"""The one door for writing.

Each function is one transaction: it writes the fact, appends to the evidence log and refreshes the verdicts that rest
on the fact. Pages, the API, commands and imports all come through here.
"""

from debts.actions.alerts import set_alerts
from debts.actions.archive import ArchiveConflict, load_archive
from debts.actions.bills import NewRepayment, import_repayments, undo_import
from debts.actions.context import Route, WriteContext
from debts.actions.corrections import TakenBack, correct, take_back
from debts.actions.disputes import (
    DisputeClosed,
    add_items,
    close_dispute,
    open_dispute,
    record_letter,
    record_step,
    remove_item,
    remove_step,
    reopen_dispute,
)
from debts.actions.dossiers import note_export
from debts.actions.exhibits import attach_to_message
from debts.actions.forwarders import (
    Arrival,
    Refused,
    add_forwarder,
    pause_forwarder,
    remove_forwarder,
    renew_key,
    take_delivery,
)
from debts.actions.guests import let_in, let_out
from debts.actions.holds import HeldByDispute, StillNeeded
from debts.actions.lessons import learn
from debts.actions.loans import record_assignment, record_lender, record_loan, record_payment, record_repayment
from debts.actions.messages import Receipt, decide, receive_messages, withdraw_decision
from debts.actions.pictures import keep_picture
from debts.actions.profile import set_profile
from debts.actions.refresh import rejudge
from debts.actions.reminders import claim_deadlines, claim_reminders, note_sent, release_reminders, set_reminders
from debts.actions.settlements import attach_proof, keep_file, settle
from debts.actions.shares import share_dispute, withdraw_share
from debts.actions.steps import decide_several, undo_step
from debts.actions.tokens import create_token, renew_calendar, revoke_token, stop_calendar
from debts.actions.webhooks import TooManyAddresses, add_webhook

__all__ = [
    "ArchiveConflict",
    "Arrival",
    "DisputeClosed",
    "HeldByDispute",
    "NewRepayment",
    "Receipt",
    "Refused",
    "Route",
    "StillNeeded",
    "TakenBack",
    "TooManyAddresses",
    "WriteContext",
    "add_forwarder",
    "add_items",
    "add_webhook",
    "attach_proof",
    "attach_to_message",
    "claim_deadlines",
    "claim_reminders",
    "close_dispute",
    "correct",
    "create_token",
    "decide",
    "decide_several",
    "import_repayments",
    "keep_file",
    "keep_picture",
    "learn",
    "let_in",
    "let_out",
    "load_archive",
    "note_export",
    "note_sent",
    "open_dispute",
    "pause_forwarder",
    "receive_messages",
    "record_assignment",
    "record_lender",
    "record_letter",
    "record_loan",
    "record_payment",
    "record_repayment",
    "record_step",
    "rejudge",
    "release_reminders",
    "remove_forwarder",
    "remove_item",
    "remove_step",
    "renew_calendar",
    "renew_key",
    "reopen_dispute",
    "revoke_token",
    "set_alerts",
    "set_profile",
    "set_reminders",
    "settle",
    "share_dispute",
    "stop_calendar",
    "take_back",
    "take_delivery",
    "undo_import",
    "undo_step",
    "withdraw_decision",
    "withdraw_share",
]
