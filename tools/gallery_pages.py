"""The address of each page of a gallery's ledger, for the sheet and for tests."""

from django.urls import reverse

from debts.models import (
    Assignment,
    Attachment,
    Change,
    DisputeItem,
    DisputeStep,
    Forwarder,
    ImportBatch,
    Loan,
    Message,
    Repayment,
    SettlementProof,
    Share,
    User,
    Webhook,
)
from tools.gallery import BILL_NAME, PICTURE


def pages(owner: User) -> dict[str, str]:
    """The address of every page of a filled ledger, by a name that can stand in a file name."""
    return {
        **_plain_pages(),
        **_loan_pages(owner),
        **_fact_pages(owner),
        **_message_pages(owner),
        **_bill_pages(owner),
        **_intake_pages(owner),
        **_dispute_pages(owner),
        **(_pages_for_staff() if owner.is_staff else {}),
        **_webhook_pages(owner),
    }


def _plain_pages() -> dict[str, str]:
    names = (
        "overview example check pictures messages changes call_new imports import_twins proposals mailbox"
        " forwarders forwarder_new alerts"
        " loans loan_new loan_old lenders lender_new bills disputes evidence"
        " plan export settings connections webhooks help help_calls help_words help_limits api-docs"
        " account_change_password account_logout"
        " account_reauthenticate mfa_index mfa_activate_totp mfa_add_webauthn account_close"
    )
    found = {"search": f"{reverse('search')}?q=任性贷", "search-empty": reverse("search")}
    return {**{name: reverse(name) for name in names.split()}, **found}


def _pages_for_staff() -> dict[str, str]:
    return {"style": reverse("style")}


def _loan_pages(owner: User) -> dict[str, str]:
    loans = Loan.objects.of(owner)
    settled, running, sold = (loans.get(product=product) for product in ("任性贷", "安逸花", ""))
    found = {f"loan-{name}": reverse("loan", args=[loan.pk]) for name, loan in _named(settled, running, sold)}
    found |= {f"cost-{name}": reverse("loan_cost", args=[loan.pk]) for name, loan in _named(settled, running, sold)}
    of_settled = "loan_edit loan_remove settlement_edit settlement_reopen settlement_check certificate_letter proof_new"
    found |= {name: reverse(name, args=[settled.pk]) for name in of_settled.split()}
    found |= {"letter-sold": reverse("certificate_letter", args=[sold.pk])}
    found |= {name: reverse(name, args=[running.pk]) for name in ("repayment_new", "assignment_new")}
    found |= {"settlement-running": reverse("settlement_edit", args=[running.pk])}
    kinds = ("settlement_certificate", "receipt", "credit_report", "recording")
    found |= {f"proof-{kind}": f"{reverse('proof_new', args=[settled.pk])}?kind={kind}" for kind in kinds}
    of_lender = "lender lender_contacts lender_edit lender_remove lender_payment dispute_lender"
    found |= {name: reverse(name, args=[settled.lender_id]) for name in of_lender.split()}
    return {**found, "dispute_loan": reverse("dispute_loan", args=[settled.pk])}


def _dispute_pages(owner: User) -> dict[str, str]:
    """A dispute on each of its stages, what is asked about it, and the letters about its loan."""
    item = DisputeItem.objects.of(owner).latest("pk")
    step, dispute = DisputeStep.objects.of(owner).latest("pk"), item.dispute
    stages = "dispute_what dispute_cause dispute_letter dispute_sent dispute_answer dispute_outcome"
    asked = "dispute_edit dispute_step_new dispute_close dispute_export dispute_shares"
    found = {name: reverse(name, args=[dispute.pk]) for name in f"{stages} {asked}".split()}
    found |= {"dispute_item_remove": reverse("dispute_item_remove", args=[item.pk])}
    found |= {"dispute_step_remove": reverse("dispute_step_remove", args=[step.pk])}
    found |= {"share_withdraw": reverse("share_withdraw", args=[Share.objects.of(owner).latest("pk").pk])}
    found |= {"dispute_lender_new": reverse("dispute_lender_new", args=[dispute.lender_id])}
    found |= {"dispute_message": reverse("dispute_message", args=[item.message_id])}
    for about, pk in (("loan", dispute.loan_id), ("lender", dispute.lender_id), ("dispute", dispute.pk)):
        found |= {f"letters_of_{about}": reverse(f"letters_of_{about}", args=[pk])}
        found |= {f"letter_of_{about}": reverse(f"letter_of_{about}", args=[pk, "lender_complaint"])}
    return found


def _named(settled: Loan, running: Loan, sold: Loan) -> list[tuple[str, Loan]]:
    return [("settled", settled), ("running", running), ("sold", sold)]


def _fact_pages(owner: User) -> dict[str, str]:
    found: dict[str, str] = {}
    for model, name in ((Repayment, "repayment"), (SettlementProof, "proof"), (Assignment, "assignment")):
        fact = model.objects.of(owner).latest("pk")
        found |= {f"{name}_{what}": reverse(f"{name}_{what}", args=[fact.pk]) for what in ("edit", "remove")}
    return found


def _message_pages(owner: User) -> dict[str, str]:
    rows = Message.objects.of(owner)
    flagged, decided = (rows.filter(text__contains=words).latest("pk") for words in ("律师上门", "小苏管家"))
    unknown = rows.get(text__contains="远方小贷")
    found = {
        name: reverse(name, args=[flagged.pk])
        for name in ("message", "message_why", "message_remove", "message_file_new")
    }
    found |= {"message-unknown": reverse("message", args=[unknown.pk])}
    found |= {"message-decided": reverse("message", args=[decided.pk])}
    found |= {"message_lessons": reverse("message_lessons", args=[decided.pk])}
    phone = Forwarder.objects.get(owner=owner)
    found |= {name: reverse(name, args=[phone.pk]) for name in ("forwarder", "forwarder_key", "forwarder_remove")}
    change = Change.objects.filter(owner=owner).latest("pk")
    return {**found, "message_change": reverse("message_change", args=[change.pk])}


def _intake_pages(owner: User) -> dict[str, str]:
    """The report of a phone's backup, and a picture that waits."""
    batch = ImportBatch.objects.of(owner).get(source="sms-2024.xml")
    found = {name: reverse(name, args=[batch.pk]) for name in ("import", "import_undo")}
    return {**found, "pictures_review": reverse("pictures_review", args=[PICTURE])}


def _webhook_pages(owner: User) -> dict[str, str]:
    webhook = Webhook.objects.of(owner).latest("pk")
    return {name: reverse(name, args=[webhook.pk]) for name in ("webhook_edit", "webhook_remove")}


def _bill_pages(owner: User) -> dict[str, str]:
    files = Attachment.objects.of(owner)
    bill, unknown = (files.get(original_name=name) for name in (BILL_NAME, "我的流水.csv"))
    batch = ImportBatch.objects.of(owner).filter(source=BILL_NAME).latest("pk")
    return {
        "bill": reverse("bill", args=[bill.pk]),
        "bill_columns": reverse("bill_columns", args=[unknown.pk]),
        "bill-unreadable": reverse("bill", args=[files.get(original_name="结清证明.pdf").pk]),
        "bill_import_undo": reverse("bill_import_undo", args=[batch.pk]),
    }
