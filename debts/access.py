"""What somebody may do with a dispute: the one place that pages and the API ask.

Asked of the database each time, so that what the owner ends is over with the next request.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from debts.disputes.roles import Deed, Role, may
from debts.models import Attachment, Dispute, DisputeItem, DisputeStep, Guest, MessageFile, User


@dataclass(frozen=True, slots=True)
class Access:
    """A dispute with what somebody is to it; ``guest`` is the owner's word for it where it is not the owner."""

    dispute: Dispute
    role: Role
    guest: Guest | None = None

    @property
    def owner(self) -> User:
        """Whose ledger it is."""
        return self.dispute.owner

    def may(self, deed: Deed) -> bool:
        """Whether it may be done."""
        return may(self.role, deed, may_export=bool(self.guest and self.guest.may_export))

    @property
    def may_write(self) -> bool:
        """Whether the dispute may be changed."""
        return self.may(Deed.WRITE)

    @property
    def may_export(self) -> bool:
        """Whether its material may be taken along."""
        return self.may(Deed.EXPORT)

    @property
    def may_keep(self) -> bool:
        """Whether it is the owner who looks."""
        return self.may(Deed.KEEP)


def access_to(user: User, **which: Any) -> Access | None:
    """What ``user`` may do with the dispute that the lookups name; None where it does not exist for them.

    Of several with one archive id the user's own comes first.
    """
    own = Dispute.objects.of(user).select_related("lender", "loan__lender").filter(**which).first()
    if own:
        own.owner = user  # who is read already
        return as_owner(own)
    shared = guests_of(user).filter(**{f"dispute__{name}": value for name, value in which.items()})
    guest = shared.order_by("pk").first()
    return as_guest(guest) if guest else None


def as_owner(dispute: Dispute) -> Access:
    """What its owner may do."""
    return Access(dispute, Role.OWNER)


def as_guest(guest: Guest) -> Access:
    """What a guest may do, from a row of ``guests_of``."""
    guest.dispute.owner = guest.owner
    return Access(guest.dispute, Role(guest.role), guest)


def guests_of(user: User) -> QuerySet[Guest]:
    """Where ``user`` is a guest now: not ended, the dispute not taken back, its owner's account not disabled."""
    rows: QuerySet[Guest] = Guest.objects.filter(
        person=user, removed_at=None, dispute__removed_at=None, owner__is_active=True
    )
    return rows.select_related("owner__profile", "dispute__lender", "dispute__loan__lender")


def disputes_open_to(user: User) -> QuerySet[Dispute]:
    """The disputes that exist for ``user``: their own, and those where they are a guest."""
    shared = guests_of(user).order_by().values("dispute")
    rows: QuerySet[Dispute] = Dispute.objects.filter(Q(owner=user, removed_at=None) | Q(pk__in=shared))
    return rows


def papers_of(dispute: Dispute) -> QuerySet[Attachment]:
    """The files that belong to a dispute: exhibits, those of its proofs and beside its messages, and of its steps."""
    items = DisputeItem.objects.filter(dispute=dispute, removed_at=None)
    steps = DisputeStep.objects.filter(dispute=dispute, removed_at=None)
    beside = MessageFile.objects.filter(message__exhibits__in=items, message__removed_at=None, removed_at=None)
    of_proofs = items.filter(proof__removed_at=None).values("proof__attachment")
    named = Q(pk__in=items.values("attachment")) | Q(pk__in=of_proofs)
    rows: QuerySet[Attachment] = Attachment.objects.of(dispute.owner_id)
    return rows.filter(named | Q(pk__in=steps.values("attachment")) | Q(pk__in=beside.values("attachment")))
