"""A letter as a printed sheet: PDF/A, the first line as its title, the same bytes for the same text and day."""

import json
from datetime import datetime

from debts.dossier.glyphs import visible
from debts.dossier.pdf import set_job


def letter_as_pdf(text: str, at: datetime) -> bytes:
    """Set a letter as it was changed by its owner, dated ``at``; raises RenderingError where that fails."""
    title, _, body = text.strip().partition("\n")
    data = {"title": visible(title.strip()), "lines": [visible(line.strip()) for line in body.strip().splitlines()]}
    return set_job({"template": "letter.typ", "inputs": {"data": json.dumps(data)}, "timestamp": int(at.timestamp())})
