"""The colour of a stored verdict, whichever version stored it."""

from debts.reconciler.types import VerdictCode


def tone_of(code: str) -> str:
    """The colour of a verdict: red offends, amber asks, green speaks for the owner, the rest is calm."""
    try:
        known = VerdictCode(code)
    except ValueError:
        return "calm"
    if known.is_flagged:
        return "seal"
    if known.asks:
        return "ask"
    return "ok" if known is VerdictCode.SUPPORTING else "calm"
