"""The mail server, from one address in the environment."""

from typing import Any

import dj_email_url

# In seconds. A server that does not answer must not hold up the reminders of everybody else.
TIMEOUT = 20


def mail_settings(url: str, sender: str) -> dict[str, Any]:
    """Django's settings for the server at ``url``, such as submission://name:password@host; none where it is empty."""
    if not url:
        return {}
    found: dict[str, Any] = dict(dj_email_url.parse(url))
    if "EMAIL_BACKEND" not in found:
        raise ValueError("EMAIL_URL must begin with submission://, smtp:// or console://")
    sender = sender or found["EMAIL_HOST_USER"] or ""
    if "@" not in sender and "console" not in found["EMAIL_BACKEND"]:
        raise ValueError("EMAIL_FROM must be set to the address that mails come from, such as ledger@example.org")
    return {
        **found,
        "EMAIL_TIMEOUT": found["EMAIL_TIMEOUT"] or TIMEOUT,
        "DEFAULT_FROM_EMAIL": sender or "jieqing@localhost",
    }
