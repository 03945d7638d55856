"""The heart: what a message says, which debt it is about, and whether the ledger agrees. Pure functions over values."""

from debts.reconciler.check import Examined, examine_messages, judge_messages
from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.reading import read

__all__ = ["Examined", "NormalisedText", "examine_messages", "judge_messages", "normalise", "read"]
