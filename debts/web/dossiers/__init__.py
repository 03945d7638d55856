"""Handing out the dossier of a dispute: in which form, with what covered, and what was handed out before."""
