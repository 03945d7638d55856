"""Tags and filters of our templates. Django looks for them here, in the app itself; they belong to ``debts.web``."""
