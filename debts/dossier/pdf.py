"""The summary as PDF/A-3b, the same bytes for the same facts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import segno
from django.utils import translation

from debts.dossier.papers import Papers
from debts.dossier.summary import SummaryDocument, document_as_json, document_hash
from debts.dossier.summary_view import template_data

TYPESETTER = Path(__file__).parent / "typeset.py"
# Two hundred ordinary messages take half a second of a processor, two thousand exhibits with two hundred pictures ten
# seconds; a small machine with other work to do takes several times that.
TIME_LIMIT_SECONDS = 120


class RenderingError(RuntimeError):
    """The document could not be set; the message is the typesetter's own."""


def render_pdf(document: SummaryDocument, papers: Papers | None = None) -> bytes:
    """The summary for people, with ``document_as_json`` attached for machines; dated ``document.made_at``.

    With ``papers`` it is a dossier: their pictures are printed and their small originals attached.

    Raises RenderingError where the typesetter fails or exceeds its time.
    """
    with translation.override(document.language):
        data = template_data(document, papers.sheets if papers else None)
    data |= {"qr": hash_code(document), "originals": dict(papers.originals) if papers else {}}
    data["json_name"] = "dossier.json" if papers else "summary.json"
    job = {
        "template": "summary.typ",
        "inputs": {"data": json.dumps(data), "attachment": document_as_json(document)},
        "timestamp": int(document.made_at.timestamp()),
        "folder": str(papers.folder) if papers else None,
    }
    return set_job(job)


def hash_code(document: SummaryDocument) -> str:
    """The hash of the document's data as a code to scan, an SVG."""
    return str(make_code(document).svg_inline(border=2))


def make_code(document: SummaryDocument) -> segno.QRCode:
    """The same to be drawn in another way."""
    return segno.make(document_hash(document), error="m", micro=False)


def set_job(job: dict[str, Any]) -> bytes:
    """Have the typesetter set a job: a template, its inputs, and a timestamp. Raises RenderingError."""
    # -P keeps the modules that lie beside the program from standing in for installed ones.
    command = [sys.executable, "-P", str(TYPESETTER)]
    try:
        done = subprocess.run(  # noqa: S603 -- the command is fixed; what users wrote is its input only
            command, input=json.dumps(job).encode(), capture_output=True, timeout=TIME_LIMIT_SECONDS, check=True
        )
    except subprocess.TimeoutExpired as late:
        raise RenderingError(f"no PDF within {TIME_LIMIT_SECONDS} s") from late
    except subprocess.CalledProcessError as failed:
        raise RenderingError(failed.stderr.decode(errors="replace").strip()) from failed
    return done.stdout
