"""When the program fails, neither the page nor the log repeats what somebody kept, typed or was let in by."""

import io
import logging

import pytest
from django.urls import reverse

from debts.models import User
from ledger.logs import HideHookIds, JsonLines, TextLines

TEXT = "【某网贷】王小明您欠款8888元"


@pytest.fixture
def failing(client, db, monkeypatch):
    """A signed-in person whose check of a message fails inside."""

    def fail(*_args, **_kwargs):
        raise RuntimeError(TEXT)

    monkeypatch.setattr("debts.web.check.views.PasteForm", fail)
    client.force_login(User.objects.create_user("wangxiaoming"))
    client.raise_request_exception = False
    return client


def test_the_page_of_a_failure_repeats_nothing(failing):
    answer = failing.post(reverse("check"), {"text": TEXT, "sender": "13812345678"})
    assert answer.status_code == 500
    for secret in (TEXT, "王小明", "wangxiaoming", "13812345678", "RuntimeError", failing.session.session_key):
        assert secret not in answer.content.decode()


@pytest.mark.parametrize("lines", [TextLines("%(name)s %(message)s"), JsonLines()])
def test_the_log_says_where_a_failure_was_and_not_what_it_was_about(failing, lines):
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(lines)
    handler.addFilter(HideHookIds())
    logging.getLogger("django.request").addHandler(handler)
    failing.post(reverse("check"), {"text": TEXT, "sender": "13812345678"})
    logging.getLogger("django.request").removeHandler(handler)
    written = handler.stream.getvalue()
    assert "builtins.RuntimeError" in written
    assert "check/views.py" in written
    for secret in ("王小明", "wangxiaoming", "13812345678", failing.session.session_key):
        assert secret not in written


def failing_twice():
    try:
        {}[TEXT]
    except KeyError as problem:
        raise ValueError(TEXT) from problem


def test_a_failure_behind_a_failure_is_told_by_its_kind_too():
    with pytest.raises(ValueError, match="王小明") as caught:
        failing_twice()
    told = TextLines().formatException((caught.type, caught.value, caught.tb))
    assert told.index("builtins.KeyError") < told.index("builtins.ValueError")
    assert "王小明" not in told


@pytest.mark.parametrize("address", ["/calendar/geheim23.ics", "/shared/geheim23", "/hooks/sms/geheim23/"])
def test_an_address_that_is_a_key_is_not_written_down(client, db, address):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (address,), None)
    HideHookIds().filter(record)
    assert "geheim" not in TextLines().format(record)
