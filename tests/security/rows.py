"""The table of the sweep: a row for every address, with what is answered to GET and POST.

Where an address names something of its owner, or belongs to whoever is signed in, a row tells what the owner gets; what
the others get follows. The rest are open or have a key of their own, and tell it for everybody.
"""


def rows(table: str) -> dict[str, tuple[int, int]]:
    """Name, status of GET, status of an empty POST."""
    return {name: (int(get), int(post)) for name, get, post in (line.split() for line in table.split("\n") if line)}


# Nobody and a reader of a link are asked to sign in, another user is told that there is nothing.
OBJECTS = rows("""
pictures_review 200 200
picture_file 200 405
loan 200 405
loan_edit 200 200
loan_remove 200 302
loan_cost 200 405
lender_payment 200 200
repayment_new 200 200
repayment_edit 200 200
repayment_remove 200 302
settlement_edit 200 200
settlement_reopen 200 302
settlement_check 200 200
proof_new 200 200
proof_edit 200 200
proof_remove 200 302
assignment_new 200 200
assignment_edit 200 200
assignment_remove 200 302
certificate_letter 200 200
attachment 200 405
bill 200 200
bill_columns 200 405
bill_unlock 200 200
bill_import_undo 200 302
lender 200 405
lender_edit 200 200
lender_remove 200 302
lender_contacts 200 405
mfa_edit_webauthn 200 200
mfa_remove_webauthn 200 302
message_file_new 200 200
exhibit_remove 200 302
message_change 200 405
message 200 405
message_why 200 405
message_decide 302 200
message_undo 405 302
message_lessons 200 405
message_learn 405 302
lesson_undo 405 302
message_remove 200 302
import_twin_answer 405 302
import 200 405
import_progress 302 405
import_undo 200 302
proposals_undo 405 302
forwarder 200 405
forwarder_live 302 405
forwarder_pause 405 302
forwarder_key 200 200
forwarder_remove 200 302
dispute_loan 200 405
dispute_loan_pdf 302 200
dispute_loan_bundle 302 200
dispute_lender 200 405
dispute_lender_pdf 302 200
dispute_lender_bundle 302 200
dispute_lender_new 200 200
dispute_message 200 404
dispute 302 405
dispute_what 200 405
dispute_cause 200 405
dispute_letter 200 405
dispute_sent 200 405
dispute_answer 200 405
dispute_calendar 200 405
dispute_outcome 200 405
dispute_edit 200 200
dispute_items 405 302
dispute_file 405 200
dispute_step_new 200 200
dispute_close 302 200
dispute_reopen 405 302
dispute_item_remove 200 302
dispute_step_remove 200 302
dispute_export 200 200
dispute_bundle 302 200
letters_of_loan 200 405
letter_of_loan 200 200
letters_of_dispute 200 405
letter_of_dispute 200 200
letters_of_lender 200 405
letter_of_lender 200 200
dispute_shares 200 200
share_withdraw 200 302
webhook_edit 200 200
webhook_try 405 302
webhook_remove 200 302
""")
# Nobody and a reader of a link are asked to sign in, another user sees what is his own.
PAGES = rows("""
overview 200 405
waiting 200 405
example 200 405
check 200 200
check_keep 302 200
pictures 200 200
loans 200 405
loan_new 200 200
loan_old 200 200
bills 200 200
lenders 200 405
lender_new 200 200
lender_search 200 405
call_new 200 200
call_missed 405 302
messages 200 405
messages_decide 302 200
messages_undo 405 302
changes 200 405
aged 200 405
search 200 405
imports 200 200
import_twins 200 405
proposals 200 302
mailbox 200 200
forwarders 200 405
forwarder_new 200 200
alerts 200 200
disputes 200 405
evidence 200 405
evidence_verify 405 200
evidence_compare 405 200
evidence_stamp 405 302
evidence_mail 405 404
evidence_head 200 405
plan 200 405
plan_income 405 302
export 200 405
export_file 200 405
settings 200 200
token_new 405 200
token_revoke 405 404
settings_titles 405 302
settings_text 405 302
settings_reminders 405 200
settings_calendar_new 405 200
settings_calendar_stop 405 302
help 200 405
help_calls 200 405
help_words 200 405
help_limits 200 405
style 404 405
mfa_index 200 405
account_close 200 200
sign_in_end 405 404
sign_ins_end 405 302
mfa_activate_totp 200 200
mfa_deactivate_totp 404 404
mfa_view_recovery_codes 404 405
mfa_add_webauthn 200 200
webhooks 200 200
connections 200 405
""")
# What is answered to nobody, another user, a reader of a link, the owner.
OPEN = {
    "account_login": ((200, 200), (302, 302), (200, 200), (302, 302)),
    "account_logout": ((302, 302), (200, 302), (302, 302), (200, 302)),
    "account_signup": ((200, 200), (302, 302), (200, 200), (302, 302)),
    "account_inactive": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "account_reauthenticate": ((302, 302), (200, 200), (302, 302), (200, 200)),
    "account_change_password": ((302, 302), (200, 200), (302, 302), (200, 200)),
    "account_set_password": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "account_reset_password": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "mfa_login_webauthn": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "mfa_authenticate": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "mfa_reauthenticate": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "mfa_reauthenticate_webauthn": ((302, 302), (302, 302), (302, 302), (200, 302)),
    "mfa_generate_recovery_codes": ((302, 302), (200, 200), (302, 302), (200, 302)),  # there is a passkey, or not
    "mfa_list_webauthn": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "set_language": ((302, 302), (302, 302), (302, 302), (302, 302)),
    "calendar": ((200, 405), (200, 405), (200, 405), (200, 405)),  # the address is the key
    "api-root": ((404, 404), (404, 404), (404, 404), (404, 404)),
    "api-docs": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "openapi-json": ((200, 200), (200, 200), (200, 200), (200, 200)),
    "healthz": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "readyz": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "metrics": ((404, 405), (404, 405), (404, 405), (404, 405)),  # it has a token of its own, and none is set
    "shared": (
        (200, 200),
        (200, 200),
        (200, 200),
        (200, 200),
    ),  # the form, or the dossier
    "shared_pdf": ((302, 302), (302, 302), (200, 405), (302, 302)),
    "shared_bundle": ((302, 302), (302, 302), (200, 405), (302, 302)),
    "hook": ((405, 403), (405, 403), (405, 403), (405, 403)),  # a phone shows its token
    "manifest": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "worker": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "offline": ((200, 405), (200, 405), (200, 405), (200, 405)),
    "share_target": ((302, 302), (302, 302), (302, 302), (302, 302)),
}
# What does without the token that forms carry, and why.
WITHOUT_CSRF = {
    "shared": "acts for no account",
    "hook": "a phone has no page of ours",
    "share_target": "looks at nothing of what is sent",
}
# What answers to PUT, PATCH and DELETE as it does to GET; all else refuses them. None of it writes then.
LOOSE = {"set_language", "share_target", "shared_pdf", "shared_bundle", "openapi-json", "api-root"}
