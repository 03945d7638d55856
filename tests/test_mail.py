"""The mail server from one address: understood, or refused early with what to do."""

import pytest

from ledger.mail import mail_settings


def test_no_address_sends_nothing():
    assert mail_settings("", "") == {}


def test_an_address_holds_server_name_and_password():
    found = mail_settings("submission://a%40qq.com:p%23w@smtp.qq.com", "")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("smtp.qq.com", 587, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@qq.com", "p#w")
    assert (found["DEFAULT_FROM_EMAIL"], found["EMAIL_TIMEOUT"]) == ("a@qq.com", 20)


def test_the_sender_can_be_another():
    assert mail_settings("smtp://h", "ledger@example.org")["DEFAULT_FROM_EMAIL"] == "ledger@example.org"


@pytest.mark.parametrize(
    ("url", "hint"), [("mail.example.org", "EMAIL_URL"), ("http://h", "EMAIL_URL"), ("smtp://u:p@h", "EMAIL_FROM")]
)
def test_what_cannot_be_used_is_refused_with_a_hint(url, hint):
    with pytest.raises(ValueError, match=hint):
        mail_settings(url, "")
