"""Whether a message speaks of the owner's own debt or of somebody else's."""

from collections.abc import Iterable

from debts.reconciler.people import agrees
from debts.reconciler.reading import ReadText, spans_of
from debts.reconciler.types import IncomingMessage, NameMention, ProfileFacts, Reason, Recipient


def other_person(message: IncomingMessage, text: ReadText, profile: ProfileFacts) -> tuple[Reason, ...]:
    """Why the debt is another person's; empty where it may be the owner's own."""
    strangers = _strangers(text.debtors, profile)
    owns = _owners(text.debtors, profile)
    if strangers and not owns:
        return (Reason("about_other_person", {"name": strangers[0].name}, (strangers[0].span,)),)
    if message.recipient is not Recipient.SELF:
        return ()
    contact = spans_of(text, "addressed_contact")
    if contact and not owns and not _owners(text.reading.addressees, profile) and not text.debtors and profile.names:
        return (Reason("addressed_as_contact", {}, contact),)
    addressed = _strangers(text.reading.addressees, profile)
    if addressed and not owns and not _owners(text.reading.addressees, profile):
        return (Reason("addressed_to_other", {"name": addressed[0].name}, (addressed[0].span,)),)
    return ()


def _strangers(names: Iterable[NameMention], profile: ProfileFacts) -> list[NameMention]:
    if not profile.names:
        return []
    return [one for one in names if not any(agrees(one.name, own) for own in profile.names)]


def _owners(names: Iterable[NameMention], profile: ProfileFacts) -> list[NameMention]:
    return [one for one in names if any(agrees(one.name, own) for own in profile.names)]
