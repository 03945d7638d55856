"""Search over everything that is kept: one field, answers as one types, grouped by what was found."""
