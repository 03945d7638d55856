"""The ledger out of the phone: what the messages prove, ticked, corrected and confirmed in one sitting."""
