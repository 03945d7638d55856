"""Pages about bills: hand one in, confirm its repayments in one table, undo an import."""
