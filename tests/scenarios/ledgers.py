"""Cases as text: a ledger in a few lines, then a line for each message with what the reconciler should say.

    owner 张三
    lender l1 招联消费金融股份有限公司 / 招联金融 / 招联金融          name / aliases / signatures / senders / collectors
    loan x1 l1 好期贷 10000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=6 settled=2025-08-01T10:00
    ---
    after_settlement | collection | x1 | M8 -M6 | @2026-03-10T10:00:00 | 【招联金融】您的借款已逾期…

``paid=6`` pays the first six instalments on their days at 09:30. A star accepts any loan, a dash means none. Several
verdicts or kinds are parted by a comma. Ledgers of one file are parted by a line of equals signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from debts.finance import LoanTerms, Payment, RepaymentMethod, schedule
from debts.reconciler.types import (
    AssignmentFacts,
    Channel,
    IncomingMessage,
    Ledger,
    LenderFacts,
    LoanFacts,
    LoanRole,
    ProfileFacts,
    ProofFacts,
    ProofKind,
    Recipient,
    SettlementBasis,
    SettlementFacts,
)

FOLDER = Path(__file__).parent
CHINA = ZoneInfo("Asia/Shanghai")
USUAL_TIME = datetime(2026, 3, 10, 10, 30, tzinfo=CHINA)


@dataclass(frozen=True)
class ScenarioCase:
    """One line of a file."""

    name: str
    ledger: Ledger
    message: IncomingMessage
    verdicts: tuple[str, ...]
    kinds: tuple[str, ...]
    loan: str
    wanted: frozenset[str]
    unwanted: frozenset[str]


def all_cases() -> list[ScenarioCase]:
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _cases(path)]


def _cases(path: Path) -> Iterator[ScenarioCase]:
    number = 0
    for part in path.read_text("utf-8").split("\n===\n"):
        sketch, _, lines = part.partition("\n---\n")
        ledger = ledger_from(sketch)
        for line in lines.splitlines():
            if line.strip() and not line.startswith("#"):
                number += 1
                yield _case(f"{path.stem}-{number}", line, ledger)


def _case(name: str, line: str, ledger: Ledger) -> ScenarioCase:
    verdict, kind, loan, findings, circumstances, text = (part.strip() for part in line.split("|", 5))
    marks = findings.split()
    return ScenarioCase(
        name=name,
        ledger=ledger,
        message=_message(circumstances.split(), text),
        verdicts=tuple(verdict.split(",")),
        kinds=tuple(kind.split(",")),
        loan=loan,
        wanted=frozenset(mark for mark in marks if not mark.startswith("-")),
        unwanted=frozenset(mark[1:] for mark in marks if mark.startswith("-")),
    )


def _message(circumstances: list[str], text: str) -> IncomingMessage:
    message = IncomingMessage("m1", text.replace("\\n", "\n"), USUAL_TIME, "1069000000")
    for mark in circumstances:
        if mark.startswith("@"):
            at = None if mark == "@unknown" else datetime.fromisoformat(mark[1:]).replace(tzinfo=CHINA)
            message = replace(message, received_at=at)
        else:
            message = _with(message, *mark.split("=", 1))
    return message


def _with(message: IncomingMessage, key: str, value: str) -> IncomingMessage:
    if key == "channel":
        return replace(message, channel=Channel(value))
    if key == "recipient":
        return replace(message, recipient=Recipient(value))
    return replace(message, sender=value)


def ledger_from(sketch: str) -> Ledger:
    profile, lenders, loans = ProfileFacts(), [], []
    for line in sketch.splitlines():
        word, _, rest = line.partition(" ")
        if word == "owner":
            profile = ProfileFacts(names=tuple(rest.split()))
        elif word == "lender":
            lenders.append(_lender(rest))
        elif word == "loan":
            loans.append(_loan(rest))
    return Ledger(profile, tuple(lenders), tuple(loans))


def _lender(line: str) -> LenderFacts:
    lender_id, _, rest = line.partition(" ")
    name, aliases, signatures, senders, collectors = (part.strip() for part in f"{rest} / / / / ".split("/")[:5])
    return LenderFacts(
        lender_id, name, _listed(aliases), _listed(signatures), _listed(senders), collectors=_listed(collectors)
    )


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _loan(line: str) -> LoanFacts:
    words = line.split()
    loan_id, lender, product, principal, drawn, rate, method, months, first = words[:9]
    more = dict(word.split("=", 1) for word in words[9:])
    terms = LoanTerms(
        principal=Decimal(principal),
        drawn_on=date.fromisoformat(drawn),
        annual_rate=Decimal(rate),
        method=RepaymentMethod(method),
        term_months=int(months),
        first_due_on=date.fromisoformat(first),
    )
    return LoanFacts(
        id=loan_id,
        lender_id=lender,
        terms=terms,
        product="" if product == "-" else product,
        contract_number=more.get("contract", ""),
        currency=more.get("currency", "CNY"),
        region=more.get("region", ""),
        card_tail=more.get("tail", ""),
        phone=more.get("phone", ""),
        repayments=_repayments(terms, more),
        settlement=_settlement(more),
        proofs=tuple(
            ProofFacts(ProofKind(kind), issuer=lender, id=f"{loan_id}p") for kind in _listed(more.get("proof", ""))
        ),
        assignments=_assignments(more),
        role=LoanRole(more.get("role", "borrower")),
        other_names=_listed(more.get("others", "")),
    )


def _repayments(terms: LoanTerms, more: dict[str, str]) -> tuple[Payment, ...]:
    due = schedule(terms)[: int(more.get("paid", "0"))]
    regular = [Payment(datetime.combine(one.due_on, time(9, 30), CHINA), one.total, f"r{one.number}") for one in due]
    if "extra" in more:
        amount, _, day = more["extra"].partition("@")
        regular.append(Payment(datetime.fromisoformat(day).replace(tzinfo=CHINA), Decimal(amount), "extra"))
    return tuple(regular)


def _settlement(more: dict[str, str]) -> SettlementFacts | None:
    if "settled" not in more:
        return None
    basis = SettlementBasis(more.get("basis", "paid_in_full"))
    return SettlementFacts(datetime.fromisoformat(more["settled"]).replace(tzinfo=CHINA), basis, id="s1")


def _assignments(more: dict[str, str]) -> tuple[AssignmentFacts, ...]:
    if "assigned" not in more:
        return ()
    name, _, day = more["assigned"].partition("@")
    return (AssignmentFacts(name, notified_on=date.fromisoformat(day), id="a1"),)
