"""Forms of the second step, on top of allauth's: our words, codes taken once, passkeys that ask their owner."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from debts.web.fields import TextField, plain
from debts.web.signing.refusals import note_refused
from debts.web.signing.second_step import is_taken_now

LONGEST_NAME = 60


class CodeField(forms.CharField):
    """A code of figures as people type it: full-width, with blanks or dashes."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        message = {"required": _("请写上验证码。")}
        super().__init__(
            label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs), error_messages=message
        )

    def to_python(self, value: Any) -> str:
        """The signs of the code, full-width ones made ordinary."""
        return super().to_python(plain(value)) or ""


def _code_or_recovery_code() -> CodeField:
    return CodeField(_("验证码"), _("验证器应用里的六位数；手机不在身边，可以写一个恢复码。"))


class _TakenOnce:
    """Refuses a code of an authenticator app that was taken before, for as long as it would still fit."""

    def clean_code(self) -> str:
        """The code, which from now on is used up."""
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this stands before
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]  # the same
        if authenticator.type == Authenticator.Type.TOTP and not is_taken_now(authenticator.user, code):
            note_refused("code_used_before", context.request, authenticator.user.get_username())
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_TakenOnce, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""

    code = _code_or_recovery_code()


class CodeAgainForm(_TakenOnce, ReauthenticateForm):  # type: ignore[misc]  # the same
    """A code as the answer to who is sitting there."""

    code = _code_or_recovery_code()


class ActivationForm(ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of an authenticator app, which shows that it knows the secret."""

    code = CodeField(_("应用里显示的六位数"))

    def clean_code(self) -> str:
        """The code, which cannot be used to sign in afterwards."""
        code: str = super().clean_code()
        is_taken_now(self.user, code)
        return code


def _refuse_what_is_none(kind: type, credential: Any) -> None:
    """Refuse what is no answer of an authenticator, before anything relies on its parts."""
    try:
        kind.from_dict(credential)  # type: ignore[attr-defined]  # both kinds have it
    except (TypeError, ValueError, KeyError, AttributeError, IndexError) as problem:
        raise get_adapter().validation_error("incorrect_code") from problem


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the same
    """A new passkey: it always asks its owner (finger, face, PIN) and can stand in the place of the password."""

    name = TextField(
        label=_("名字"), required=False, max_length=LONGEST_NAME, help_text=_("例如 我的手机，以后删的时候认得出。")
    )
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        """Always: what the browser says about it does not matter."""
        return True

    def clean_credential(self) -> Any:
        """The answer of the authenticator as it came, once it is known to be one."""
        credential = self.cleaned_data["credential"]
        _refuse_what_is_none(RegistrationResponse, credential)
        return credential


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # the same
    """Another name for a passkey."""

    name = TextField(label=_("名字"), max_length=LONGEST_NAME, error_messages={"required": _("请给它一个名字。")})


class _WellFormed:
    """Looks at the answer of an authenticator before allauth does."""

    def clean_credential(self) -> Authenticator:
        """The authenticator that has signed."""
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]  # of the form that this stands before
        try:
            _refuse_what_is_none(AuthenticationResponse, credential)
            found: Authenticator = super().clean_credential()  # type: ignore[misc]  # the same
        except forms.ValidationError:
            user = self.user  # type: ignore[attr-defined]  # the same
            note_refused("wrong_passkey", context.request, user.get_username() if user else "")
            raise
        return found


class PasskeyForm(_WellFormed, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey as the second step."""


class PasskeyAgainForm(_WellFormed, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey as the answer to who is sitting there."""


class PasskeyLoginForm(_WellFormed, LoginWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey in the place of the password."""
