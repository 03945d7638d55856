"""A letter as a printed sheet: PDF/A, the first line as its title, the same bytes for the same text and day."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from debts.dossier.glyphs import codes_in, visible
from debts.dossier.pdf import set_job


def letter_as_pdf(text: str, at: datetime) -> bytes:
    """Set a letter as it was changed by its owner, dated ``at``; raises RenderingError where that fails."""
    title, _, body = text.strip().partition("\n")
    data = {"title": visible(title.strip()), "lines": [visible(line.strip()) for line in body.strip().splitlines()]}
    data["note"] = _note(data)
    return set_job({"template": "letter.typ", "inputs": {"data": json.dumps(data)}, "timestamp": int(at.timestamp())})


def _note(data: Mapping[str, Any]) -> str:
    """What the characters are that could not be printed, for who reads the sheet; empty where all were."""
    codes = "、".join(f"[{code}]" for code in dict.fromkeys(codes_in(data)))
    return f"注：{codes} 是字库里没有、印不出来的字或符号的编号；可以在纸上手写补上。" if codes else ""
