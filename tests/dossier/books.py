"""Loans that are stored nowhere, and the book of them, for the tests of the accounting."""

import re
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from beancount import loader
from beancount.core import data

from debts.dossier.accounting import as_beancount, book_of
from debts.finance import LoanTerms, Payment, RepaymentMethod
from debts.models import Lender, Loan, Repayment, Settlement
from debts.models.terms import fields_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 11, 1, 10, 0, tzinfo=SHANGHAI)
TERMS = LoanTerms(
    Decimal(10000), date(2023, 1, 5), Decimal("0.18"), RepaymentMethod.EQUAL_INSTALMENT, 12, date(2023, 2, 5)
)


def paid(day, amount, identifier="r1", **options):
    return Payment(
        datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=SHANGHAI), Decimal(amount), identifier, **options
    )


def loan_of(terms, *payments, number=1, settled=None, basis="paid_in_full", lender="青禾消费金融", **fields):
    """A loan as ``queries.loans_of`` hands it over, never saved."""
    lender = Lender(pk=1, ref="l1", name=lender)
    loan = Loan(pk=number, ref=f"x{number}", lender=lender, **{"product": "青禾贷", **fields_of(terms), **fields})
    loan.repayments_in_force = [_row(payment) for payment in payments]
    loan.settlements_on_record = [Settlement(loan=loan, settled_at=settled, basis=basis)] if settled else []
    return loan


def _row(payment):
    split = payment.agreed
    parts = {
        f"{name}_part": getattr(split, name) if split else None for name in ("fee", "penalty", "interest", "principal")
    }
    kind = "" if payment.kind == "payment" else payment.kind
    purpose = "" if payment.purpose == "regular" else payment.purpose
    return Repayment(
        paid_at=payment.paid_at,
        amount=payment.amount,
        ref=payment.id,
        kind=kind,
        purpose=purpose,
        reversed_at=payment.reversed_at,
        **parts,
    )


def book(*loans, now=NOW, title="结清"):
    return book_of(loans, title, now, SHANGHAI)


def moves(entry):
    """An entry in short: the first words of each account with its sum."""
    return {":".join(one.account.split(":")[:2]): f"{one.amount:.2f}" for one in entry.postings}


def checked(found):
    """What beancount makes of a book; fails where it complains."""
    text = "\n".join(as_beancount(found))
    entries, errors, _options = loader.load_string(text)
    assert [error.message for error in errors] == []
    return [entry for entry in entries if isinstance(entry, data.Transaction)]


def check_journal(text):
    """A reader of the part of hledger's format that we write: entries come to nothing, assertions hold."""
    declared, sums, count = set(), defaultdict(Decimal), 0
    for block in re.split(r"\n{2,}", text):
        lines = [line for line in block.splitlines() if not line.startswith(";")]
        declared |= {line.split(" ", 1)[1] for line in lines if line.startswith("account ")}
        if not lines or not lines[0][:1].isdigit():
            continue
        count += 1
        total = Decimal(0)
        for line in lines[1:]:
            account, _, rest = line.strip().partition("  ")
            amount, _, asserted = rest.partition(" = ")
            assert account in declared
            sums[account] += Decimal(amount.split()[0])
            total += Decimal(amount.split()[0])
            assert not asserted or sums[account] == Decimal(asserted.split()[0])
        assert total == 0
    return count
