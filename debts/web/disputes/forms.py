"""Forms of a dispute: what it is about, an exhibit from a file, a step, and how it ended."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from debts.disputes.types import Request, StepKind
from debts.dossier.labels import say_request
from debts.models import Dispute, DisputeStep, Lender, Loan
from debts.models.disputes import Outcome, Response
from debts.rulebook import load_rulebook
from debts.web.fields import DayField, LinesField, TextField, TimeOfDayField, not_ahead
from debts.web.file_fields import EvidenceFileField, file_help

USUAL_REQUESTS = (Request.CONFIRM, Request.CLOSE_CASE, Request.STOP, Request.CORRECT, Request.ANSWER)
LONGEST_STORY = 20_000


class DisputeForm(forms.Form):
    """What a dispute is about."""

    title = TextField(label=_("给这件事起个名字"), max_length=200, error_messages={"required": _("请写一个名字。")})
    loan = forms.ModelChoiceField(
        Loan.objects.none(), label=_("关于哪一笔借款"), required=False, empty_label=_("这家机构的全部借款")
    )
    story = TextField(
        label=_("事情的经过"),
        required=False,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("按时间写：什么时候借、什么时候还清、从什么时候起又被催、对您有什么影响。只写事实。"),
        error_messages={"max_length": _("最多写 %(limit_value)d 个字，请分成几件事或者缩短。")},
    )
    requests = forms.MultipleChoiceField(
        label=_("希望机构怎么做"), required=False, widget=forms.CheckboxSelectMultiple, initial=list(USUAL_REQUESTS)
    )
    own_requests = LinesField(label=_("其他请求"), required=False, most=20, longest=300, help_text=_("一行写一条。"))
    lender_address = TextField(
        label=_("机构的地址"),
        required=False,
        max_length=300,
        help_text=_("寄信和向有的渠道投诉时要写。请照合同或者官网抄，不要用催收消息里的。"),
    )

    def __init__(
        self, *args: Any, lender: Lender, mainland: bool = True, keeps_loan: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        loans = Loan.objects.of(lender.owner_id).filter(lender=lender).select_related("lender")
        self.fields["loan"].queryset = loans  # type: ignore[attr-defined]  # a ModelChoiceField
        words = [(one.value, say_request(one, mainland=mainland)) for one in Request]
        self.fields["requests"].choices = words  # type: ignore[attr-defined]  # a MultipleChoiceField
        if keeps_loan:  # a guest sees no list of the loans
            del self.fields["loan"]


class ExhibitForm(forms.Form):
    """A file that becomes an exhibit."""

    file = EvidenceFileField(required=True, error_messages={"required": _("请先选一个文件。")})
    note = TextField(label=_("说明"), max_length=500, required=False, help_text=_("例如 6月3日客服聊天截图。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = file_help()


class StepForm(forms.Form):
    """A step; which of its fields are asked for depends on its kind."""

    answers = forms.ModelChoiceField(
        DisputeStep.objects.none(),
        label=_("答复的是哪一次递交"),
        empty_label=None,
        error_messages={"required": _("请选一次递交。还没有记过递交的，请先记递交。")},
    )
    channel = forms.ChoiceField(label=_("渠道"), required=False)
    day = DayField(label=_("日期"))
    time = TimeOfDayField(label=_("时间"), required=False)
    response = forms.ChoiceField(
        label=_("答复的结果"),
        choices=Response,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项，期限要按它来算。")},
    )
    reference = TextField(
        label=_("受理号或单号"), max_length=200, required=False, help_text=_("投诉受理号、快递单号、通话工号都可以。")
    )
    text = TextField(
        label=_("内容"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = EvidenceFileField(label=_("文件"))

    def __init__(self, *args: Any, dispute: Dispute, kind: StepKind, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dispute, self.kind, self.now = dispute, kind, now
        for name in ASKED_NOT[kind]:
            del self.fields[name]
        self._fit_channel()
        self._fit_answers()
        self.fields["day"].help_text = DAY_HELP.get(kind, "")
        self.fields["file"].help_text = file_help()
        if kind in (StepKind.CALLED, StepKind.NOTE):
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = _("请写几个字，说明发生了什么。")

    def _fit_channel(self) -> None:
        if "channel" not in self.fields:
            return
        language = get_language() or ""
        named = [(one.id, one.name.in_language(language)) for one in load_rulebook().channels]
        if self.kind is not StepKind.SENT:
            named.insert(0, ("", str(_("没有或者不在这些里面"))))
        self.fields["channel"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["channel"].required = self.kind is StepKind.SENT

    def _fit_answers(self) -> None:
        if "answers" not in self.fields:
            return
        sent = DisputeStep.objects.of(self.dispute.owner_id).filter(dispute=self.dispute, kind=StepKind.SENT)
        self.fields["answers"].queryset = sent  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["answers"].label_from_instance = _named_step  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """Refuse what has not happened yet."""
        day: date = self.cleaned_data["day"]
        return not_ahead(day, timezone.localdate(self.now), _("日期在将来。这里只记已经发生的事，请核对。"))

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that came before what it answers."""
        cleaned = super().clean() or self.cleaned_data
        sent, day = cleaned.get("answers"), cleaned.get("day")
        if sent and day and day < sent.day:
            self.add_error("day", _("答复早于递交。请核对日期，或者选另一次递交。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The fields that the action takes, without the file."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        if self.kind is StepKind.ANSWERED:
            given["channel"] = given["answers"].channel
        return {**given, "kind": self.kind.value}


# Which fields are not asked for.
ASKED_NOT: dict[StepKind, tuple[str, ...]] = {
    StepKind.SENT: ("answers", "response"),
    StepKind.ANSWERED: ("channel",),
    StepKind.CALLED: ("answers", "response"),
    StepKind.NOTE: ("answers", "response", "reference"),
}
DAY_HELP = {
    StepKind.SENT: _("对方收到的那一天，期限从第二天起算。邮寄的写签收日，当面或者线上递交的写当天。"),
    StepKind.ANSWERED: _("收到答复的那一天；受理或转办通知写通知上的日期。"),
}


def _named_step(step: DisputeStep) -> str:
    return f"{step.day:%Y-%m-%d} {channel_name(step.channel)}"


def channel_name(channel: str) -> str:
    """A channel's name in the language of the page; its id where this rulebook does not know it."""
    known = {one.id: one.name.in_language(get_language() or "") for one in load_rulebook().channels}
    return known.get(channel, channel)


class OutcomeForm(forms.Form):
    """How the dispute ended."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项结果。")},
    )
    note = TextField(
        label=_("说明"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 3})
    )
