"""Hand in pictures, look through what was read of them, and go on to the answers of the check page."""

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.actions.settlements import media_type
from debts.importing.pictures import path_of
from debts.models import PictureInHand
from debts.models.messages import Recipient
from debts.web.check.views import check
from debts.web.files import inert
from debts.web.pages import OwnRequest, form_methods
from debts.web.screenshots.forms import PicturesForm
from debts.web.screenshots.handing_in import take
from debts.web.screenshots.reviewing import Review


@form_methods
def pictures(request: OwnRequest) -> HttpResponse:
    """Ask for pictures, read them, and go on to what was read."""
    form = PicturesForm(request.POST, request.FILES) if request.method == "POST" else PicturesForm()
    if form.is_bound and form.is_valid():
        return redirect("pictures_review", take(request.user, form.cleaned_data["pictures"], timezone.now()))
    return render(request, "screenshots/hand_in.html", {"form": form})


@form_methods
def pictures_review(request: OwnRequest, upload: str) -> HttpResponse:
    """Show each picture beside what was read of it; what its owner leaves of that is checked like a paste."""
    rows = _in_hand(request, upload)
    if not rows:
        raise Http404
    review = Review(rows, request.POST if request.method == "POST" else None, timezone.now())
    if request.method == "POST" and review.is_valid():
        if review.paste:
            review.remember()
            return _answers(request, upload, review)
        toasts.error(request, _("没有要查的消息：请至少留一条“收到的消息”，并且有文字。"))
    return render(request, "screenshots/review.html", {"review": review, "upload": upload, "again": PicturesForm()})


@require_safe
def picture_file(request: OwnRequest, upload: str, number: int) -> FileResponse:
    """Send a waiting picture to its owner, as bytes that a browser only shows."""
    rows = _in_hand(request, upload)
    if number >= len(rows) or not path_of(rows[number].file).exists():
        raise Http404
    file = path_of(rows[number].file).open("rb")
    return inert(file, rows[number].name, media_type(file))


def _in_hand(request: OwnRequest, upload: str) -> list[PictureInHand]:
    return list(PictureInHand.objects.filter(owner=request.user, upload=upload))


def _answers(request: OwnRequest, upload: str, review: Review) -> HttpResponse:
    """The check page for the messages of the pictures, as if they had been pasted there."""
    asked = QueryDict(mutable=True)
    asked.update(
        {
            "paste": review.paste,
            "channel": review.form.cleaned_data["channel"],
            "recipient": Recipient.SELF.value,
            "pictures": upload,
        }
    )
    request.POST = asked  # type: ignore[assignment]  # Django lets it be set; the stubs do not
    return check(request)
