"""The evidence log: one line for every write, each carrying the hash of the line before.

A change of any line, or of the order, breaks the chain from there on. That shows that nothing was changed since it was
written; it does not show that what was written is true.
"""

from datetime import UTC, datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from debts.evidence.canonical import sha256_of, sha256_of_form, text_form

CHAIN_START = "0" * 64


def entry_hash(entry: dict[str, Any]) -> str:
    """The hash of a line: everything in it together with the hash of the line before, the time in UTC."""
    return sha256_of(entry)


class EntryForm:
    """Hashes lines of one moment, route and payload as ``entry_hash`` does, at a fraction of its cost.

    ``payload`` is in its canonical form.
    """

    def __init__(self, at: datetime, route: str, payload: str) -> None:
        self.payload = payload
        self._at = text_form(at.astimezone(UTC).isoformat())
        self._route = text_form(str(route))

    def hash_of(  # noqa: PLR0917 - the fields of a line
        self, sequence: int, previous: str, action: str, record_type: str, record_ref: str, record_hash: str
    ) -> str:
        """The hash of a line."""
        return sha256_of_form(
            f'{{"action":{text_form(action)},"at":{self._at},"payload":{self.payload},"previous_hash":"{previous}",'
            f'"record_hash":"{record_hash}","record_ref":{text_form(record_ref)},"record_type":{text_form(record_type)},'
            f'"route":{self._route},"sequence":{sequence}}}'
        )


class AppendOnly(models.QuerySet["EvidenceEntry"]):
    """Lines of the log can be read and added, nothing else."""

    def update(self, **_changes: Any) -> NoReturn:
        """Refuse: a line of the log is never changed."""
        raise TypeError("The evidence log is append-only.")

    def delete(self) -> NoReturn:
        """Refuse: a line of the log is never deleted."""
        raise TypeError("The evidence log is append-only.")


class EvidenceEntry(models.Model):
    """One write of one fact: what, when, by which way, and the hash of the fact as it then was."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("时间"))
    route = models.CharField(max_length=16)
    action = models.CharField(max_length=32)
    record_type = models.CharField(max_length=32)
    record_ref = models.CharField(max_length=128)
    record_hash = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["owner", "sequence"]
        constraints = [models.UniqueConstraint(fields=["owner", "sequence"], name="evidence_sequence_once")]
        indexes = [models.Index(fields=["owner", "record_type", "record_ref"], name="evidence_by_record")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.record_type} {self.record_ref}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line that is in the log already cannot be saved again."""
        if self.pk is not None:
            raise TypeError("The evidence log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a line of the log is never deleted."""
        raise TypeError("The evidence log is append-only.")

    def compute_hash(self) -> str:
        """Hash everything in the line together with the hash of the line before."""
        names = ("sequence", "route", "action", "record_type", "record_ref", "record_hash", "payload", "previous_hash")
        at = self.at.astimezone(UTC).isoformat()
        return entry_hash({"at": at, **{name: getattr(self, name) for name in names}})


class StampedHead(models.Model):
    """A head of the log's tree with the time stamp of an authority (RFC 3161).

    ``size``, ``root``, ``last`` and ``at`` are the head's; ``token`` is the authority's answer in base64 and
    ``stamped_at`` the time in it. It is about the log and no entry of it, or each stamp would ask for another.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    last = models.CharField(max_length=64)
    at = models.DateTimeField()
    authority = models.CharField(max_length=300)
    stamped_at = models.DateTimeField()
    token = models.TextField()

    class Meta:
        ordering = ["-size", "-pk"]

    def __str__(self) -> str:
        return f"{self.size} {self.stamped_at:%Y-%m-%d %H:%M}"
