"""Rules as data: lenders, legal citations, conduct rules, phrases, number ranges and complaint channels."""

from debts.rulebook.book import Rulebook
from debts.rulebook.directory import find_lenders
from debts.rulebook.entries import RulebookError
from debts.rulebook.loading import load_rulebook
from debts.rulebook.scripts import in_script
from debts.rulebook.senders import describe_sender, is_mobile, plain_number
from debts.rulebook.types import (
    Channel,
    Citation,
    ConductLimits,
    ConductRule,
    ConductSign,
    Confidence,
    DailyLimit,
    DirectoryLender,
    LenderKind,
    MessageBurst,
    MissingFact,
    NumberRange,
    QuietHours,
    Rank,
    Start,
    Text,
    TimeLimit,
    Turn,
    Verification,
)
from debts.rulebook.weights import MatchPart, Weights

__all__ = [
    "Channel",
    "Citation",
    "ConductLimits",
    "ConductRule",
    "ConductSign",
    "Confidence",
    "DailyLimit",
    "DirectoryLender",
    "LenderKind",
    "MatchPart",
    "MessageBurst",
    "MissingFact",
    "NumberRange",
    "QuietHours",
    "Rank",
    "Rulebook",
    "RulebookError",
    "Start",
    "Text",
    "TimeLimit",
    "Turn",
    "Verification",
    "Weights",
    "describe_sender",
    "find_lenders",
    "in_script",
    "is_mobile",
    "load_rulebook",
    "plain_number",
]
