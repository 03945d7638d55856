"""Whether a paper holds that is to prove the end of a loan: what stands on it, against what the ledger knows.

it names 李四, the owner is 张三              ->  HOLDER_DIFFERS: it proves nothing about this loan
it says that this month's instalment is paid  ->  ONE_INSTALMENT: the same
issued on the day before the settlement       ->  ISSUED_BEFORE_END: worth a look, and still a proof

What the paper or the ledger does not say contradicts nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from enum import StrEnum

from debts.reconciler.lexicon import key_of
from debts.reconciler.numbers import is_same_number, shows_enough
from debts.reconciler.people import agrees
from debts.reconciler.types import (
    LenderFacts,
    LoanFacts,
    ProfileFacts,
    ProofFacts,
    ProofKind,
    ProofLevel,
    ProofScope,
)

LEVEL_OF = {
    ProofKind.SETTLEMENT_CERTIFICATE: ProofLevel.CERTIFIED,
    ProofKind.COURT_PAPER: ProofLevel.CERTIFIED,
    ProofKind.CREDIT_REPORT: ProofLevel.CREDIT_REPORT,
    ProofKind.SETTLEMENT_NOTICE: ProofLevel.CONFIRMED,
    ProofKind.RECEIPT: ProofLevel.CONFIRMED,
    ProofKind.SCREENSHOT: ProofLevel.CONFIRMED,
    ProofKind.RECORDING: ProofLevel.CONFIRMED,
    ProofKind.SERVICE_RECORD: ProofLevel.CONFIRMED,
}
PAPERS = frozenset({ProofKind.SETTLEMENT_CERTIFICATE, ProofKind.COURT_PAPER, ProofKind.CREDIT_REPORT})
# Receipts are of the day of a payment, and a court may decide before the sum is paid.
TELLS_OF_THE_END = frozenset(LEVEL_OF) - {ProofKind.RECEIPT, ProofKind.COURT_PAPER}
FROM_THE_LENDER = frozenset({ProofKind.SETTLEMENT_CERTIFICATE, ProofKind.SETTLEMENT_NOTICE})
# Shorter names stand in too many others: 消费金融 is a part of a hundred companies.
SHORTEST_NAME_PART = 4
SEVERAL = re.compile(r"[、,，;；/\s]+")


class ProofProblemCode(StrEnum):
    """What is wrong or missing with a paper."""

    NOTHING_TO_SHOW = "nothing_to_show"
    HOLDER_DIFFERS = "holder_differs"
    CONTRACT_DIFFERS = "contract_differs"
    ONE_INSTALMENT = "one_instalment"
    ISSUER_UNKNOWN = "issuer_unknown"
    ISSUED_BEFORE_END = "issued_before_end"
    ISSUED_IN_FUTURE = "issued_in_future"
    SCOPE_NOT_SAID = "scope_not_said"
    AMOUNT_NOT_FOUND = "amount_not_found"
    NUMBER_MISSING = "number_missing"


@dataclass(frozen=True, slots=True)
class ProofProblem:
    """A problem with what the paper says and what the ledger has; a decisive one keeps the paper from counting."""

    code: ProofProblemCode
    is_decisive: bool = False
    written: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A paper with what it is held against; ``ended_on`` and ``today`` are None where they are not to be asked."""

    proof: ProofFacts
    loan: LoanFacts
    owners: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    ended_on: date | None = None
    today: date | None = None


Check = Callable[[Held], ProofProblem | None]


def check_proof(
    proof: ProofFacts, loan: LoanFacts, lender: LenderFacts | None, profile: ProfileFacts, *, today: date, zone: tzinfo
) -> tuple[ProofProblem, ...]:
    """Everything that is wrong with a paper or missing on it, the decisive first; days are those of ``zone``."""
    settlement = loan.settlement
    ended_on = settlement.settled_at.astimezone(zone).date() if settlement else None
    held = Held(proof, loan, owners_of(loan, profile.names), tuple(_issuers(loan, lender)), ended_on, today)
    return tuple(_found(held, (*DECISIVE, *WORTH_A_LOOK)))


def counts(proof: ProofFacts, loan: LoanFacts, owners: Sequence[str] = ()) -> bool:
    """Whether a paper proves the end of the loan at all, whatever its level; ``owners`` are the profile's names."""
    if proof.kind not in LEVEL_OF:
        return False
    return not any(_found(Held(proof, loan, owners_of(loan, owners)), DECISIVE))


def contradicts(proof: ProofFacts, loan: LoanFacts, owners: Sequence[str] = ()) -> bool:
    """Whether a paper speaks of somebody else, of another contract, or of one instalment only."""
    return any(_found(Held(proof, loan, owners_of(loan, owners)), CONTRADICTIONS))


def is_substantiated(proof: ProofFacts) -> bool:
    """Whether a paper is more than its name: one without file, day, issuer and number is the owner's word only."""
    is_shown = proof.has_file or proof.issued_on is not None or bool(proof.issuer or proof.number)
    return is_shown or proof.kind not in PAPERS


