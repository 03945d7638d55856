"""What a killed request has left among the uploads goes after a day; what waits for somebody stays."""

import os
from datetime import timedelta

from debts.actions.imports import begin_import
from debts.importing.leftovers import leftovers, sweep_leftovers
from tests.web.ledgers import NOW, write


def lying(folder, name, hours):
    path = folder / name
    path.write_bytes(b"half of it")
    at = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))


def test_only_what_is_old_and_named_by_nothing_is_swept_up(owner, uploads):
    lying(uploads, "tmp1.upload", 25)
    lying(uploads, "tmp2.upload", 23)
    lying(uploads, "waits", 100)
    begin_import(write(owner), source="sms.xml", sha256="a", form="auto", upload="waits")
    assert sweep_leftovers(NOW) == 1
    assert sorted(path.name for path in uploads.iterdir()) == ["tmp2.upload", "waits"]
    assert list(leftovers(NOW)) == []
