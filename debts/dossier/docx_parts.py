"""Pieces of a Word document: texts that cannot act, tables, page numbers, styles with fonts for both scripts.

Nothing of a text is read as a field: it goes in as characters, and those that would not show go in as their numbers.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
INK, SOFT = RGBColor(0x1D, 0x24, 0x21), RGBColor(0x5C, 0x64, 0x60)
CODE, SMALL, ORIGINAL, LABEL = "Jieqing Code", "Jieqing Small", "Jieqing Original", "Jieqing Label"
_FILE_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows: the properties bear the real time


def new_document(title: str, language: str, made_at: datetime) -> DocumentObject:
    """An empty A4 document with its styles; of the library's own template only the page and the styles are kept."""
    document = Document()
    _drop_thumbnail(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _styles(document, language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "结清 Jieqing", ""
    properties.last_modified_by, properties.language = "", language
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    return document


def _drop_thumbnail(document: DocumentObject) -> None:
    """Take out the small picture of the library's own template: it shows another document."""
    links = document.part.package.rels
    for name in [name for name, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[name]


def _styles(document: DocumentObject, language: str) -> None:
    for name, size, east in (
        ("Normal", 10.5, SONG),
        ("Title", 20, HEI),
        ("Heading 1", 14, HEI),
        ("Heading 2", 12, HEI),
    ):
        _dress(document.styles[name], size, east)
    _language(document.styles["Normal"], language)
    _space(document.styles["Normal"])
    for name, size in ((SMALL, 9), (ORIGINAL, 10.5)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(style, size, SONG)
        _space(style)
        if name == SMALL:
            _font(style).color.rgb = SOFT
    original = document.styles[ORIGINAL]
    if isinstance(original, ParagraphStyle):
        original.paragraph_format.left_indent = Mm(6)
    for name in (CODE, LABEL):
        _font(document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)).color.rgb = SOFT


def _space(style: Any) -> None:
    """Little space between the lines of a table and of what is written small: the library's own is wide."""
    if isinstance(style, ParagraphStyle):
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(3), 1.15


def _font(style: Any) -> Any:
    if not isinstance(style, CharacterStyle):
        raise TypeError(f"{style.name} has no font")
    return style.font


def _dress(style: Any, size: float, east: str) -> None:
    """Set size, colour and the fonts for both scripts. The theme's fonts would win over those that are named."""
    font = _font(style)
    font.name, font.size, font.color.rgb = LATIN, Pt(size), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for script, font_name in (("w:eastAsia", east), ("w:hAnsi", LATIN), ("w:cs", LATIN)):
        fonts.set(qn(script), font_name)


def _language(style: Any, language: str) -> None:
    words = style.element.get_or_add_rPr()
    for old in words.findall(qn("w:lang")):
        words.remove(old)
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), "en-US" if language == "en" else "zh-CN")
    told.set(qn("w:eastAsia"), "zh-CN")
    words.append(told)


def line(document: DocumentObject, text: str = "", style: str = "") -> Paragraph:
    """A paragraph at the end, of the style of that name."""
    paragraph = document.add_paragraph(text)
    if style:
        paragraph._p.style = _id(style)  # noqa: SLF001 - see _id
    return paragraph


def heading(document: DocumentObject, level: int) -> Paragraph:
    """An empty heading at the end."""
    return line(document, style=f"Heading {level}")


def _id(style: str) -> str:
    """What the file calls a style. The library would read all of its styles for each paragraph."""
    return style.replace(" ", "")


def say(paragraph: Paragraph, value: Any, style: str = "") -> Paragraph:
    """Add a text of the view to a paragraph; a character that would not show stands as its number."""
    for part in [value] if isinstance(value, str) else value["runs"]:
        if isinstance(part, dict) and "code" in part:
            _run(paragraph, f"[{part['code']}]", CODE)
        else:
            _run(paragraph, part if isinstance(part, str) else part["piece"], style)
    return paragraph


def _run(paragraph: Paragraph, text: str, style: str) -> None:
    run = paragraph.add_run(text)
    if style:
        run._r.style = _id(style)  # noqa: SLF001 - see _id


def facts(document: DocumentObject, rows: Sequence[Sequence[Any]]) -> None:
    """A table of names and values."""
    if rows:
        _filled(document, [[(name, LABEL), (value, "")] for name, value in rows], (38, 122))


def ruled(document: DocumentObject, head: Sequence[str], rows: Iterable[Sequence[Any]], columns: Sequence[int]) -> None:
    """A table with a head that is repeated on each page; ``columns`` are widths in millimetres."""
    named = [[(value, LABEL) for value in head], *([(value, "") for value in row] for row in rows)]
    table = _filled(document, named, columns)
    table._tbl.tblStyle_val = _id("Table Grid")  # noqa: SLF001 - see _id
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - the library knows no such heads


def _filled(document: DocumentObject, rows: Sequence[Sequence[tuple[Any, str]]], columns: Sequence[int]) -> Table:
    """A table of texts, each with its style, and an empty line after it; the widths are fixed, in millimetres."""
    # The document's own way would look through all that it holds for the width of the page.
    table = document._body.add_table(len(rows), len(columns), Mm(sum(columns)))  # noqa: SLF001
    table.autofit = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for values, row in zip(rows, table.rows, strict=True):
        _hold_together(row)
        for (value, style), cell, width in zip(values, row.cells, columns, strict=True):
            cell.width = Mm(width)
            say(cell.paragraphs[0], value, style)
    line(document, style=SMALL)
    return table


def _hold_together(row: _Row) -> None:
    """Let no page end within a row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library knows no such rows


def page_frame(document: DocumentObject, head: str, pattern: str) -> None:
    """Head and foot of every page; in ``pattern`` stand {page} and {pages}, which Word counts."""
    section = document.sections[0]
    say(_centred(section.header.paragraphs[0]), head, LABEL)
    foot = _centred(section.footer.paragraphs[0])
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    say(foot, before, LABEL)
    _field(foot, "PAGE")
    say(foot, between, LABEL)
    _field(foot, "NUMPAGES")
    say(foot, after, LABEL)


def _centred(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _field(paragraph: Paragraph, code: str) -> None:
    """A field of our own; its result is written in, for readers that count no pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1", style=LABEL)
    field.append(run._r)  # noqa: SLF001 - the library knows no fields
    paragraph._p.append(field)  # noqa: SLF001 - the same


def as_bytes(document: DocumentObject) -> bytes:
    """The file, the same to the byte for the same content: the library would date every part of it by the clock."""
    made, target = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _FILE_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(info, source.read(name))
    return target.getvalue()