def owners_of(loan: LoanFacts, names: Iterable[str]) -> tuple[str, ...]:
    """Who may stand on a paper about the loan: its owner, and whoever owes it beside him."""
    return (*names, *loan.other_names)


def _found(held: Held, checks: Iterable[Check]) -> Iterator[ProofProblem]:
    return (problem for check in checks if (problem := check(held)) is not None)


def _issuers(loan: LoanFacts, lender: LenderFacts | None) -> Iterator[str]:
    """Who may say that the loan has ended: the lender by any of its names, or whoever took the debt over."""
    if lender:
        yield from (lender.name, *lender.aliases, *lender.signatures)
    for one in loan.assignments:
        yield from (one.assignee, *one.aliases)


# --- what keeps a paper from counting --------------------------------------------------------------------------------


def _nothing_to_show(held: Held) -> ProofProblem | None:
    is_bare = not is_substantiated(held.proof)
    return ProofProblem(ProofProblemCode.NOTHING_TO_SHOW, is_decisive=True) if is_bare else None


def _holder(held: Held) -> ProofProblem | None:
    """Of several names on the paper one has to be the owner's; masked ones agree with what they show."""
    written = list(filter(None, SEVERAL.split(held.proof.holder.strip())))
    owners = list(filter(None, held.owners))
    if not written or not owners or any(agrees(one, name) for one in written for name in owners):
        return None
    return ProofProblem(ProofProblemCode.HOLDER_DIFFERS, True, held.proof.holder, owners[0])


def _contract(held: Held) -> ProofProblem | None:
    """One paper may name several contracts; a number of which too little is shown says nothing."""
    own = held.loan.contract_number
    written = [one for one in SEVERAL.split(held.proof.contract_number.strip()) if shows_enough(one)]
    if not own or not written or any(is_same_number(own, one) for one in written):
        return None
    return ProofProblem(ProofProblemCode.CONTRACT_DIFFERS, True, held.proof.contract_number, own)


def _one_instalment(held: Held) -> ProofProblem | None:
    is_part = held.proof.scope is ProofScope.INSTALMENT
    return ProofProblem(ProofProblemCode.ONE_INSTALMENT, is_decisive=True) if is_part else None


# --- what is worth a look --------------------------------------------------------------------------------------------


def _issuer(held: Held) -> ProofProblem | None:
    issuer = held.proof.issuer
    if held.proof.kind not in FROM_THE_LENDER or not key_of(issuer) or not held.issuers:
        return None
    if any(_is_same_company(issuer, name) for name in held.issuers):
        return None
    return ProofProblem(ProofProblemCode.ISSUER_UNKNOWN, False, issuer, held.issuers[0])


def _is_same_company(one: str, other: str) -> bool:
    """Equal names, or one that is a part of the other: 招商银行 and 招商银行股份有限公司."""
    short, long = sorted((key_of(one), key_of(other)), key=len)
    return short == long or (len(short) >= SHORTEST_NAME_PART and short in long)


def _before_the_end(held: Held) -> ProofProblem | None:
    issued, ended = held.proof.issued_on, held.ended_on
    if held.proof.kind not in TELLS_OF_THE_END or issued is None or ended is None or issued >= ended:
        return None
    return ProofProblem(ProofProblemCode.ISSUED_BEFORE_END, False, issued.isoformat(), ended.isoformat())


def _in_future(held: Held) -> ProofProblem | None:
    issued, today = held.proof.issued_on, held.today
    if issued is None or today is None or issued <= today:
        return None
    return ProofProblem(ProofProblemCode.ISSUED_IN_FUTURE, False, issued.isoformat())


def _scope(held: Held) -> ProofProblem | None:
    is_asked = held.proof.kind in PAPERS - {ProofKind.COURT_PAPER}
    return ProofProblem(ProofProblemCode.SCOPE_NOT_SAID) if is_asked and held.proof.scope is None else None


def _amount(held: Held) -> ProofProblem | None:
    """A receipt is of one payment on record, or of all of them together."""
    amount = held.proof.amount
    paid = [one.amount for one in held.loan.payments]
    if held.proof.kind is not ProofKind.RECEIPT or amount is None or amount in {*paid, sum(paid, Decimal(0))}:
        return None
    return ProofProblem(ProofProblemCode.AMOUNT_NOT_FOUND, False, f"{amount:f}")


def _number(held: Held) -> ProofProblem | None:
    is_missing = held.proof.kind is ProofKind.COURT_PAPER and not held.proof.number.strip()
    return ProofProblem(ProofProblemCode.NUMBER_MISSING) if is_missing else None


CONTRADICTIONS: tuple[Check, ...] = (_holder, _contract, _one_instalment)
DECISIVE: tuple[Check, ...] = (_nothing_to_show, *CONTRADICTIONS)
WORTH_A_LOOK: tuple[Check, ...] = (_issuer, _in_future, _before_the_end, _scope, _amount, _number)
