"""Forms for who the owner is and for keys of programs."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from debts.models import ApiToken, Profile, TokenScope, User
from debts.models.accounts import CALENDARS
from debts.web.fields import LinesField, TextField, plain

MAX_GRACE_DAYS = 60
_USUAL_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Urumqi", "Asia/Singapore")


def zone_choices() -> list[tuple[Any, Any]]:
    """Time zones, the usual ones first."""
    others = sorted(zone for zone in available_timezones() - set(_USUAL_ZONES) if "/" in zone)
    return [
        (_("常用"), [(zone, zone) for zone in _USUAL_ZONES]),
        (_("其他"), [(zone, zone) for zone in others]),
    ]


class ProfileForm(forms.Form):
    """Who the owner is in the eyes of a lender, and the owner's clock."""

    names = LinesField(
        label=_("您的姓名"),
        required=False,
        most=20,
        help_text=_("每行一个。用来看出一条消息是不是发给别人的。"),
    )
    phones = LinesField(
        label=_("您的手机号"), required=False, most=20, longest=32, help_text=_("每行一个，现在的和以前用过的都可以。")
    )
    time_zone = forms.ChoiceField(label=_("时区"), choices=zone_choices)
    grace_days = forms.IntegerField(
        label=_("结清处理期（天）"),
        min_value=0,
        max_value=MAX_GRACE_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3"}),
        help_text=_("结清后这几天内收到的消息，可能是系统还没更新，只作提示。这是本应用的选择，不是法律规定。"),
        error_messages={
            "required": _("请填写天数，0 表示不留处理期。"),
            "invalid": _("天数请写整数，例如 3。"),
            "min_value": _("天数不能小于 0。"),
            "max_value": _("天数最多是 %(limit_value)s。"),
        },
    )

    def clean_phones(self) -> list[str]:
        """Take off blanks and dashes, so that the numbers can be found in messages."""
        phones = [re.sub(r"[\s()-]", "", plain(phone)) for phone in self.cleaned_data["phones"]]
        for phone in phones:
            if not re.fullmatch(r"\+?[0-9]{5,20}", phone):
                raise ValidationError(_("“%(text)s”不像一个电话号码。请只写数字。"), params={"text": phone})
        return list(dict.fromkeys(phones))


FOR_EVER = "0"


class TokenForm(forms.Form):
    """What a new key may do, for which program, and for how long."""

    scope = forms.ChoiceField(
        label=_("这把钥匙可以做什么"),
        choices=[(scope.value, scope.label) for scope in TokenScope if scope not in CALENDARS],
        initial=TokenScope.CHECK,
        help_text=_("“写入账本”包括其余各项。够用就好，不要多给。"),
    )
    name = TextField(
        label=_("给谁用"), required=False, max_length=100, help_text=_("例如 家里的电脑，以后停用时认得出。")
    )
    days = forms.ChoiceField(
        label=_("多久以后失效"),
        choices=[("30", _("30 天")), ("90", _("90 天")), ("365", _("一年")), (FOR_EVER, _("一直有效，直到停用"))],
        initial="90",
        required=False,
    )

    def asked(self) -> dict[str, Any]:
        """The scope, the name, and how long the key lasts; None for one that has no end."""
        days = int(self.cleaned_data["days"] or FOR_EVER)
        lasts = timedelta(days=days) if days else None
        return {"scope": TokenScope(self.cleaned_data["scope"]), "name": self.cleaned_data["name"], "lasts": lasts}


OFF = "off"


def _days_of(choice: str) -> int | None:
    return None if choice == OFF else int(choice)


class RemindersForm(forms.Form):
    """Whether mails are sent before something is due, where to, and how many days before."""

    days = forms.TypedChoiceField(
        label=_("什么时候提醒"),
        choices=[
            (OFF, _("不发邮件")),
            ("0", _("到期当天")),
            ("1", _("提前 1 天")),
            ("3", _("提前 3 天")),
            ("7", _("提前 7 天")),
        ],
        coerce=_days_of,
    )
    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=254,
        help_text=_("请写只有您自己看的邮箱。邮件里只有日期和金额，不写是哪家机构。"),
        error_messages={"invalid": _("这不像一个邮箱地址，请核对，例如 name@example.com。")},
    )
    language = forms.ChoiceField(label=_("邮件和日历用的语言"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, owner: User, profile: Profile) -> "RemindersForm":
        """The form as it is stored. A number of days that came with an archive is among the choices."""
        initial = {
            "days": OFF if profile.remind_days is None else str(profile.remind_days),
            "email": owner.email,
            "language": profile.language or get_language(),
        }
        form = cls(initial=initial)
        field = form.fields["days"]
        if initial["days"] not in dict(field.choices):  # type: ignore[attr-defined]  # a choice field
            more = (initial["days"], _("提前 %(days)s 天") % {"days": initial["days"]})
            field.choices = [*field.choices, more]  # type: ignore[attr-defined]  # the same
        return form

    def clean(self) -> dict[str, Any]:
        """Mails need an address to go to."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("days") is not None and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("要收提醒邮件，请写上邮箱。"))
        return given


class CalendarForm(forms.Form):
    """What a new calendar shows."""

    is_named = forms.BooleanField(
        label=_("在日历的标题里写明机构和金额"),
        required=False,
        help_text=_("不勾选时，标题只写“付款提醒”。日历会显示在锁屏上，也可能和家人共用。"),
    )

    @classmethod
    def of(cls, calendar: ApiToken | None) -> "CalendarForm":
        """The form for the next address, which shows what the present one shows unless somebody changes that."""
        return cls(initial={"is_named": calendar is not None and calendar.scope == TokenScope.CALENDAR_NAMED})
