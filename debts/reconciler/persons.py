"""Whether a message speaks of the owner's own debt or of somebody else's."""

from collections.abc import Iterable, Sequence

from debts.reconciler.people import agrees
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import (
    IncomingMessage,
    LoanFacts,
    LoanRole,
    NameMention,
    ProfileFacts,
    Reason,
    Recipient,
)


def other_person(
    message: IncomingMessage, text: ReadText, profile: ProfileFacts, loans: Sequence[LoanFacts]
) -> tuple[Reason, ...]:
    """Why the debt is another person's; empty where it may be the owner's own, or one that the owner answers for.

    ``loans`` are those that the message may be about.
    """
    if not (text.debtors or text.reading.addressees or text.signs.has("addressed_contact")):
        return ()
    strangers = _strangers(text.debtors, profile, loans)
    owns = _owners(text.debtors, profile)
    if strangers and not owns:
        return (Reason("about_other_person", {"name": strangers[0].name}, (strangers[0].span,)),)
    if message.recipient is not Recipient.SELF:
        return ()
    addresses_owner = bool(owns or _owners(text.reading.addressees, profile))
    contact = spans_of(text, "addressed_contact")
    if contact and not addresses_owner and not text.debtors and profile.names and not _answered_for(loans):
        return (Reason("addressed_as_contact", {}, contact),)
    addressed = _strangers(text.reading.addressees, profile, loans)
    if addressed and not addresses_owner:
        return (Reason("addressed_to_other", {"name": addressed[0].name}, (addressed[0].span,)),)
    return ()


def _strangers(names: Iterable[NameMention], profile: ProfileFacts, loans: Sequence[LoanFacts]) -> list[NameMention]:
    """Those who are neither the owner nor somebody whose loan the owner answers for."""
    answered_for = _answered_for(loans)
    if not profile.names or any(not any(loan.other_names) for loan in answered_for):
        return []
    own = (*profile.names, *(name for loan in answered_for for name in loan.other_names))
    return [one for one in names if not any(agrees(one.name, name) for name in own)]


def _answered_for(loans: Sequence[LoanFacts]) -> list[LoanFacts]:
    return [loan for loan in loans if loan.role is not LoanRole.BORROWER]


def _owners(names: Iterable[NameMention], profile: ProfileFacts) -> list[NameMention]:
    return [one for one in names if any(agrees(one.name, own) for own in profile.names)]
