"""Rows out to documents: the dispute summary, the portable archive, answers for programs, the state of the evidence."""
