"""What a file is, is found from its content."""

import io
import zipfile

import pytest

from debts.web.uploads import ACCEPTED, KIND_NAMES, FileKind, kind_of


def zipped(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


GOOD = {
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", FileKind.PDF),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(30), FileKind.IMAGE),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", FileKind.IMAGE),
    "a photo of a phone": (b"\x00\x00\x00\x18ftypheic" + bytes(20), FileKind.IMAGE),
    "a WebP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", FileKind.IMAGE),
    "an MP3 with tags": (b"ID3\x03\x00" + bytes(20), FileKind.AUDIO),
    "a bare MP3": (b"\xff\xfb\x90\x44" + bytes(40), FileKind.AUDIO),
    "an AAC": (b"\xff\xf1\x50\x80" + bytes(40), FileKind.AUDIO),
    "a call recording": (b"#!AMR\n" + bytes(20), FileKind.AUDIO),
    "an M4A": (b"\x00\x00\x00\x20ftypM4A " + bytes(20), FileKind.AUDIO),
    "a film": (b"\x00\x00\x00\x20ftypisom" + bytes(20), FileKind.VIDEO),
    "a ZIP": (zipped("a.txt"), FileKind.ARCHIVE),
    "a DOCX": (zipped("word/document.xml"), FileKind.ARCHIVE),
    "an old DOC": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), FileKind.OFFICE),
    "an e-mail": (b"Received: from x by y\r\nFrom: a@example.com\r\n\r\nhi", FileKind.EMAIL),
    "an e-mail that is a page": (b"From: a@example.com\r\nContent-Type: text/html\r\n\r\n<html>hi", FileKind.EMAIL),
    "a note in UTF-8": ("客服说已经结清。".encode(), FileKind.TEXT),
    "a note in GB 18030": ("客服说已经结清。".encode("gb18030"), FileKind.TEXT),
    "a note in UTF-16": ("客服说已经结清。".encode("utf-16"), FileKind.TEXT),
    "a note that begins with a sign": (b"<3 thanks", FileKind.TEXT),
}
BAD = {
    "an HTML page": (b"<!DOCTYPE html><html><body>paid</body></html>", FileKind.HTML),
    "a piece of HTML": ("\ufeff  <script>alert(1)</script>".encode(), FileKind.HTML),
    "HTML behind a comment": (b"<!-- x -->\n<p>hi</p>", FileKind.HTML),
    "a drawing with scripts": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', FileKind.SVG),
    "XML": (b'<?xml version="1.0"?><smses/>', FileKind.XML),
    "a Windows program": (b"MZ\x90\x00" + bytes(60), FileKind.PROGRAM),
    "a script": (b"#!/bin/sh\nrm -rf /", FileKind.PROGRAM),
    "noise": (bytes(range(256)) * 4, FileKind.UNKNOWN),
}


@pytest.mark.parametrize("name", GOOD)
def test_proofs_are_known_by_their_content_and_accepted(name):
    content, kind = GOOD[name]
    assert kind_of(io.BytesIO(content)) is kind
    assert kind in ACCEPTED


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_proof_is_known_by_its_content_and_refused(name):
    content, kind = BAD[name]
    assert kind_of(io.BytesIO(content)) is kind
    assert kind not in ACCEPTED


def test_a_text_is_known_although_its_head_ends_within_a_sign():
    assert kind_of(io.BytesIO(("a" + "清" * 9000).encode())) is FileKind.TEXT


def test_the_file_is_left_rewound():
    file = io.BytesIO(b"%PDF-1.7")
    kind_of(file)
    assert file.tell() == 0


def test_every_kind_has_a_name_for_people():
    assert set(KIND_NAMES) == set(FileKind)
