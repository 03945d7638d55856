"""Files beside a message: putting one there, and taking it back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from debts.actions import attach_to_message, keep_file, take_back
from debts.models import Message, MessageFile
from debts.web.calls.forms import MessageFileForm
from debts.web.context import own_or_404, writing
from debts.web.pages import OwnRequest, confirmed, form_methods, form_page


@form_methods
def message_file_new(request: OwnRequest, pk: int) -> HttpResponse:
    """Keep a file, to the byte, beside a message."""
    row = own_or_404(Message, request, pk)
    ctx = writing(request)
    form = MessageFileForm(request.POST or None, request.FILES or None, use_required_attribute=False)

    def save() -> str:
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        with transaction.atomic():
            attach_to_message(ctx, row, keep_file(ctx, file, file.name), note)
        messages.success(request, _("已保存这个文件。"))
        return reverse("message", args=[row.pk])

    return form_page(request, form, save, template="calls/file.html", row=row)


@form_methods
def exhibit_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask, then take a file back from a message; its bytes stay where they are."""
    exhibit = own_or_404(MessageFile, request, pk)
    back = reverse("message", args=[exhibit.message_id])
    if not confirmed(request):
        return render(request, "calls/remove.html", {"exhibit": exhibit, "back": back})
    take_back(writing(request), exhibit)
    messages.success(request, _("已撤回这个文件。"))
    return redirect(back)
