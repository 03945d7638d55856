"""Pages of letters: which ones fit a matter, and each with what is missing, to be changed and taken along."""
