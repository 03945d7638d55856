"""What a reader finds in a dossier of any form: all its words, for the tests."""

import html
import io
import re
import zipfile

import pypdf
from docx import Document

from debts.dossier.glyphs import visible


def words_of_pdf(content):
    """Text of the pages, names and contents of what is attached, and what the file says of itself."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    attached = [name + data.decode("utf-8", "replace") for name, found in reader.attachments.items() for data in found]
    return "\n".join(
        (*pages, *attached, str(reader.metadata), reader.trailer["/Root"]["/Metadata"].get_data().decode())
    )


def words_of_docx(content):
    """Text of all parts of the file, as it stands in its markup."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = [container.read(name).decode("utf-8", "replace") for name in container.namelist() if "xml" in name]
    return html.unescape(re.sub(r"<[^>]*>", "", "\n".join(parts)))


def body_of_docx(content):
    """The texts of a document from top to bottom, those in tables too."""
    return [node.text for node in Document(io.BytesIO(content)).element.iter() if str(node.tag).endswith("}t")]


def words_of_html(content):
    return html.unescape(re.sub(r"<[^>]*>", "", content.decode()))


def as_shown(text):
    """A text as every form shows it, without its spaces."""
    told = visible(text)
    parts = [told] if isinstance(told, str) else told["runs"]
    shown = (part if isinstance(part, str) else part.get("piece") or f"[{part['code']}]" for part in parts)
    return joined("".join(shown))


def joined(text):
    return "".join(text.split())
