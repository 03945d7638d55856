"""What is to be paid in the next weeks, what a month costs, and ways to pay everything off."""
