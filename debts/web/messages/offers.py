"""What the ledger offers to learn from a decision about a message."""

from collections.abc import Iterator

from debts.models import Decision, Footing, Lender, Message, User, Verdict
from debts.queries import as_incoming, profile_of
from debts.reconciler.grounds import part_of_lender
from debts.reconciler.lessons import Known, Neighbour, Offer, offers
from debts.reconciler.lexicon import key_of
from debts.rulebook import load_rulebook, plain_number

NEIGHBOURS = 100


def offers_of(decision: Decision) -> tuple[Offer, ...]:
    """What the ledger can learn from a decision in force that says which loan a message is about; costs two queries.

    Needs the decision with its message's verdict and its loan's lender. Nothing is offered from an answer that cannot
    be read any more.
    """
    owner, message = decision.owner, decision.message
    judgement = message.verdict.readable
    if judgement is None or decision.loan is None:
        return ()
    known = _known_words(owner, decision.loan.lender)
    if not known.own:
        return ()
    return offers(as_incoming(message), judgement.reading, known, load_rulebook(), _neighbours(message))


def _known_words(owner: User, lender: Lender) -> Known:
    """The words of the lenders as the stored verdicts know them, so that no ledger has to be read and compiled."""
    parts = Footing.objects.filter(owner=owner, key__startswith=part_of_lender(""))
    words = {key: frozenset(word for _, word in row) for key, row in parts.values_list("key", "words")}
    own = words.pop(part_of_lender(lender.ref), frozenset())
    profile = profile_of(owner)
    private = {*map(key_of, profile.names), *map(plain_number, profile.phones)}
    return Known(lender.ref, own, frozenset().union(*words.values()) - own, frozenset(private))


def _neighbours(message: Message) -> Iterator[Neighbour]:
    if not message.sender:
        return
    others = Verdict.objects.filter(message__owner=message.owner_id, message__removed_at=None)
    others = others.filter(message__sender=message.sender).exclude(message=message).order_by("-message_id")
    for detail in others.values_list("detail", flat=True)[:NEIGHBOURS]:
        signature = detail.get("reading", {}).get("signature") or {}
        yield Neighbour(signature.get("name", ""), tuple(detail.get("match", {}).get("lender_ids", ())))
