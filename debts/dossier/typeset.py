"""The typesetter, a program of its own: JSON on standard input, the PDF on standard output.

It runs apart from the web worker because Typst keeps what it has set in a cache that grows to hundreds of megabytes,
and because a page that cannot be set in time can then be given up. ``debts.dossier.pdf`` starts it; it needs no Django.

The facts reach Typst as data, never as source, so nothing that a message says can be run. The fonts come from an
installed package and the system's are ignored: every machine sets the same page. No Typst package is imported, so
nothing is fetched.
"""

import json
import shutil
import sys
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, inputs: dict[str, str], timestamp: int, folder: str | None = None) -> bytes:
    """Set a template as PDF/A-3b, dated ``timestamp`` (seconds since 1970, UTC); raises typst.TypstError.

    A template reads no files but those in its own folder: where it needs ``folder`` it is copied there.
    """
    root = Path(folder) if folder else TEMPLATES
    if folder:
        for path in TEMPLATES.glob("*.typ"):
            shutil.copyfile(path, root / path.name)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[sans_path().parent])
    return typst.compile(
        input=root / template,
        root=root,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-3b"],
        timestamp=timestamp,
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin.buffer)))
