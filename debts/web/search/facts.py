"""Loans, lenders, disputes, repayments and proofs that hold some words: all are read, for nobody has very many.

What is shown of each is its name, and the words of it that were looked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debts.dossier.facts import loan_label
from debts.models import Dispute, DisputeStep, Lender, Loan, Repayment, SettlementProof, User
from debts.reconciler.searching import holds
from debts.web.marking import Piece
from debts.web.search.excerpts import excerpt_of, pieces_of
from debts.wording import say_amount

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: its name, and the stretches of it that hold the words."""

    url: str
    title: tuple[Piece, ...]
    details: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``more`` says how many others are not shown."""

    key: str
    name: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Found:
    """One fact with its texts: where it is shown, its name, and what else it says."""

    url: str
    title: str
    texts: tuple[str, ...]

    def holds(self, words: tuple[str, ...]) -> bool:
        """Whether each word stands somewhere in it."""
        return holds("\n".join((self.title, *self.texts)), words)


def groups_of(owner: User, words: tuple[str, ...]) -> list[Group]:
    """What the owner keeps beside messages and that holds the folded ``words``, by kind; empty kinds are left out."""
    if not words:
        return []
    every = (_group(key, str(name), read(owner), words) for key, name, read in KINDS)
    return [group for group in every if group.hits]


def _group(key: str, name: str, facts: Iterable[Found], words: tuple[str, ...]) -> Group:
    found = [fact for fact in facts if fact.holds(words)]
    hits = tuple(_hit(fact, words) for fact in found[:SHOWN])
    return Group(key, name, hits, len(found) - len(hits))


def _hit(fact: Found, words: tuple[str, ...]) -> Hit:
    shown = (excerpt_of(text, words) for text in fact.texts)
    title = pieces_of(fact.title, words)
    return Hit(fact.url, title, tuple(pieces for pieces in shown if any(piece.is_marked for piece in pieces)))


def _loans(owner: User) -> Iterator[Found]:
    for row in Loan.objects.of(owner).select_related("lender"):
        numbers = (row.contract_number, row.card_tail, row.phone)
        texts = (row.lender.name, *numbers, *map(str, row.other_names), row.note)
        yield Found(reverse("loan", args=[row.pk]), loan_label(row), texts)


def _lenders(owner: User) -> Iterator[Found]:
    for row in Lender.objects.of(owner):
        names = [*row.aliases, *row.signatures, *row.senders, *row.collectors]
        yield Found(reverse("lender", args=[row.pk]), row.name, tuple(dict.fromkeys(map(str, names))))


def _disputes(owner: User) -> Iterator[Found]:
    steps = Prefetch("steps", queryset=DisputeStep.objects.of(owner), to_attr="steps_in_force")
    for row in Dispute.objects.of(owner).select_related("lender").prefetch_related(steps):
        taken = (text for step in row.steps_in_force for text in (step.reference, step.text))
        texts = (row.lender.name, row.story, *map(str, row.own_requests), row.outcome_note, *taken)
        yield Found(reverse("dispute", args=[row.pk]), row.title, texts)


def _repayments(owner: User) -> Iterator[Found]:
    """Those with a reference; their loan is no part of it, or its name would find every payment towards it."""
    rows = Repayment.objects.of(owner).exclude(reference="").select_related("loan")
    for row in rows.order_by("-paid_at", "-pk"):
        day, total = f"{localtime(row.paid_at):%Y-%m-%d}", say_amount(row.amount, row.loan.currency)
        yield Found(reverse("repayment_edit", args=[row.pk]), f"{day} · {total}", (row.reference,))


def _proofs(owner: User) -> Iterator[Found]:
    for row in SettlementProof.objects.of(owner).select_related("attachment", "loan__lender"):
        name = row.attachment.original_name if row.attachment else ""
        texts = (loan_label(row.loan), row.number, row.issuer, row.holder, row.contract_number, name, row.note)
        yield Found(reverse("proof_edit", args=[row.pk]), row.get_kind_display(), texts)


Reader = Callable[[User], Iterable[Any]]
KINDS: tuple[tuple[str, Promise, Reader], ...] = (
    ("loans", pgettext_lazy("several", "借款"), _loans),
    ("lenders", pgettext_lazy("several", "出借机构"), _lenders),
    ("disputes", _("争议"), _disputes),
    ("repayments", pgettext_lazy("several", "还款"), _repayments),
    ("proofs", _("证明材料"), _proofs),
)
