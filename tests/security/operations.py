"""A row for every operation of the API: with which ids and body it is asked, and what its owner is answered."""

from debts.api.examples import EXAMPLES

# The operation, what stands in its address, and the status for the owner. A body is the example of the description,
# with the ids of the ledger in it.
OWNERS = {
    "get_token": ((), 200),
    "check_messages": ((), 200),
    "list_lenders": ((), 200),
    "record_a_lender": ((), 201),
    "get_lender": (("lender",), 200),
    "correct_lender": (("lender",), 200),
    "remove_lender": (("lender",), 409),
    "list_loans": ((), 200),
    "record_a_loan": ((), 201),
    "get_loan": (("loan",), 200),
    "correct_loan": (("loan",), 200),
    "remove_loan": (("loan",), 409),
    "get_loan_state": (("loan",), 200),
    "get_loan_schedule": (("loan",), 200),
    "get_loan_timeline": (("loan",), 200),
    "get_settlement": (("loan",), 200),
    "record_settlement": (("loan",), 409),
    "correct_settlement": (("loan",), 200),
    "reopen_loan": (("loan",), 204),
    "list_repayments": (("loan",), 200),
    "record_a_repayment": (("loan",), 201),
    "get_repayment": (("repayment",), 200),
    "correct_repayment": (("repayment",), 200),
    "remove_repayment": (("repayment",), 204),
    "list_proofs": (("loan",), 200),
    "record_proof": (("loan",), 201),
    "get_proof": (("proof",), 200),
    "correct_proof": (("proof",), 200),
    "remove_proof": (("proof",), 204),
    "list_assignments": (("loan",), 200),
    "record_an_assignment": (("loan",), 201),
    "get_assignment": (("assignment",), 200),
    "correct_assignment": (("assignment",), 200),
    "remove_assignment": (("assignment",), 204),
    "list_files": ((), 200),
    "upload_file": ((), 201),
    "get_file": (("file",), 200),
    "get_file_content": (("file",), 200),
    "list_messages": ((), 200),
    "create_messages": ((), 201),
    "get_message": (("message",), 200),
    "remove_message": (("message",), 409),
    "get_explanation": (("message",), 200),
    "get_decision": (("message",), 200),
    "put_decision": (("message",), 200),
    "remove_decision": (("message",), 204),
    "list_batches": ((), 200),
    "create_batch": ((), 201),
    "get_batch": (("batch",), 200),
    "undo_batch": (("batch",), 200),
    "list_disputes": ((), 200),
    "open_a_dispute": ((), 201),
    "get_dispute": (("dispute",), 200),
    "correct_dispute": (("dispute",), 200),
    "remove_dispute": (("dispute",), 409),
    "close_a_dispute": (("dispute",), 200),
    "reopen_a_dispute": (("dispute",), 200),
    "list_exhibits": (("dispute",), 200),
    "add_exhibits": (("dispute",), 201),
    "get_exhibit": (("dispute", "1"), 200),
    "remove_exhibit": (("dispute", "1"), 204),
    "list_steps": (("dispute",), 200),
    "record_a_step": (("dispute",), 201),
    "get_step": (("dispute", "step"), 200),
    "remove_a_step": (("dispute", "step"), 204),
    "get_deadlines": (("dispute",), 200),
    "list_dossiers": (("dispute",), 200),
    "make_dossier": (("dispute", "json"), 200),
    "get_export": (("archive",), 200),
    "get_evidence_head": ((), 200),
    "list_evidence_entries": ((), 200),
    "verify_evidence": ((), 200),
    "list_webhooks": ((), 200),
    "add_a_webhook": ((), 201),
    "get_webhook": (("webhook",), 200),
    "correct_webhook": (("webhook",), 200),
    "remove_webhook": (("webhook",), 204),
}
# What somebody is answered whom another account lets read a dispute, and who may edit it; the rest is not there.
GUESTS = {
    "get_dispute": (200, 200),
    "correct_dispute": (403, 200),
    "remove_dispute": (403, 403),
    "close_a_dispute": (403, 200),
    "reopen_a_dispute": (403, 200),
    "list_exhibits": (200, 200),
    "add_exhibits": (403, 403),
    "get_exhibit": (200, 200),
    "remove_exhibit": (403, 204),
    "list_steps": (200, 200),
    "record_a_step": (403, 201),
    "get_step": (200, 200),
    "remove_a_step": (403, 204),
    "get_deadlines": (200, 200),
    "list_dossiers": (403, 200),
    "make_dossier": (403, 200),
}
NAMED = {"l1": "lender", "x1": "loan", "m1": "message"}


def body_of(operation, ids):
    """The example with the ids of a ledger; texts of messages and the rest as they stand."""
    return with_ids(EXAMPLES[operation], ids) if operation in EXAMPLES else None


def with_ids(value, ids):
    if isinstance(value, dict):
        return {key: one if key == "id" else with_ids(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [with_ids(one, ids) for one in value]
    return ids[NAMED[value]] if value in NAMED else value


def words_of(operation, ids):
    return [ids.get(word, word) for word in OWNERS[operation][0]]
