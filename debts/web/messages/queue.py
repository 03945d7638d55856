"""The inbox worked off as a queue: one decision about several messages, and the whole step taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debts.actions import decide_several, undo_step
from debts.models import Decision, Message, User
from debts.models.messages import DecisionKind
from debts.queries import row_number
from debts.web.context import writing
from debts.web.messages.forms import AboutLoanForm
from debts.web.pages import OwnRequest

# So long after a step the inbox offers to take it back; afterwards each decision is taken back on its message's page.
_OFFERED_FOR = timedelta(hours=1)
_KEPT_AS = "decided_at"


class ChosenField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """Messages by their numbers."""

    default_error_messages = {
        "required": gettext_lazy("还没有选。请先在消息前面打勾，再按下面的按钮。"),
        "invalid_choice": gettext_lazy("选中的消息里有的已经不在了，请重新选一次。"),
    }

    def clean(self, value: Any) -> Any:
        """Refuse what is no number, or one that fits no column of a database."""
        if any(row_number(pk) is None for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class SelectionForm(AboutLoanForm):
    """Several of the owner's messages, and what is decided about all of them."""

    chosen = ChosenField(Message.objects.none())
    field_order = ("chosen",)

    def __init__(self, data: Any = None, *, owner: User) -> None:
        super().__init__(data, owner=owner)
        self.fields["chosen"].queryset = Message.objects.of(owner)  # type: ignore[attr-defined]  # a model choice
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["loan"].widget.attrs["id"] = "chosen-loan"

    @property
    def ticked(self) -> set[str]:
        """What was ticked when the form was sent, so that it is still ticked where something was wrong."""
        return set(cast(QueryDict, self.data).getlist("chosen")) if self.is_bound else set()


@dataclass(frozen=True, slots=True)
class Step:
    """A decision about several messages that can still be taken back as a whole."""

    count: int


def last_step(request: HttpRequest) -> Step | None:
    """The last step of this session, while it is fresh and something of it is in force."""
    at = _made_at(request)
    if at is None or timezone.now() - at > _OFFERED_FOR:
        return None
    count = Decision.objects.of(request.user).filter(recorded_at=at).count()
    return Step(count) if count else None


def decide_chosen(request: OwnRequest, form: SelectionForm) -> HttpResponse:
    """Record what a valid form says, and go back to where it was said."""
    asked = form.cleaned_data
    ctx = writing(request)
    made = decide_several(ctx, list(asked["chosen"]), DecisionKind(asked["kind"]), loan=asked["loan"])
    request.session[_KEPT_AS] = ctx.now.isoformat()
    told = ngettext("已记下您对 %(count)d 条消息的确认。", "已记下您对 %(count)d 条消息的确认。", len(made))
    toasts.success(request, told % {"count": len(made)})
    return _back(request)


def undo_last(request: OwnRequest) -> HttpResponse:
    """Take the last step back; pressed a second time nothing is left to do."""
    step, at = last_step(request), _made_at(request)
    if step is None or at is None:
        toasts.info(request, _("没有可以撤回的这一步。要撤回某一条的确认，请打开那条消息。"))
        return _back(request)
    count = undo_step(writing(request), at)
    del request.session[_KEPT_AS]
    told = ngettext("已撤回对 %(count)d 条消息的确认。", "已撤回对 %(count)d 条消息的确认。", count)
    toasts.success(request, told % {"count": count})
    return _back(request)


def _made_at(request: HttpRequest) -> datetime | None:
    kept = request.session.get(_KEPT_AS)
    return datetime.fromisoformat(kept) if kept else None


def _back(request: HttpRequest) -> HttpResponse:
    """To the inbox with the filters and the place that the address of the form carries."""
    carried = request.GET.urlencode()
    return redirect(f"{reverse('messages')}?{carried}" if carried else reverse("messages"))
