"""The settings as a fresh process reads them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.settings import SET_BY_OURSELVES
from tests.test_docs import SETTINGS

ROOT = Path(__file__).resolve().parent.parent


def started(home, expression="True", **environment):
    """Read the settings in a process of their own and print an expression about them."""
    clean = {name: value for name, value in os.environ.items() if name not in {*SETTINGS, *SET_BY_OURSELVES}}
    return subprocess.run(
        [sys.executable, "-c", f"from ledger import settings; print({expression})"],
        env={**clean, "JIEQING_HOME": str(home), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_state_folder_is_made_and_private(tmp_path):
    home = tmp_path / "a" / "ledger"
    assert started(home).returncode == 0
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_private(tmp_path):
    first = started(tmp_path, "settings.SECRET_KEY").stdout
    assert len(first.strip()) >= 50
    assert started(tmp_path, "settings.SECRET_KEY").stdout == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_given_secret_key_is_used_and_none_is_kept(tmp_path):
    assert started(tmp_path, "settings.SECRET_KEY", SECRET_KEY="given" * 12).stdout.strip() == "given" * 12
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("setting", [{"HTTPS": "perhaps"}, {"MAX_PROOF_MEGABYTES": "many"}, {"SIGNUP_OPEN": "2"}])
def test_a_setting_that_cannot_be_used_is_named_with_a_hint(tmp_path, setting):
    answer = started(tmp_path, **setting)
    assert answer.returncode == 1
    assert next(iter(setting)) in answer.stderr
    assert "docs/operations.md" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_state_folder_that_cannot_be_made_is_said_to_be_so(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    answer = started(tmp_path / "file" / "ledger")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(("https", "secure"), [("true", "True"), ("false", "False")])
def test_cookies_are_secure_where_people_come_by_tls(tmp_path, https, secure):
    expression = "settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS > 0"
    assert started(tmp_path, expression, HTTPS=https).stdout.strip() == secure


@pytest.mark.parametrize(("https", "name"), [("true", "__Host-sessionid"), ("false", "sessionid")])
def test_with_tls_no_other_name_of_the_site_can_set_the_cookies(tmp_path, https, name):
    expression = "getattr(settings, 'SESSION_COOKIE_NAME', 'sessionid')"
    assert started(tmp_path, expression, HTTPS=https).stdout.strip() == name


def test_sign_up_is_closed_unless_it_is_opened(tmp_path):
    assert started(tmp_path, "settings.SIGNUP_OPEN").stdout.strip() == "False"
    assert started(tmp_path, "settings.SIGNUP_OPEN", SIGNUP_OPEN="true").stdout.strip() == "True"


def test_no_page_may_run_inline_code(settings):
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert not [value for values in policy.values() for value in values if "unsafe" in value]


def test_the_tests_keep_their_state_to_themselves(settings):
    assert settings.HOME != ROOT / "var"


@pytest.mark.parametrize("name", sorted({*SETTINGS} - {"JIEQING_HOME", "DATABASE_URL"}))
def test_a_developers_own_settings_colour_no_test(name):
    assert name in SET_BY_OURSELVES


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%41", "账本 1"])
def test_the_database_lies_in_the_state_folder_whatever_it_is_called(tmp_path, name):
    found = started(tmp_path / name, "settings.DATABASES['default']['NAME']").stdout.strip()
    assert found == str(tmp_path / name / "jieqing.sqlite3")


def test_a_given_database_is_used(tmp_path):
    given = started(tmp_path, "settings.DATABASES['default']['HOST']", DATABASE_URL="postgres://a:b@db.example/c")
    assert given.stdout.strip() == "db.example"


def test_a_database_that_cannot_be_understood_is_named_with_a_hint(tmp_path):
    answer = started(tmp_path, DATABASE_URL="nonsense")
    assert answer.returncode == 1
    assert "DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_database_is_for_its_owner_alone_whoever_asks_for_it_first(tmp_path):
    started(tmp_path, "settings.DATABASES")
    assert stat.S_IMODE((tmp_path / "jieqing.sqlite3").stat().st_mode) == 0o600
