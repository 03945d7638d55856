"""The products of a text: which loans are of one of them, and which are of another one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.loan_index import NOBODY, LoanGroup
from debts.reconciler.mentions import CREDIT_CARD, Mentioned
from debts.reconciler.pointers import Contradiction
from debts.reconciler.types import FactRef, Reason, Span

CARD_PRODUCT = re.compile(r"卡|visa|master|银联|銀聯|card", re.IGNORECASE)


def by_product(group: LoanGroup, mentioned: Mentioned, index: LedgerIndex) -> Iterator[tuple[str, Reason]]:
    """The product of the loan is named, by its whole name or a part of it."""
    for own, loan_ids in group.products.items():
        span = _span_of(own, mentioned.products)
        if span:
            for loan_id in loan_ids:
                name = {"name": index.loans[loan_id].product}
                yield loan_id, Reason("matched_product", name, (span,), (FactRef("loan", loan_id),))


def _span_of(own: str, products: Sequence[tuple[str, Span]]) -> Span | None:
    return next((span for key, span in products if key in own or own in key), None)


def other_products(group: LoanGroup, mentioned: Mentioned, index: LedgerIndex) -> Iterable[Contradiction]:
    """For each product that the text names the loans that are of another one."""
    if not mentioned.products:
        return
    with_tail = NOBODY.union(*(group.cards.get(one.name, NOBODY) for one in mentioned.cards))
    for own, loan_ids in group.products.items():
        if _span_of(own, mentioned.products):
            continue
        for key, span in mentioned.products:
            others = frozenset(one for one in loan_ids if _is_other(key, one, with_tail, index))
            if others:
                yield Contradiction("vetoed_product", {"name": key}, span, others)
                break


def _is_other(key: str, loan_id: str, with_tail: frozenset[str], index: LedgerIndex) -> bool:
    """A product of this lender that the loan is not; names of lenders, and of others' products, say nothing here."""
    loan = index.loans[loan_id]
    if index.names.is_brand(key, loan.lender_id) or (key == CREDIT_CARD and loan_id in with_tail):
        return False
    owners = index.names.owners.get(key)
    if owners is None:
        return key != CREDIT_CARD or not _is_card(loan_id, index)
    rows = index.names.rows_of(loan.lender_id)
    return any(
        (owner.kind == "directory" and owner.id in rows)
        or (owner.kind == "product" and index.loans[owner.id].lender_id == loan.lender_id)
        for owner in owners
    )


def _is_card(loan_id: str, index: LedgerIndex) -> bool:
    loan = index.loans[loan_id]
    lender = index.lenders.get(loan.lender_id)
    return CARD_PRODUCT.search(loan.product) is not None or (lender is not None and CREDIT_CARD in lender.name)
