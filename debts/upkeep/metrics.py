"""What is counted for a Prometheus server: sizes and ages of the whole installation, of nobody in particular."""

import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from debts.importing.background import abandoned
from debts.models import Dispute, EvidenceEntry, Loan, Message, User
from debts.upkeep.records import last_backup


def exposition(now: datetime) -> str:
    """The figures in Prometheus's text format, version 0.0.4; one that is unknown is left out."""
    return "".join(
        f"# HELP jieqing_{name} {means}\n# TYPE jieqing_{name} gauge\njieqing_{name} {value}\n"
        for name, means, value in _figures(now)
    )


def _figures(now: datetime) -> Iterator[tuple[str, str, float]]:
    yield "accounts", "Accounts that can sign in.", User.objects.filter(is_active=True).count()
    yield "loans", "Loans on record.", Loan.objects.filter(removed_at=None).count()
    yield "messages", "Messages kept.", Message.objects.filter(removed_at=None).count()
    yield "disputes", "Disputes on record.", Dispute.objects.filter(removed_at=None).count()
    yield "evidence_entries", "Entries of all evidence logs.", EvidenceEntry.objects.count()
    yield "imports_abandoned", "Imports that were begun and nobody works on.", abandoned(now).count()
    yield "disk_free_bytes", "Free space where the state folder lies.", shutil.disk_usage(settings.HOME).free
    if last := last_backup():
        yield "last_backup_timestamp_seconds", "When the last good backup was made.", last.made_at.timestamp()
