"""The words for everything that the core says in codes, in the reader's language.

say(Reason("days_after_settlement", {"days": "66"}))  ->  消息在结清66天之后到达。

A code without words is a mistake of ours and raises KeyError; a test walks through all of them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language

from debts.reconciler.types import (
    Kind,
    ProofKind,
    Reason,
    Recipient,
    SettlementBasis,
    VerdictCode,
)
from debts.rulebook import Text, load_rulebook
from debts.wording.bills import (
    BILL_COLUMNS,
    BILL_KINDS,
    BILL_PROBLEMS,
    BILL_REASONS,
    BILL_ROW_PROBLEMS,
    BILL_STATES,
)
from debts.wording.imports import IMPORT_PROBLEMS, PLACES, SKIPPED, UNREADABLE, say_place
from debts.wording.labels import (
    AMOUNT_ROLES,
    CHANNELS,
    DECISIONS,
    KINDS,
    PARTY_KINDS,
    PROOF_KINDS,
    PROOF_LEVELS,
    RECIPIENTS,
    REGIONS,
    SETTLEMENT_BASES,
    STAGES,
    VERDICT_SENTENCES,
    VERDICTS,
    ZONES,
)
from debts.wording.money import say_amount
from debts.wording.reasons import ADVICE, CAUSES, REASONS

__all__ = [
    "ADVICE",
    "AMOUNT_ROLES",
    "BILL_COLUMNS",
    "BILL_KINDS",
    "BILL_PROBLEMS",
    "BILL_REASONS",
    "BILL_ROW_PROBLEMS",
    "BILL_STATES",
    "CAUSES",
    "CHANNELS",
    "DECISIONS",
    "IMPORT_PROBLEMS",
    "KINDS",
    "PARTY_KINDS",
    "PLACES",
    "PROOF_KINDS",
    "PROOF_LEVELS",
    "REASONS",
    "RECIPIENTS",
    "REGIONS",
    "SETTLEMENT_BASES",
    "SKIPPED",
    "STAGES",
    "UNREADABLE",
    "VERDICTS",
    "VERDICT_SENTENCES",
    "name_rule",
    "say",
    "say_amount",
    "say_bill_problem",
    "say_missing",
    "say_place",
    "say_rule",
    "say_text",
]

SENTENCES = {**REASONS, **BILL_REASONS}
AMOUNTS = frozenset({"amount", "claimed", "owed", "difference", "paid"})


def say(reason: Reason) -> str:
    """The sentence of a reason with its amounts, days and names filled in; KeyError for a code without words."""
    currency = reason.params.get("currency", "CNY")
    params = {key: _say_param(key, value, currency) for key, value in reason.params.items()}
    return _sentence_of(reason.code) % params


def _sentence_of(code: str) -> str:
    return str(SENTENCES[code]) if code in SENTENCES else say_text(load_rulebook().sign(code).sentence)


def name_rule(rule_id: str) -> str:
    """The name of a conduct rule; KeyError for an unknown one."""
    return say_text(load_rulebook().rule(rule_id).name)


def say_rule(rule_id: str) -> str:
    """What may have gone against a conduct rule, in a sentence; KeyError for an unknown one."""
    return say_text(load_rulebook().rule(rule_id).sentence)


def say_bill_problem(code: str) -> str:
    """Why a file cannot be read as a bill, and what to do; KeyError for an unknown code."""
    return str(BILL_PROBLEMS[code])


def say_missing(code: str) -> str:
    """The question behind a fact that nobody knows yet; KeyError for an unknown code."""
    return say_text(load_rulebook().missing_fact(code).text)


def say_text(text: Text) -> str:
    """A text of the rulebook in the language of the moment."""
    return text.in_language(get_language() or "zh")


def _say_param(key: str, value: str, currency: str) -> str:
    if key in AMOUNTS:
        return say_amount(Decimal(value), currency)
    if key == "day":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    words = NAMED.get(key)
    return str(words(value)) if words else value


NAMED: Mapping[str, Callable[[str], Promise | str]] = {
    "basis": lambda value: SETTLEMENT_BASES[SettlementBasis(value)],
    "proof": lambda value: PROOF_KINDS[ProofKind(value)],
    "recipient": lambda value: RECIPIENTS[Recipient(value)],
    "kind": lambda value: KINDS[Kind(value)],
    "verdict": lambda value: VERDICTS[VerdictCode(value)],
    "region": lambda value: REGIONS[value],
    "zone": lambda value: ZONES.get(value, value),
}
