"""The summary of a dispute: its own exhibits under its own numbers, its story and its requests."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debts.disputes.types import Request
from debts.dossier.build import build_summary
from debts.dossier.casework import is_of_the_mainland
from debts.dossier.labels import say_request
from debts.dossier.legal import in_language_of_documents
from debts.dossier.summary import ExhibitPart, SummaryDocument
from debts.models import Dispute, DisputeItem, Loan, User


def items_of(dispute: Dispute) -> list[DisputeItem]:
    """The exhibits that count, by their numbers, with what they are; one that was taken back meanwhile is left out."""
    rows = DisputeItem.objects.filter(dispute=dispute, removed_at=None).order_by("number")
    found = rows.select_related("message__verdict__loan__lender", "proof__attachment", "proof__loan", "attachment")
    items = [item for item in found if item.thing.removed_at is None]
    for item in items:
        item.dispute = dispute
    return items


@in_language_of_documents()
def build_case_summary(
    owner: User, dispute: Dispute, now: datetime, items: Sequence[DisputeItem] | None = None
) -> SummaryDocument:
    """Put together the summary of a dispute; ``now`` dates it, and nothing here asks a clock.

    ``items`` are what ``items_of`` gave, if that was asked already.
    """
    items = items_of(dispute) if items is None else items
    messages = {item.number: item.message for item in items if item.message}
    about = {"loan": dispute.loan} if dispute.loan else {"lender": dispute.lender}
    document = build_summary(owner, **about, messages=list(messages.values()), now=now)
    loans: Sequence[Loan] = list(Loan.objects.of(owner).filter(lender=dispute.lender))
    parts = zip(messages, document.messages, strict=True)
    return replace(
        document,
        story=dispute.story,
        messages=tuple(replace(part, number=number) for number, part in parts),
        requests=requests_of(dispute, mainland=is_of_the_mainland(dispute, loans)),
        exhibits=tuple(_exhibits(items)),
    )


def requests_of(dispute: Dispute, *, mainland: bool) -> tuple[str, ...]:
    """What is asked of the lender, in words; codes of another version say nothing."""
    known = (say_request(Request(code), mainland=mainland) for code in dispute.requests if code in set(Request))
    return (*known, *dispute.own_requests)


def _exhibits(items: Sequence[DisputeItem]) -> Iterator[ExhibitPart]:
    for item in items:
        if not item.message:
            yield _paper(item)
    numbers = [item.number for item in items if item.message]
    if numbers:
        words = ngettext("上表所列 %(count)d 条，逐条附哈希值", "上表所列 %(count)d 条，逐条附哈希值", len(numbers))
        yield ExhibitPart(numbers[0], _("争议消息原文"), words % {"count": len(numbers)})


def _paper(item: DisputeItem) -> ExhibitPart:
    file = item.attachment or (item.proof.attachment if item.proof else None)
    title = item.proof.get_kind_display() if item.proof else _("文件")
    parts = [file.original_name if file else "", item.proof.number if item.proof else "", item.note]
    return ExhibitPart(item.number, title, _("，").join(filter(None, parts)), file.sha256 if file else "")
