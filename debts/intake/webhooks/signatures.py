"""Whether a request comes from the phone that knows the secret, and whether it comes now.

Every comparison takes the same time whatever is compared. A signature of SmsForwarder covers the time and not the body:
who has overheard one could send another body with it. The caller therefore takes one message for each of them.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import unquote

WINDOW = timedelta(minutes=10)  # retries of these apps last seconds to minutes; clocks of phones are a little off
_MOST_LAYERS = 4
_MAX_SIGN = 500


def in_window(at: datetime | None, now: datetime) -> bool:
    """Whether a request that says to be of ``at`` is of now, ten minutes more or less."""
    return at is not None and abs(now - at) <= WINDOW


def is_timed_sign(secret: str, timestamp: str, sign: str) -> bool:
    """Whether SmsForwarder's signature is right; it arrives percent-encoded once or twice."""
    expected = base64.b64encode(_hmac(secret, f"{timestamp}\n{secret}".encode("utf-8", "replace")))
    return _same(expected, _bare(sign).encode("utf-8", "replace"))


def is_body_sign(secret: str, body: bytes, timestamp: str, sign: str) -> bool:
    """Whether the gateway's signature over the bytes of the body and the time after them is right."""
    expected = _hmac(secret, body + timestamp.encode("utf-8", "replace")).hex()
    return _same(expected.encode(), sign.strip().lower().encode("utf-8", "replace"))


def is_token(digest: str, authorization: str) -> bool:
    """Whether an Authorization header bears the token of this SHA-256."""
    scheme, _, token = authorization.strip().partition(" ")
    found = hashlib.sha256(token.strip().encode("utf-8", "replace")).hexdigest()
    return _same(digest.encode(), found.encode()) and scheme.lower() == "bearer"


def _hmac(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def _same(expected: bytes, given: bytes) -> bool:
    return hmac.compare_digest(expected, given)


def _bare(sign: str) -> str:
    """Take off the layers of percent-encoding; a plus that became a blank in a form is a plus again."""
    found = sign.strip()[:_MAX_SIGN]
    for _ in range(_MOST_LAYERS):
        if "%" not in found:
            break
        found = unquote(found)
    return found.replace(" ", "+")
