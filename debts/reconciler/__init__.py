"""The heart: what a message says, which debt it is about, and whether the ledger agrees. Pure functions over values."""

from debts.reconciler.check import judge_messages
from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.reading import read

__all__ = ["NormalisedText", "judge_messages", "normalise", "read"]
