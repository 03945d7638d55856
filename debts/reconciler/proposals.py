"""What the messages of an owner prove that the ledger does not have yet, lender by lender and loan by loan.

a loan granted in January, two repayments, a notice of settlement, by a lender that is not recorded
    ->  one lender with one loan, below it two repayments and the settlement, each with its messages

Nothing is recorded by this. The order of the messages changes nothing, and what the ledger has is not proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from debts.reconciler.dates import CHINA
from debts.reconciler.houses import House
from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.people import agrees
from debts.reconciler.proposal_slots import Cluster, Slot, candidates, clustered, doubts_of, key_for, slot_of
from debts.reconciler.proposal_types import Answered, Proposals, Proposed, ProposedHouse
from debts.reconciler.told import Told, ToldKind

LAST_DAY = date.max
ORDER = {kind: number for number, kind in enumerate(ToldKind)}


def propose(told: Iterable[Told], index: LedgerIndex, answered: Answered | None = None) -> Proposals:
    """Hold what messages tell against the ledger.

    ``answered`` has, by message and kind, the fact that was recorded from it, or nothing where the owner said no.
    """
    every = sorted(set(told), key=_by_time)
    names = _names(every, index)
    groups: dict[str, list[Told]] = {}
    for one in every:
        if one.house and _is_kept(one.house, index):
            groups.setdefault(one.house.key, []).append(one)
    differ = frozenset({"names_differ"}) if _differ(names) else frozenset[str]()
    houses = (
        _House(min(_houses(group)), index, answered or {}, differ).proposed(group)
        for _, group in sorted(groups.items())
    )
    found = tuple(one for one in houses if one.loans or one.unclear)
    unplaced = dict.fromkeys(one.message_id for one in every if one.house is None)
    return Proposals(found, tuple(unplaced), names)


def _by_time(one: Told) -> tuple[date, int, datetime, str]:
    at = one.at or datetime.max.replace(tzinfo=CHINA)
    return one.day or LAST_DAY, ORDER[one.kind], at, one.message_id


def _houses(told: Iterable[Told]) -> Iterator[House]:
    return (one.house for one in told if one.house)


def _is_kept(house: House, index: LedgerIndex) -> bool:
    kind, _, which = house.key.partition(":")
    return kind != "own" or index.lenders[which].is_kept


def _names(told: Sequence[Told], index: LedgerIndex) -> tuple[str, ...]:
    """How the messages call their reader, where nobody has said who the owner is."""
    if index.ledger.profile.names:
        return ()
    return tuple(sorted({one.addressee for one in told if one.addressee}))


def _differ(names: Sequence[str]) -> bool:
    return any(not (agrees(one, other) or agrees(other, one)) for one in names for other in names)


class _House:
    """Sorts what is told of one lender to its loans."""

    def __init__(self, house: House, index: LedgerIndex, answered: Answered, differ: frozenset[str]) -> None:
        self._house, self._answered, self._differ = house, answered, differ
        kind, _, which = house.key.partition(":")
        loans = [one for one in index.loans.values() if kind == "own" and one.lender_id == which]
        self._slots = [slot_of(loan) for loan in loans]
        self._unclear: list[Proposed] = []
        self._recorded: list[tuple[date, Decimal]] = [
            (payment.paid_at.astimezone(CHINA).date(), payment.amount) for loan in loans for payment in loan.repayments
        ]

    def proposed(self, told: Sequence[Told]) -> ProposedHouse:
        """The loans first, then everything about them in the order of time."""
        clusters = clustered(told)
        for one in clusters:
            if one.lead.kind is ToldKind.LOAN:
                self._grant(one)
        for one in clusters:
            if one.lead.kind is not ToldKind.LOAN:
                self._place(one)
        loans = tuple(slot.proposed(self._differ) for slot in self._slots if slot.is_worth_showing)
        return ProposedHouse(self._house, loans, tuple(self._unclear))

    def _grant(self, cluster: Cluster) -> None:
        """A loan of the ledger that this tells of, else a new one."""
        lead, answer = cluster.lead, self._answer(cluster)
        known = next((slot for slot in self._slots if slot.known and slot.is_the_loan(lead, answer)), None)
        if known:
            known.granted = cluster
            known.learn(lead)
            return
        slot = Slot(key_for(lead), granted=cluster, drawn_on=lead.day, is_hidden=answer is not None)
        slot.learn(lead)
        self._slots.append(slot)

    def _place(self, cluster: Cluster) -> None:
        lead = cluster.lead
        if lead.kind is ToldKind.REPAYMENT and self._is_recorded(lead):
            return
        if lead.kind is ToldKind.SETTLEMENT and self._confirms(cluster):
            return
        slots = candidates(self._slots, lead)
        if len(slots) > 1:
            slots = [slot for slot in slots if not slot.is_hidden] or slots[:1]
        answer = self._answer(cluster)
        if not slots:
            slots = [Slot(f"after-{key_for(lead)}", is_hidden=answer is not None)]
            self._slots.append(slots[0])
        if len(slots) > 1:
            if answer is None:
                self._ask(cluster, slots)
            return
        self._put(slots[0], cluster, answer)

    def _put(self, slot: Slot, cluster: Cluster, answer: str | None) -> None:
        lead = cluster.lead
        slot.learn(lead)
        if lead.kind is ToldKind.SETTLEMENT:
            slot.is_settled, slot.settled_on = True, lead.day
        if answer is not None or slot.has(lead):
            return
        one = Proposed(key_for(lead), lead, cluster.messages, slot.key, doubts=doubts_of(lead, self._differ))
        slot.is_hidden = slot.is_hidden and slot.granted is not None
        if lead.kind is ToldKind.SETTLEMENT:
            slot.settlement = one
        else:
            (slot.repayments if lead.kind is ToldKind.REPAYMENT else slot.assignments).append(one)

    def _ask(self, cluster: Cluster, slots: Sequence[Slot]) -> None:
        """Leave it to the owner, with the one loan chosen whose plan asks for this very sum."""
        lead = cluster.lead
        paid = lead.amount if lead.kind is ToldKind.REPAYMENT else None
        alike = [slot.key for slot in slots if paid in slot.instalments]
        likely = alike[0] if len(alike) == 1 else ""
        doubts = doubts_of(lead, self._differ) | {"by_sum" if likely else "several_loans"}
        keys = tuple(slot.key for slot in slots)
        self._unclear.append(Proposed(key_for(lead), lead, cluster.messages, likely, keys, doubts))

    def _confirms(self, cluster: Cluster) -> bool:
        """Whether this says once more what is on record or proposed: every loan that it can mean has ended."""
        fitting = [slot for slot in self._slots if slot.fits(cluster.lead)]
        if not fitting or any(not slot.is_settled for slot in fitting):
            return False
        latest = max(fitting, key=lambda slot: slot.settled_on or date.min)
        if latest.settlement:
            more = dict.fromkeys((*latest.settlement.messages, *cluster.messages))
            latest.settlement = replace(latest.settlement, messages=tuple(more))
        return True

    def _is_recorded(self, one: Told) -> bool:
        """Whether a repayment of the ledger, which is nobody else's yet, is this one."""
        for payment in self._recorded:
            day, amount = payment
            if amount == one.amount and (one.day is None or abs((day - one.day).days) <= 1):
                self._recorded.remove(payment)
                return True
        return False

    def _answer(self, cluster: Cluster) -> str | None:
        """The fact that was recorded from one of its messages, nothing where the owner refused; None: not asked yet."""
        kind = cluster.lead.kind.value
        given = [self._answered[one, kind] for one in cluster.messages if (one, kind) in self._answered]
        return max(given) if given else None
