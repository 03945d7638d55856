"""How the second step fits into this installation: secrets sealed, names in our words, codes taken once."""

import base64
import ipaddress
import secrets
from hashlib import sha256

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debts.models import User
from debts.models.sealed import seal, unseal

# A code holds for its own half minute and for the one before and after; it is remembered for longer than that.
REMEMBERED = 120  # seconds


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what codes are made from, so that neither a copy of the database nor a backup can make them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("没有对上。请核对后再试；用过的验证码要等下一个。"),
        "cannot_generate_recovery_codes": gettext_lazy("要先打开第二步验证，才有恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        """The secret in a form that only this installation can read."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where another installation has sealed it, one that nobody knows, so that no code fits."""
        return unseal(encrypted_text) or base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows above the code."""
        return _("结清账本")

    def build_totp_svg(self, url: str) -> str:
        """The address to be scanned: black on white whatever the page's colours are, for cameras."""
        drawn = segno.make(url, error="m", micro=False)
        return str(drawn.svg_inline(border=3, omitsize=True, dark="#000", light="#fff", svgclass="qr"))

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  the signature is the adapter's
        """A name for a new passkey whose owner gave it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("通行密钥 %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Which site a passkey is for: the name in the address, without the port; shown as our own name."""
        return {**super().get_public_key_credential_rp_entity(), "name": _("结清账本")}


def is_taken_now(user: User, code: str) -> bool:
    """Note that a code of an authenticator app was taken; False where it was taken before."""
    figures = "".join(filter(str.isdigit, code))
    key = sha256(f"{user.pk}:{figures}".encode()).hexdigest()
    return bool(cache.add(f"totp:{key}", 1, timeout=REMEMBERED))


def can_use_passkeys(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for the address that the page was asked by: a name, and HTTPS unless at home."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def address_by_name(request: HttpRequest) -> str:
    """The same page under a name, where the machine that runs it asks by figures; empty for every other machine."""
    host, _colon, port = request.get_host().partition(":")
    return f"http://localhost:{port or 80}{request.path}" if host == "127.0.0.1" else ""
