"""The parts of the English summary; what came in Chinese (names, products, texts) stays as it came."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from debts.dossier.letters.case import Case, CaseLoan
from debts.dossier.letters.listing import Listing
from debts.reconciler.types import Channel
from debts.rulebook import load_rulebook

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CHANNELS = {
    Channel.SMS: "SMS",
    Channel.CALL: "call",
    Channel.EMAIL: "e-mail",
    Channel.CHAT: "chat",
    Channel.PUSH: "app notification",
    Channel.LETTER: "letter",
    Channel.VISIT: "visit",
}


def english_facts(case: Case, listing: Listing) -> dict[str, Any]:
    """What stands in the places of the English text."""
    return {
        "english_day": _day(case.day),
        "english_name": next(iter(case.person.names), ""),
        "english_loans": [_loan(loan, case) for loan in case.concerned],
        "english_messages": [{**row, "head": _head(case, row["number"])} for row in listing.rows()],
        "english_findings": list(_findings(case)),
        "english_requests": list(_requests(case)),
    }


def _loan(loan: CaseLoan, case: Case) -> str:
    parts = [f"Loan of {loan.currency} {loan.principal:,.2f}"]
    parts += [f"product {loan.product}"] if loan.product else []
    parts += [f"contract {loan.contract_number}"] if loan.contract_number else []
    parts += [f"drawn on {_day(loan.drawn_on)}"] if loan.drawn_on else []
    if loan.settled_at is None:
        return ", ".join(parts)
    settled = _day(loan.settled_at.astimezone(case.zone).date())
    return f"{', '.join(parts)}; by the writer's records it was settled on {settled}."


def _head(case: Case, number: int) -> str:
    message = next(one for one in case.messages if one.number == number)
    at = message.received_at.astimezone(case.zone) if message.received_at else None
    when = f"{_day(at.date())}, {at:%H:%M}" if at else "time not on record"
    return ", ".join(part for part in (f"{number}. {when}", CHANNELS[message.channel], message.sender) if part)


def _findings(case: Case) -> Iterator[str]:
    rules = {one.rule for message in case.messages for one in message.findings}
    for rule in sorted(rules, key=lambda one: int(one[1:])):
        numbers = [str(one.number) for one in case.messages if rule in {had.rule for had in one.findings}]
        noun = "messages" if len(numbers) > 1 else "message"
        yield f"- Possibly: {load_rulebook().rule(rule).name.en} ({noun} {', '.join(numbers)})"


def _requests(case: Case) -> Iterator[str]:
    if case.settled:
        yield "To confirm in writing that the loans above are settled, and to issue a certificate."
        yield "To correct its records and its collectors' records, and to recall the case from all who were given it."
        yield "To stop using the writer's personal data for collection."
    else:
        yield "To explain in writing which contract the claim rests on, who the creditor is, and how it was worked out."
    yield "To answer in writing, with reasons for whatever it will not do."


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
