"""Links to one dossier for somebody without an account: the owner's page about them, and the pages behind them."""
