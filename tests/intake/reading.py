"""Files of messages made for a test, and how they are read."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from debts.intake.detect import read_messages
from debts.intake.drafts import Draft

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def read(tmp_path: Path):
    """Reads what a file of these bytes holds."""

    def reading(content, **options):
        path = tmp_path / "messages.bin"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_messages(path, zone=SHANGHAI, **options))

    return reading


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return stream.getvalue()


def seen(items):
    """Time in China, sender and text of what was read; the code of what was not."""
    return [
        (f"{one.received_at:%Y-%m-%d %H:%M:%S}" if one.received_at else None, one.sender, one.text)
        if isinstance(one, Draft)
        else str(one.code)
        for one in items
    ]


def database(path: Path, *statements: str, rows=()) -> bytes:
    """The bytes of a database after the statements; each row is a statement with its values."""
    with closing(sqlite3.connect(path)) as opened:
        for statement in statements:
            opened.execute(statement)
        for statement, values in rows:
            opened.execute(statement, values)
        opened.commit()
    return path.read_bytes()
