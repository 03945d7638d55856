"""The messages from which the facts of a loan were taken, beside those facts."""

from collections.abc import Collection

from debts.models import Message, Source, User


def sources_of(owner: User, refs: Collection[str]) -> dict[str, list[Message]]:
    """The kept messages behind the facts called ``refs``, by fact, the earliest first."""
    found: dict[str, list[Message]] = {}
    rows = Source.objects.of(owner).filter(fact_ref__in=refs, message__removed_at=None)
    for source in rows.select_related("message").order_by("message__received_at", "pk"):
        found.setdefault(source.fact_ref, []).append(source.message)
    return found
