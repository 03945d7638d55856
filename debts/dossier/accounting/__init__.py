"""Plain-text accounting: the loans of a ledger as double entries, written for beancount and for hledger.

    10000 drawn of which 9200 arrived, 916.80 paid
    ->  cash 9200, fees 800, loan -10000; then loan 766.80, interest 150.00, cash -916.80

Interest, fees and penalties are entered when they are paid, so that a liability is always the principal left.
"""

from debts.dossier.accounting.beancount import as_beancount
from debts.dossier.accounting.building import book_of
from debts.dossier.accounting.hledger import as_hledger
from debts.dossier.accounting.types import Balance, Book, Entry, Posting, Remark

__all__ = ["Balance", "Book", "Entry", "Posting", "Remark", "as_beancount", "as_hledger", "book_of"]
