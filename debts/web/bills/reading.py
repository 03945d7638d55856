"""A kept bill held against the owner's ledger: what there is to confirm, read anew at each request."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage
from django.http import Http404
from django.utils.translation import gettext as _

from debts.intake.bills import BillItem, BillProblem, BillProblemCode, BillRow, Direction, Family, Place, read_bill
from debts.intake.bills.matching import moment_of, paid_by
from debts.intake.bills.proposals import KnownRepayment, Plan, propose
from debts.intake.bills.relation import LoanWords
from debts.models import Attachment, ImportBatch, Lender, Loan, User
from debts.queries import lender_facts, loan_facts, loans_of, profile_facts, profile_of, zone_of
from debts.reconciler.types import Ledger
from debts.rulebook import load_rulebook
from debts.web.bills.asking import Asked
from debts.web.loans.standing import repayments_of

ASIDE_SHOWN = 40
MOST_ROWS = 100_000  # ten seconds


@dataclass(slots=True)
class Aside:
    """The rows that are about no loan: how many there are, and the latest payments among them that hold some words."""

    zone: ZoneInfo
    find: str = ""
    total: int = 0
    fitting: int = 0
    _latest: list[tuple[datetime, int, BillRow]] = field(default_factory=list)

    def __call__(self, row: BillRow) -> None:
        """Take a row in; only the latest ones stay, so that memory does not grow with the bill."""
        self.total += 1
        if not _may_be_payment(row) or self.find not in f"{row.counterparty} {row.description} {row.category}":
            return
        self.fitting += 1
        put = heapq.heappush if len(self._latest) < ASIDE_SHOWN else heapq.heappushpop
        put(self._latest, (moment_of(row, self.zone), self.total, row))

    @property
    def rows(self) -> list[BillRow]:
        """The latest ones, the newest first."""
        return [row for *_, row in sorted(self._latest, key=lambda one: one[:2], reverse=True)]


@dataclass(frozen=True, slots=True)
class Reading:
    """A bill as it stands against the ledger now; ``batches`` are its imports in force."""

    kept: Attachment
    plan: Plan
    loans: Sequence[Loan]
    aside: Aside
    zone: ZoneInfo
    batches: Sequence[ImportBatch]
    taken: frozenset[Place]


def read(owner: User, kept: Attachment, asked: Asked) -> Reading:
    """Read a kept bill; raises BillProblem where nothing of it can be read as one."""
    loans, zone = list(loans_of(owner)), zone_of(owner)
    batches = list(ImportBatch.objects.of(owner).filter(sha256=kept.sha256))
    aside = Aside(zone, asked.find)
    # Closed before its stream is: a reader that stops in the middle still has to let go of it.
    with opened(kept) as stream, closing(read_bill(stream, mapping=asked.mapping)) as items:
        known = _known(loans, batches)
        plan = propose(_within(items), _words(owner, loans), known, taken=asked.taken, aside=aside)
    return Reading(kept, plan, loans, aside, zone, batches, asked.taken)


def _within(items: Iterable[BillItem]) -> Iterator[BillItem]:
    """The rows of a bill, as many as can be read while a person waits."""
    for number, item in enumerate(items):
        if number >= MOST_ROWS:
            raise BillProblem(BillProblemCode.TOO_LARGE)
        yield item


@contextmanager
def opened(kept: Attachment) -> Iterator[IO[bytes]]:
    """The bytes of a kept file; 404 where they are gone from the disk."""
    if not default_storage.exists(kept.path):
        raise Http404(_("这个文件在磁盘上找不到了，请从备份恢复。"))
    with default_storage.open(kept.path) as file:
        if file.file is None:  # only where it has been closed
            raise Http404
        yield file.file


def _words(owner: User, loans: Sequence[Loan]) -> LoanWords:
    """The ledger without its decisions: these are about messages."""
    lenders = tuple(map(lender_facts, Lender.objects.of(owner)))
    ledger = Ledger(profile=profile_facts(profile_of(owner)), lenders=lenders, loans=tuple(map(loan_facts, loans)))
    return LoanWords(ledger, load_rulebook())


def _known(loans: Sequence[Loan], batches: Sequence[ImportBatch]) -> list[KnownRepayment]:
    own = {batch.pk for batch in batches}
    return [
        KnownRepayment(row.ref, loan.ref, row.paid_at, row.amount, row.reference, row.batch_id in own)
        for loan in loans
        for row in repayments_of(loan)
        if row.is_paid
    ]


def _may_be_payment(row: BillRow) -> bool:
    """Money that left; on the statement of a credit card a repayment comes in."""
    is_in = row.direction is Direction.IN and row.statement.family is not Family.BANK_CARD
    return not is_in and bool(paid_by(row))
