"""Who may open an account, and the gate before every page of the app."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRefresh

from debts.models import User
from debts.web.context import is_htmx
from debts.web.pages import OwnRequest
from debts.web.signing.notices import after_sign_in
from debts.web.signing.refusals import note_refused
from debts.web.signing.sureness import has_just_signed_in
from debts.web.unsent import hand_back, holds_words

View = Callable[..., HttpResponseBase]
PASSWORD_WORDS: dict[str, Any] = {
    "password_too_short": _("密码太短了，至少要 10 个字符。"),
    "password_too_common": _("这个密码太常见，容易被猜到。"),
    "password_too_similar": _("密码和用户名太像，容易被猜到。"),
}

WAYS = {
    "reauthenticate": _("改用密码"),
    "mfa_reauthenticate": _("改用验证码或恢复码"),
    "mfa_reauthenticate:webauthn": _("改用通行密钥"),
}


def is_first_account() -> bool:
    """Whether nobody has an account here yet."""
    return not User.objects.exists()


def signup_is_open() -> bool:
    """Whether an account can be opened: the first one always, others while the settings say so."""
    return settings.SIGNUP_OPEN or is_first_account()


def signed_in(view: View) -> View:
    """Let only signed-in people through; lead everybody else to the first account or to the sign-in page.

    What was filled in meanwhile is handed back, to be sent again after the sign-in.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and holds_words(request) and not is_first_account():
            return hand_back(request)
        if is_htmx(request):  # a sign-in page must not land in the middle of another page
            return HttpResponseClientRefresh()
        if is_first_account():
            return redirect("account_signup")
        return redirect_to_login(request.get_full_path())

    return gate


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Opens the first account for whoever comes first, who then looks after the installation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("试的次数太多了。为了保护您的账户，请过几分钟再试。"),
        "rate_limited": _("试的次数太多了，请过几分钟再试。"),
    }

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether allauth's own pages ask who is sitting there; whoever has just signed in has been asked."""
        return super().is_reauthentication_required(app=app, **kwargs) and not has_just_signed_in(context.request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002  the signature is the adapter's
        """What guesses are counted by: the name alone. With the host that is asked for, each port would start anew."""
        return str(credentials.get("username", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; one too many is refused before the password is looked at, and written down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_refused("held_back", request, str(credentials.get("username", "")))
            raise

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to answer, in our words."""
        return [
            {**one, "description": WAYS.get(one["id"], one["description"])}
            for one in super().get_reauthentication_methods(user)
        ]

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the signature is the adapter's
        """Whether the sign-up page takes new people."""
        return signup_is_open()

    def post_login(self, request: OwnRequest, user: User, **given: Any) -> HttpResponse:
        """Go on after the sign-in; the owner's other browsers are told of it where it is news."""
        response: HttpResponse = super().post_login(request, user, **given)
        after_sign_in(request, response)
        return response

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Say what is wrong with a password in our own words: Django's are not all there in Chinese."""
        try:
            checked: str = super().clean_password(password, user)
        except ValidationError as problem:
            words = [PASSWORD_WORDS.get(one.code or "", one) for one in problem.error_list]
            raise ValidationError(words) from problem
        return checked

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002  the signature is the adapter's
        """Save the account, unless the door has closed since the form was shown.

        Two people may have had the first form open, so the question is asked again where nobody can come in between:
        on SQLite a transaction is the only one that writes; on PostgreSQL it locks the table of the accounts.
        """
        with transaction.atomic():
            _let_nobody_in_between()
            if not signup_is_open():
                raise PermissionDenied
            user.is_staff = is_first_account()
            saved: User = super().save_user(request, user, form, commit)
            return saved


def _let_nobody_in_between() -> None:
    """Wait until nobody else is opening an account, and keep others waiting until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(User._meta.db_table)} IN EXCLUSIVE MODE")
