"""The ledgers and backups of the benchmarks, as they are stored and as phones write them."""

from xml.sax.saxutils import quoteattr

from debts.actions import Route, WriteContext, record_lender, record_loan, record_repayment, settle
from debts.actions.refresh import refreshing_once
from debts.models.terms import fields_of
from tests.benchmarks.inboxes import ledger, ordinary_stream
from tests.web.ledgers import NOW

ROW = (
    '  <sms protocol="0" address={sender} date="{ms}457" type="1" subject="null" body={text} toa="null" sc_toa="null" '
    'service_center="+8613800100500" read="1" status="-1" locked="0" date_sent="{ms}000" sub_id="1" '
    'readable_date="2024年3月5日 10:22:05" contact_name="(Unknown)" />\n'
)


def store_ledger(owner, loans):
    """Put the ledger of the benchmarks into the database."""
    ctx = WriteContext(owner, Route.WEB, NOW)
    facts = ledger(loans)
    with refreshing_once(ctx):
        lenders = {
            one.id: record_lender(ctx, name=one.name, aliases=list(one.aliases), signatures=list(one.signatures))
            for one in facts.lenders
        }
        for one in facts.loans:
            terms = {"product": one.product, "contract_number": one.contract_number, "card_tail": one.card_tail}
            loan = record_loan(ctx, lender=lenders[one.lender_id], **terms, **fields_of(one.terms))
            for paid in one.repayments:
                record_repayment(ctx, loan=loan, paid_at=paid.paid_at, amount=paid.amount)
            if one.settlement:
                settle(ctx, loan, settled_at=one.settlement.settled_at, basis="paid_in_full")


def write_backup(path, count):
    """A backup of SMS Backup & Restore with so many messages of an ordinary inbox."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for one in ordinary_stream(count):
            seconds = int(one.received_at.timestamp())
            file.write(ROW.format(sender=quoteattr(one.sender), ms=seconds, text=quoteattr(one.text)))
        file.write("</smses>\n")
    return path
