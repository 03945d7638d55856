"""Letters to lenders and offices: Chinese texts filled from the ledger, to be read, changed and sent by the owner.

A letter is a text file in ``texts`` with places for facts, and a module that gathers the facts and names what is
missing. Letters are Chinese whatever language the pages are in, for they are written for Chinese readers.
"""

from debts.dossier.letters.letter import Gap, Letter
from debts.dossier.letters.sheet import letter_as_pdf

__all__ = ["Gap", "Letter", "letter_as_pdf"]
