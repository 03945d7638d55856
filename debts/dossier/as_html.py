"""The dossier as one HTML file that stands alone: no script, nothing fetched, nothing that a text could start."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from debts.dossier.outline import headings
from debts.dossier.papers import Papers
from debts.dossier.pdf import hash_code
from debts.dossier.summary import SummaryDocument
from debts.dossier.summary_view import template_data

TEMPLATE = "exports/dossier.html"
STYLE = Path(__file__).parent / "templates" / "dossier.css"


def render_html(document: SummaryDocument, papers: Papers | None = None) -> bytes:
    """The document as HTML in UTF-8; the same bytes for the same facts."""
    with translation.override(document.language):
        data = template_data(document, papers.sheets if papers else None)
        for file in data["files"]:
            file["pictures"] = list(zip(file["sheets"], file["pieces"], strict=True))
        sections = [{"name": name, "heading": heading} for name, heading in headings(data)]
        pictures = _pictures(papers) if papers else {}
        content = {**_marked(data, pictures), "label": data["label"], "sections": sections, "lang": data["lang"]}
        return render_to_string(TEMPLATE, {**content, **_own_markup(document)}).encode("utf-8")


def _own_markup(document: SummaryDocument) -> dict[str, str]:
    """The style, which is named by its hash so that the page allows no other, and the code to scan."""
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    ours = {"style": style, "qr": hash_code(document)}
    return {"style_hash": f"sha256-{digest}", **{name: mark_safe(text) for name, text in ours.items()}}  # noqa: S308


def _pictures(papers: Papers) -> dict[str, SafeString]:
    """The pictures by their names, as addresses that hold them."""
    names = [name for sheets in papers.sheets.values() for name in sheets]
    files = {name: base64.b64encode((papers.folder / name).read_bytes()).decode() for name in names}
    return {name: format_html("data:image/jpeg;base64,{}", content) for name, content in files.items()}


def _marked(value: Any, pictures: dict[str, SafeString]) -> Any:
    """A tree of the view's texts as markup in which each stands as text."""
    if isinstance(value, str):
        return pictures.get(value) or escape(value)
    if isinstance(value, dict) and "runs" in value:
        return format_html_join("", "{}", ((_run(part),) for part in value["runs"]))
    if isinstance(value, dict):
        return {key: part if key == "label" else _marked(part, pictures) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(part, pictures) for part in value]
    return value


def _run(part: Any) -> SafeString:
    if isinstance(part, str):
        return escape(part)
    if "code" in part:
        return format_html('<span class="code">[{}]</span>', part["code"])
    return format_html("{}<wbr>", part["piece"])
