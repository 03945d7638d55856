"""What a person hands in and corrects: pictures, and for each message that was read its words, time and writer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from debts.models.messages import Channel
from debts.reconciler.characters import storable
from debts.web.check.forms import MAX_SENDER, ArrivalField
from debts.web.fields import DayField, TextField, not_ahead

MOST_PICTURES = 10
RECEIVED, OWN, NONE = "received", "own", "none"


class PicturesInput(forms.ClearableFileInput):
    """A file input that takes several pictures; a phone offers its camera too."""

    allow_multiple_selected = True
    has_camera = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*"})


class PicturesField(forms.FileField):
    """Some pictures. What is in them is looked at when they are read, each for itself."""

    widget = PicturesInput
    default_error_messages = {
        "required": _("请先选一张截图。"),
        "empty": _("“%(name)s”是空的（0 字节），可能没有保存好。请重新截图后再选。"),
        "max_length": _("文件名太长了，请改短后再选。"),
        "invalid": _("图片没有传上来，请再选一次。"),
        "too_many": _("一次最多选 %(limit)d 张，请分几次。"),
    }

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Hand over the uploaded pictures in the order in which they were chosen."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST_PICTURES:
            raise ValidationError(self.error_messages["too_many"], params={"limit": MOST_PICTURES})
        for one in given:
            if not one.size:
                raise ValidationError(self.error_messages["empty"], params={"name": one.name})
        return [super(PicturesField, self).clean(one, initial) for one in given]


class PicturesForm(forms.Form):
    """The pictures."""

    use_required_attribute = False
    pictures = PicturesField(
        label=_("短信或聊天的截图"),
        max_length=255,
        help_text=_("一次最多 10 张。图片只在这台机器上识别，不会发给任何人。"),
    )


class UploadForm(forms.Form):
    """What holds for all pictures that were handed in together."""

    use_required_attribute = False
    day = DayField(
        label=_("这些图是哪天截的"),
        required=False,
        help_text=_("图上的“昨天”“3月5日”要靠它换算成日期。不记得就留空，时间会当作不清楚，不会乱猜。"),
    )
    channel = forms.ChoiceField(
        label=_("怎么收到的"),
        choices=[(one.value, one.label) for one in (Channel.SMS, Channel.CHAT, Channel.EMAIL, Channel.PUSH)],
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def clean_day(self) -> date | None:
        """Refuse a day that is still to come."""
        day: date | None = self.cleaned_data["day"]
        return not_ahead(day, self._now.date(), _("这一天还没有到，请核对。"))


class SenderForm(forms.Form):
    """Who sent the messages of one picture."""

    use_required_attribute = False
    sender = TextField(label=_("谁发来的"), required=False, max_length=MAX_SENDER)


class WordsField(forms.CharField):
    """Words as they stand on the picture."""

    def to_python(self, value: Any) -> str:
        """Take them as they are, but for what no database can hold."""
        return storable(str(value or "")).replace("\r\n", "\n").strip()


class BubbleForm(forms.Form):
    """One message that was read: its words, its time, and whose it is."""

    use_required_attribute = False
    words = WordsField(label=_("文字"), required=False, max_length=20_000)
    received_at = ArrivalField(label=_("收到时间"), required=False)
    whose = forms.ChoiceField(
        label=_("这是"),
        choices=[(RECEIVED, _("收到的消息")), (OWN, _("我自己发的，不用查")), (NONE, _("不是消息"))],
    )

    def __init__(self, *args: Any, now: datetime, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now
        self.fields["words"].widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"})

    def clean_received_at(self) -> datetime | None:
        """Refuse times that are still to come."""
        at: datetime | None = self.cleaned_data["received_at"]
        return not_ahead(at, self._now, _("这个时间还没有到，请核对。"))


def all_valid(forms_: Sequence[forms.Form]) -> bool:
    """Whether nothing is wrong with any of them; each is looked at, so that all can say what is."""
    return not [form for form in forms_ if not form.is_valid()]
