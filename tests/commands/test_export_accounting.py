"""The command that writes a ledger for other programs."""

import io
import zipfile

import pytest
from beancount import loader
from django.core.management import CommandError, call_command

from tests.dossier.books import check_journal
from tests.web.ledgers import settled_loan

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def export(*args, **options):
    out = io.StringIO()
    call_command("export_accounting", *args, stdout=out, **options)
    return out.getvalue()


def test_what_is_printed_is_accepted_by_beancount(loan):
    entries, errors, _ = loader.load_string(export("zhangsan"))
    assert (len(entries) > 8, errors) == (True, [])


def test_hledgers_format_is_printed_too(loan):
    assert check_journal(export("zhangsan", format="hledger")) == 5


def test_tables_go_into_a_file(loan, tmp_path):
    path = tmp_path / "tables.zip"
    assert "Written to" in export("zhangsan", format="csv", output=path)
    assert "loans.csv" in zipfile.ZipFile(path).namelist()
    assert list(tmp_path.iterdir()) == [path]


def test_tables_without_a_file_are_refused(loan):
    with pytest.raises(CommandError, match="--output"):
        export("zhangsan", format="csv")


def test_a_folder_that_is_not_there_is_named(loan, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        export("zhangsan", output=tmp_path / "nowhere" / "a.beancount")


def test_an_unknown_account_is_named(db):
    with pytest.raises(CommandError, match="no account named"):
        export("niemand")
