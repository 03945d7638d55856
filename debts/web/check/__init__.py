"""Checking messages: paste, split, judge, and keep what is evidence. Until it is kept nothing is stored."""
