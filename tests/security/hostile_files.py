"""Files that mean harm: what runs when a browser takes them for a page, a script or a drawing.

Each would set ``window.ran`` and ask for /ran, and a test sees whether anything did.
"""

import gzip
import io
import zipfile

RUN = "window.ran=1;new Image().src='/ran'"
PAGE = f'<!DOCTYPE html><html><body onload="{RUN}"><script>{RUN}</script><img src=x onerror="{RUN}"></body></html>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
PDF_OPENING = f"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);{RUN})>>>>endobj\n"


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, text in files.items():
            container.writestr(name.replace("__", "/"), text)
    return target.getvalue()


# What is looked at by its content and refused wherever a person or a program hands it in.
REFUSED = {
    "a page": ("结清证明.html", PAGE.encode()),
    "a page that calls itself a paper": ("结清证明.pdf", PAGE.encode()),
    "a page behind a comment": ("结清证明.png", f"<!--{'x' * 999}-->{PAGE}".encode()),
    "a page behind a mark of order": ("结清证明.txt", b"\xef\xbb\xbf \n" + PAGE.encode()),
    "a page after a few words": ("说明.html", f"客服说已经结清。{PAGE}".encode()),
    "a page in UTF-16": ("结清证明.txt", PAGE.encode("utf-16")),
    "a drawing with scripts": ("证明.svg", SVG.encode()),
    "a drawing that calls itself a photo": ("证明.jpg", f'<?xml version="1.0"?><!-- -->{SVG}'.encode()),
    "a page in XML": ("证明.xhtml", f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{PAGE}'.encode()),
    "a style that makes a page": ("证明.xml", b'<?xml version="1.0"?><?xml-stylesheet href="#x"?><x/>'),
    "a program with two endings": ("结清证明.pdf.exe", b"MZ\x90\x00" + bytes(60)),
    "a program written backwards": ("结清\u202efdp.exe", b"MZ\x90\x00" + bytes(60)),
    "a drawing in gzip": ("证明.svgz", gzip.compress(SVG.encode(), mtime=0)),
}
# What begins like a proof, and is kept; a browser must not find the rest.
KEPT = {
    "a picture that is a script": ("证明.gif", f"GIF89a=1;{RUN}//".encode()),
    "a bitmap that is a script": ("证明.bmp", f"BM=1;{RUN}//".encode()),
    "a picture with a page behind it": ("证明.png", PNG + PAGE.encode()),
    "a photo with a page in its remark": ("证明.jpg", b"\xff\xd8\xff\xfe\x02\x00" + PAGE.encode() + b"\xff\xd9"),
    "a paper that runs when opened": ("证明.pdf", PDF_OPENING.encode() + b"trailer<</Root 1 0 R>>\n%%EOF\n"),
    "a paper with a page behind it": ("证明.pdf.html", b"%PDF-1.7\n" + PAGE.encode()),
    "an archive with a page behind it": ("证明.zip", zipped(a="x") + PAGE.encode()),
    "an archive of a program": ("证明.jar", zipped(**{"META-INF__MANIFEST.MF": "Main-Class: Evil", "evil.class": "x"})),
    "an archive that leads out": (
        "证明.docx",
        zipped(**{"..__..__etc__cron.d__evil": "x", "word__a.xml": PAGE}),
    ),
    "a page after many words": ("说明.html", f"{'客服说已经结清。' * 50}{PAGE}".encode()),
    "a page in UTF-7": ("说明.htm", b"+ADw-script+AD4-window.ran+AD0-1+ADw-/script+AD4-"),
    "a script": ("说明.js", f"{RUN}".encode()),
    "a letter that is a page": ("信.eml", f"From: a@example.com\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()),
    "a saved page": ("信.mhtml", f"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n{PAGE}".encode()),
    "a film that is a page": ("录像.mp4", b"\x00\x00\x00\x20ftypisom" + PAGE.encode()),
    "sound that is a script": ("录音.mp3", f"ID3=1;{RUN}//".encode()),
}
# Names, and what is left of them.
NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\结清.pdf": "结清.pdf",
    "结清\u202efdp.exe": "结清fdp.exe",
    "结清\u2066证明\u2069\u200f.pdf": "结清证明.pdf",
    "a\r\nSet-Cookie: a=b\r\n.pdf": "aSet-Cookie: a=b.pdf",
    'a";filename=b.html;x=".pdf': 'a";filename=b.html;x=".pdf',
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "证明.pdf\x00.exe": "证明.pdf.exe",
    "清" * 98 + ".pdf": "清" * 98 + ".pdf",
    "清" * 300 + ".pdf": "清" * 251 + ".pdf",
    "\u202e\u200b": "",
}
