"""Pages about disputes: who sent what contradicts the ledger, and the summary to hand in."""
