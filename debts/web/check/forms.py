"""What a person types on the check page: the paste, and what is known about a message beside its words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from debts.models.messages import Channel, Recipient
from debts.reconciler.characters import storable
from debts.web.fields import LAST_DAY, DayField, TextField, TimeOfDayField, not_ahead, plain

MAX_SENDER = 200
# A phone's clock may run ahead of ours.
_CLOCK_SKEW = timedelta(minutes=10)


class ArrivalField(forms.Field):
    """When a message came, with its time of day: for what came at night the hour matters, so none is made up."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1", "max": f"{LAST_DAY}T23:59:59"})

    def to_python(self, value: Any) -> datetime | None:
        """Read the moment on the owner's clock; None where left empty."""
        text = plain(value).replace("T", " ")
        if not text:
            return None
        day, _blank, clock = text.partition(" ")
        if not clock:
            raise ValidationError(_("请把几点几分也写上，例如 2024-01-10 15:20；记不清就留空。"))
        moment = datetime.combine(_cleaned(DayField, day), _cleaned(TimeOfDayField, clock))
        return from_current_timezone(moment)

    def prepare_value(self, value: Any) -> Any:
        """Show a moment the way that the browser's own field wants it."""
        return localtime(value).strftime("%Y-%m-%dT%H:%M:%S") if isinstance(value, datetime) else value


def _cleaned(kind: type[forms.Field], text: str) -> Any:
    return kind(required=True).clean(text)


class PasteField(forms.CharField):
    """Pasted text, kept to the letter but for what no database can hold."""

    widget = forms.Textarea(attrs={"class": "paste", "rows": 8, "autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {"required": _("还没有贴内容。请从短信或聊天里复制一条消息，贴到框里。")}

    def to_python(self, value: Any) -> str:
        """Take the text as it is; a paste of blanks is none."""
        text = storable(str(value or ""))
        return text if text.strip() else ""


class DetailForm(forms.Form):
    """What is known about one message beside its words. What stays empty is as the paste tells, or unknown."""

    received_at = ArrivalField(label=_("什么时候收到的"), required=False)
    sender = TextField(label=_("谁发来的"), required=False, max_length=MAX_SENDER)
    channel = forms.ChoiceField(
        label=_("怎么收到的"), required=False, choices=[("", _("与整批相同")), *Channel.choices]
    )
    recipient = forms.ChoiceField(
        label=_("发给了谁"), required=False, choices=[("", _("与整批相同")), *Recipient.choices]
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_received_at(self) -> datetime | None:
        """Refuse times that are still to come."""
        moment: datetime | None = self.cleaned_data["received_at"]
        return not_ahead(moment, self.now + _CLOCK_SKEW, _("这个时间还没有到，请核对。"))


class PasteForm(DetailForm):
    """The paste, and what holds for every message in it that does not say otherwise."""

    paste = PasteField(
        label=_("把消息贴在这里"),
        help_text=_("一条或很多条都可以，最好连号码和时间一起复制。几条之间空一行。"),
    )
    channel = forms.ChoiceField(label=_("怎么收到的"), required=False, choices=Channel)
    recipient = forms.ChoiceField(label=_("发给了谁"), required=False, choices=Recipient)

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: datetime, **kwargs: Any) -> None:
        super().__init__(_as_just_come(data, now), now=now, **kwargs)


def _as_just_come(data: Mapping[str, Any] | None, now: datetime) -> Mapping[str, Any] | None:
    """What was typed; where its person says that it came just now and typed no other time, with that time."""
    if not data or "just_came" not in data or data.get("received_at"):
        return data
    return {**{name: data[name] for name in data}, "received_at": localtime(now).strftime("%Y-%m-%dT%H:%M:%S")}
