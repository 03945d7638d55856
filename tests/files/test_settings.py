"""FILES_URL: what it may be, and what is said where it cannot be used."""

import pytest

from ledger.files import FORM, file_place, file_storage
from tests.test_settings import started

URL = "s3://key:a%2Fsecret@bucket/some/where?endpoint=https://s3.example.org&region=cn-north-1"
STORAGE = "settings.STORAGES['default']"


def options_of(url):
    return file_storage(url)["OPTIONS"]


def style_of(url):
    return options_of(url)["client_config"].s3["addressing_style"]


def test_unless_told_otherwise_the_files_lie_in_the_state_folder(tmp_path):
    said = started(tmp_path, f"{STORAGE}, settings.FILES_PLACE").stdout
    assert "FileSystemStorage" in said
    assert str(tmp_path / "files") in said


def test_the_address_names_the_bucket_and_how_to_get_there():
    names = ("bucket_name", "location", "access_key", "secret_key", "endpoint_url", "region_name")
    expected = ("bucket", "some/where", "key", "a/secret", "https://s3.example.org", "cn-north-1")
    assert tuple(options_of(URL)[name] for name in names) == expected


def test_without_a_key_the_machine_s_own_are_used():
    assert (options_of("s3://bucket")["access_key"], options_of("s3://bucket")["secret_key"]) == (None, None)


def test_amazon_has_the_bucket_in_the_host_and_others_in_the_path_unless_told_otherwise():
    assert style_of("s3://bucket") == "virtual"
    assert style_of(URL) == "path"
    assert style_of(f"{URL}&style=virtual") == "virtual"


def test_no_page_shows_the_key(tmp_path):
    assert file_place(URL, tmp_path) == "s3://bucket/some/where"


@pytest.mark.parametrize("url", ["/srv/files", "https://bucket", "s3://", "s3://bucket?acl=public", f"{URL}&style=odd"])
def test_an_address_that_cannot_be_used_is_refused_with_its_form(tmp_path, url):
    answer = started(tmp_path, FILES_URL=url)
    assert (answer.returncode, FORM in answer.stderr, "Traceback" in answer.stderr) == (1, True, False)


def test_where_the_packages_are_missing_they_are_named(tmp_path):
    (tmp_path / "storages.py").write_text("raise ImportError", encoding="utf-8")
    answer = started(tmp_path / "home", FILES_URL=URL, PYTHONPATH=str(tmp_path))
    assert (answer.returncode, "requirements-s3.txt" in answer.stderr) == (1, True)
