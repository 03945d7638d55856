"""Tables in HTML or in Excel's old XML: many a bank's ".xls" is one of these under a borrowed name."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import IO

from debts.intake.bills.text import SheetRow, encoding_of, whole
from debts.intake.bills.types import Place

ROWS = frozenset({"tr", "row"})
CELLS = frozenset({"td", "th", "cell"})
BREAKS = frozenset({"br", "p", "div"})
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""")
KNOWN = {"utf-8": "utf-8", "utf8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030"}
MAX_BYTES = 16 << 20
MOST_CELLS = 200
LONGEST_CELL = 2_000


def is_markup(head: bytes) -> bool:
    """Whether a file begins as a page or a sheet in markup does."""
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return text.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<?xml", b"<div"))


def read_markup(stream: IO[bytes]) -> Iterator[SheetRow]:
    """The rows of every table, numbered in their order."""
    data = whole(stream, MAX_BYTES)
    parser = _Tables()
    parser.feed(data.decode(_encoding(data, stream), errors="bill-damage").replace("\x00", ""))
    parser.close()
    for number, cells in enumerate(parser.rows, start=1):
        yield SheetRow(Place(number), cells)


def _encoding(data: bytes, stream: IO[bytes]) -> str:
    """The encoding that a page declares, unless its bytes show that it was brought to UTF-8 since."""
    found = encoding_of(stream)
    declared = DECLARED.search(data[:2048])
    return found if found.startswith("utf") or not declared else KNOWN.get(declared[1].decode().lower(), found)


class _Tables(HTMLParser):
    """Collects rows as they are closed; a row that is never closed ends where the next begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, ...]] = []
        self._cells: list[str] = []
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell; Excel's XML leaves empty cells out and numbers the next one."""
        tag = tag.rpartition(":")[2]
        if tag in ROWS:
            self._end_row()
        elif tag in CELLS:
            self._end_cell()
            self._fill_up_to(dict(attrs).get("ss:index"))
            self._words = []
        elif tag in BREAKS and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        tag = tag.rpartition(":")[2]
        if tag in CELLS:
            self._end_cell()
        elif tag in ROWS or tag == "table":
            self._end_row()

    def handle_data(self, data: str) -> None:
        """Keep the words of a cell."""
        if self._words is not None and len(self._words) < LONGEST_CELL:
            self._words.append(data)

    def close(self) -> None:
        """End the last row too."""
        super().close()
        self._end_row()

    def _fill_up_to(self, index: str | None) -> None:
        if index and index.isdecimal():
            self._cells += [""] * (min(int(index), MOST_CELLS) - 1 - len(self._cells))

    def _end_cell(self) -> None:
        if self._words is not None and len(self._cells) < MOST_CELLS:
            self._cells.append(" ".join("".join(self._words).split())[:LONGEST_CELL])
        self._words = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            self.rows.append(tuple(self._cells))
        self._cells = []
