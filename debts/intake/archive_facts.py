"""Readers for the objects of a portable archive: one function for each, ``Fields`` in, a fact out."""

from debts.intake import values
from debts.intake.archive_types import ArchivedDecision, ArchivedMessage, ArchivedProfile
from debts.intake.fields import Fields
from debts.reconciler.types import Channel, DecisionKind, LenderFacts, ProfileFacts, Recipient


def profile(fields: Fields) -> ArchivedProfile:
    """The owner."""
    return ArchivedProfile(
        names=fields.many("names", values.text),
        phones=fields.many("phones", values.text),
        time_zone=fields.default("time_zone", values.time_zone, ProfileFacts().time_zone),
        grace_days=fields.default("grace_days", values.grace_days, ProfileFacts().grace_days),
        monthly_income=fields.optional("monthly_income", values.money),
        remind_days=fields.optional("remind_days", values.remind_days),
        language=fields.optional("language", values.one_of(values.Language)) or "",
    )


def lender(fields: Fields) -> LenderFacts:
    """A lender."""
    return LenderFacts(
        id=fields.name("id"),
        name=fields.name("name"),
        aliases=fields.many("aliases", values.text),
        signatures=fields.many("signatures", values.text),
        senders=fields.many("senders", values.text),
        collectors=fields.many("collectors", values.text),
        is_kept=fields.default("is_kept", values.truth, default=True),
        kind=fields.text("kind"),
    )


def message(fields: Fields) -> ArchivedMessage:
    """A message."""
    return ArchivedMessage(
        id=fields.name("id"),
        text=fields.required("text", values.text, ""),
        received_at=fields.optional("received_at", values.moment),
        sent_at=fields.optional("sent_at", values.moment),
        sender=fields.text("sender"),
        channel=fields.default("channel", values.one_of(Channel), Channel.SMS),
        recipient=fields.default("recipient", values.one_of(Recipient), Recipient.SELF),
    )


def decision(fields: Fields) -> ArchivedDecision:
    """What the owner decided about a message."""
    return ArchivedDecision(
        message=fields.name("message"),
        kind=fields.required("kind", values.one_of(DecisionKind), DecisionKind.NOT_MINE),
        loan=fields.optional("loan", values.identifier),
        reason=fields.text("reason"),
        decided_at=fields.optional("decided_at", values.moment),
        id=fields.text("id"),
    )
