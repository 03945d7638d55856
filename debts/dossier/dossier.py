"""One dossier: the summary of a dispute with the papers that go with it, for as long as it is written out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from debts.dossier.casefile import build_case_summary, items_of
from debts.dossier.covers import Cover, patterns_of
from debts.dossier.labels import summary_labels
from debts.dossier.legal import in_language_of_documents
from debts.dossier.papers import Papers, papers_of
from debts.dossier.redaction import redacted
from debts.dossier.summary import SummaryDocument
from debts.models import Dispute, DisputeItem


@dataclass(frozen=True, slots=True)
class Dossier:
    """What every format is made from."""

    document: SummaryDocument
    papers: Papers
    items: Sequence[DisputeItem]


@in_language_of_documents()
def document_of(dispute: Dispute, now: datetime, cover: Cover | None = None) -> SummaryDocument:
    """The summary of a dispute without its files, for a page; with ``cover``, what it names is covered."""
    document = build_case_summary(dispute.owner, dispute, now)
    return redacted(document, patterns_of(dispute.owner, dispute, cover), summary_labels()) if cover else document


@contextmanager
def dossier_of(dispute: Dispute, now: datetime, cover: Cover | None = None) -> Iterator[Dossier]:
    """Put together the dossier of a dispute, dated ``now``; with ``cover``, what it names is covered.

    Originals that are covered nowhere stay out then, and pictures too unless the person wants them.
    """
    items = items_of(dispute)
    with in_language_of_documents(), papers_of(items) as ready:
        document = build_case_summary(dispute.owner, dispute, now, items)
        papers = ready()
        plain = Dossier(replace(document, files=papers.parts), papers, items)
        yield _covered(dispute, plain, cover) if cover else plain


def _covered(dispute: Dispute, plain: Dossier, cover: Cover) -> Dossier:
    covered = redacted(plain.document, patterns_of(dispute.owner, dispute, cover), summary_labels())
    papers = replace(plain.papers, originals={}, sheets=plain.papers.sheets if cover.pictures else {})
    left_out = set(plain.papers.sheets) - set(papers.sheets)
    reason = _("有内容要遮盖，图片上的字遮不住，所以没有印出来。")
    files = [replace(file, problem=reason) if file.label in left_out else file for file in covered.files]
    return Dossier(replace(covered, files=tuple(files)), papers, plain.items)
