"""Files that people take for a backup and that cannot be read: what they are is said."""

import pytest

from debts.intake.detect import FormatCode, UnknownFormat
from tests.intake.reading import read, seen, zipped

__all__ = ["read"]

XIAOMI = "MIUI BACKUP\n2\ncom.android.mms 短信\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n"
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__properties_version1.0".encode("utf-16-le") + bytes(900)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (XIAOMI, FormatCode.MAKER_BACKUP),
        ("ANDROID BACKUP\n5\n1\nAES-256\n", FormatCode.MAKER_BACKUP),
        (zipped({"20240305/info.xml": "<info.xml/>", "20240305/sms.db": bytes(range(256))}), FormatCode.MAKER_BACKUP),
        (zipped({"短信(com.android.mms).bak": XIAOMI, "notes.txt": "x"}), FormatCode.MAKER_BACKUP),
        (b"Rar!\x1a\x07\x01\x00", FormatCode.OTHER_ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", FormatCode.OTHER_ARCHIVE),
        (b"%PDF-1.7\n", FormatCode.DOCUMENT),
        (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}), FormatCode.DOCUMENT),
        (OUTLOOK, FormatCode.OUTLOOK),
    ],
)
def test_each_kind_of_file_is_named(read, content, code):
    with pytest.raises(UnknownFormat) as refused:
        read(content)
    assert refused.value.code is code


def test_beside_messages_a_makers_backup_is_listed_as_unreadable(read):
    assert seen(read(zipped({"a.jsonl": '{"text": "还款"}', "b.bak": XIAOMI})))[1] == "maker_backup"
