"""Signatures of forwarding apps, and the time for which they hold."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from debts.actions.tokens import token_digest
from debts.intake.webhooks import signatures

NOW = datetime(2025, 11, 1, 2, 0, tzinfo=UTC)
SIGN = "m/UaZC6gvpCJplEhflZtG5iuoSAIo7+0cyUi2ySfytk="


@pytest.mark.parametrize("sign", [SIGN, "m%2FUaZC6gvpCJplEhflZtG5iuoSAIo7%2B0cyUi2ySfytk%3D", SIGN.replace("+", " ")])
def test_a_signature_is_right_in_each_state_of_encoding(sign):
    assert signatures.is_timed_sign("test-secret-123", "1735016726775", sign)


def test_a_signature_may_be_encoded_twice():
    twice = "m%252FUaZC6gvpCJplEhflZtG5iuoSAIo7%252B0cyUi2ySfytk%253D"
    assert signatures.is_timed_sign("test-secret-123", "1735016726775", twice)


@pytest.mark.parametrize(("secret", "timestamp"), [("other", "1735016726775"), ("test-secret-123", "1735016726776")])
def test_another_secret_or_time_makes_it_wrong(secret, timestamp):
    assert not signatures.is_timed_sign(secret, timestamp, SIGN)


@pytest.mark.parametrize(("body", "is_right"), [(b'{"a":1}', True), (b'{"a": 1}', False)])
def test_the_bytes_of_a_body_are_signed_and_not_its_meaning(body, is_right):
    sign = hmac.new(b"secret", b'{"a":1}1735016726', hashlib.sha256).hexdigest()
    assert signatures.is_body_sign("secret", body, "1735016726", sign) is is_right


@pytest.mark.parametrize("header", ["Bearer jqh_a", "bearer  jqh_a ", "BEARER jqh_a"])
def test_a_token_is_believed_however_the_header_is_spaced(header):
    assert signatures.is_token(token_digest("jqh_a"), header)


@pytest.mark.parametrize(
    "header", ["", "jqh_a", "Bearer", "Bearer jqh_b", "Basic jqh_a", "Bearer jqh_a x", "Bearer \udcff"]
)
def test_what_bears_no_token_is_not_believed(header):
    assert not signatures.is_token(token_digest("jqh_a"), header)


@pytest.mark.parametrize("minutes", [-10, 0, 10])
def test_the_window_is_ten_minutes_to_both_sides(minutes):
    assert signatures.in_window(NOW + timedelta(minutes=minutes), NOW)
    assert not signatures.in_window(NOW + timedelta(minutes=minutes) * 1.01, NOW) or not minutes


def test_without_a_time_nothing_is_of_now():
    assert not signatures.in_window(None, NOW)
