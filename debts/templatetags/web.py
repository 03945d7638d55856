"""What our templates need beyond Django's own tags: ``{% load web %}``."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, ModelChoiceField, PasswordInput, RadioSelect
from django.forms.widgets import ChoiceWidget
from django.template.context import Context
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from debts.dossier.facts import Fact
from debts.models import Message
from debts.rulebook import in_script
from debts.web.accounts import is_first_account, signup_is_open
from debts.web.facts import address_of
from debts.web.languages import language_tag
from debts.web.signing.second_step import address_by_name, can_use_passkeys
from debts.web.worded import tone_of
from debts.wording import VERDICTS, say_amount
from debts.wording.stored import words_of

register = template.Library()
register.filter("language_tag", language_tag)
register.filter("can_use_passkeys", can_use_passkeys)
register.filter("address_by_name", address_by_name)

LONG_FORM = 4
SECTIONS = {
    "overview": ("overview",),
    "check": ("check",),
    "loans": (
        *(
            "loan",
            "repayment",
            "settlement",
            "proof",
            "attachment",
            "lender",
            "bill",
            "assignment",
            "certificate_letter",
        ),
        *("letter_of_loan", "letters_of_loan", "letter_of_lender", "letters_of_lender"),
    ),
    "messages": ("message", "changes", "import", "proposals", "mailbox", "call", "exhibit"),
    "search": ("search",),
    "disputes": ("dispute", "letter_of_dispute", "letters_of_dispute", "share_withdraw"),
    "plan": ("plan",),
    "export": ("export",),
    "forwarders": ("forwarder", "alerts"),
    "settings": ("settings", "token"),
    "safety": ("mfa_index", "mfa_activate", "mfa_deactivate", "mfa_add", "mfa_edit", "mfa_remove", "mfa_view"),
    "evidence": ("evidence",),
    "help": ("help",),
}


@register.simple_tag(takes_context=True)
def section(context: Context) -> str:
    """The part of the app that the page belongs to; empty for pages outside of it."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = (match.url_name or "") if match else ""
    return next((part for part, starts in SECTIONS.items() if name.startswith(starts)), "")


@register.simple_tag
def account_is_first() -> bool:
    """Whether the account about to be opened is the first one."""
    return is_first_account()


@register.simple_tag
def signup_open() -> bool:
    """Whether an account can be opened now."""
    return signup_is_open()


@register.inclusion_tag("loans/behind.html")
def behind(sources: Mapping[str, list[Message]], ref: str) -> dict[str, Any]:
    """Links to the messages from which a fact was taken; nothing where it was typed in."""
    return {"behind": sources.get(ref, [])}


@register.filter
def marked_fields(form: BaseForm) -> list[BoundField]:
    """What needs a change in a form that is too long to be seen at once."""
    fields = form.visible_fields()
    return [field for field in fields if field.errors] if len(fields) >= LONG_FORM else []


@register.filter
def may_stay_empty(field: BoundField) -> bool:
    """Whether it says that nothing need be filled in; what is one of several from the start is never empty.

    Choices that are rows are not asked for.
    """
    widget = field.field.widget
    is_one_of_few = isinstance(widget, ChoiceWidget) and not widget.allow_multiple_selected
    if field.field.required or not is_one_of_few or isinstance(field.field, ModelChoiceField):
        return not field.field.required
    is_unchosen = isinstance(widget, RadioSelect) and not field.value()
    return is_unchosen or "" in dict(flatten_choices(widget.choices))


@register.filter
def asks_password(form: BaseForm) -> bool:
    """Whether a password is typed in it, which no page sends back."""
    return any(isinstance(field.widget, PasswordInput) for field in form.fields.values())


@register.filter
def law_name(name: str) -> str:
    """The name of a law or an article in the characters of the page."""
    return in_script(name, get_language() or "")


@register.filter
def moment(value: datetime | None) -> str:
    """A moment on the owner's clock, to the minute; words where nobody knows it."""
    return date_format(localtime(value), "Y-m-d H:i") if value else _("时间不清楚")


@register.filter
def clock(value: datetime | None) -> str:
    """A moment on the owner's clock to the second with its offset, for evidence."""
    return localtime(value).strftime("%Y-%m-%d %H:%M:%S %z") if value else _("时间不清楚")


@register.filter
def money(value: Decimal, currency: str = "CNY") -> str:
    """A sum with the sign of its currency."""
    return say_amount(value, currency)


@register.filter
def figure(value: Decimal) -> str:
    """A sum in a column whose heading says which money it is; figures in threes, as ``money`` writes them."""
    return f"{value:,.2f}"


@register.filter
def verdict_label(verdict: Any) -> str:
    """The name of a verdict, stored or fresh, or of its code."""
    return words_of(VERDICTS, _code(verdict))


@register.filter
def verdict_tone(verdict: Any) -> str:
    """The colour of a verdict, stored or fresh, or of its code."""
    return tone_of(_code(verdict))


def _code(verdict: Any) -> str:
    return str(getattr(verdict, "code", verdict))


@register.filter
def address(fact: Fact) -> str:
    """Where a fact that an answer rests on is shown."""
    return address_of(fact)


@register.filter
def is_tick_box(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def breakable(address: object) -> SafeString:
    """An address that may go on in the next line after each of its slashes."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in str(address).split("/")))


@register.filter
def has_camera(field: BoundField) -> bool:
    """Whether what is asked for can be photographed, so that a phone offers its camera."""
    return getattr(field.field.widget, "has_camera", False)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether a field consists of several inputs, so that a legend names them and not a label."""
    return isinstance(field.field.widget, RadioSelect) or field.use_fieldset
