"""Passwords that have to be used again, and so cannot be kept as hashes: sealed with a key that is not in the database.

The key lies in the state folder. A backup holds the sealed text and not the key: after a restore elsewhere nothing can
be unsealed, and the owner is asked for the password again.
"""

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def seal(text: str) -> str:
    """The text in a form that only this installation can read."""
    return Fernet(settings.SEAL_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again; None where another installation has sealed it, or somebody has changed it."""
    try:
        return Fernet(settings.SEAL_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
