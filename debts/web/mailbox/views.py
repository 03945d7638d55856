"""Where mails are fetched from; nothing is unless its owner switches it on."""

from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debts.actions.mailboxes import forget_mailbox, set_mailbox
from debts.importing.mailboxes import poll, try_mailbox
from debts.models import Mailbox
from debts.web.context import writing
from debts.web.fields import TextField
from debts.web.pages import OwnRequest, form_methods

LARGEST_PORT = 65_535


class MailboxForm(forms.Form):
    """Server, user, password and folder. A password that is kept is never shown again."""

    use_required_attribute = False
    host = TextField(label=gettext_lazy("IMAP 服务器"), max_length=200, help_text=gettext_lazy("例如 imap.qq.com。"))
    port = forms.IntegerField(label=gettext_lazy("端口"), min_value=1, max_value=LARGEST_PORT, initial=993)
    user = TextField(label=gettext_lazy("用户名"), max_length=200, help_text=gettext_lazy("一般是完整的邮箱地址。"))
    password = forms.CharField(
        label=gettext_lazy("密码或授权码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("加密保存在这台机器上。QQ、163 等邮箱要用在网页里申请的授权码。"),
    )
    folder = TextField(
        label=gettext_lazy("文件夹"),
        max_length=200,
        initial="INBOX",
        help_text=gettext_lazy("只读这个文件夹，不改动邮件。可以在邮箱里设规则，把催收邮件归到一个文件夹。"),
    )
    is_on = forms.BooleanField(label=gettext_lazy("定时收取新邮件"), required=False)

    def __init__(self, *args: Any, known: Mailbox | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            self.fields["password"].required = False
            self.fields["password"].help_text = _("已经存好。要换时才填。")


@form_methods
def mailbox(request: OwnRequest) -> HttpResponse:
    """Show and save the mailbox; try it, fetch from it now, or forget it."""
    known = Mailbox.objects.filter(owner=request.user).first()
    if request.method == "POST" and "forget" in request.POST:
        forget_mailbox(writing(request))
        toasts.success(request, _("已删除邮箱设置和密码。收过的邮件还在。"))
        return redirect("mailbox")
    initial = {name: getattr(known, name) for name in ("host", "port", "user", "folder", "is_on")} if known else None
    form = MailboxForm(request.POST or None, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = set_mailbox(writing(request), **form.cleaned_data)
        _act(request, saved)
        return redirect("mailbox")
    return render(request, "mailbox/page.html", {"form": form, "mailbox": known})


def _act(request: OwnRequest, saved: Mailbox) -> None:
    if "fetch" in request.POST:
        kept = poll(writing(request), saved)
        if not saved.problem:
            words = ngettext("收到 %(count)d 封新邮件。", "收到 %(count)d 封新邮件。", kept)
            toasts.success(request, words % {"count": kept})
            return
        problem: object = saved.get_problem_display()
    elif "try" in request.POST:
        found = try_mailbox(saved)
        if found is None:
            toasts.success(request, _("已保存，也试着连上了，能读到这个文件夹。"))
            return
        problem = found.label
    else:
        toasts.success(request, _("已保存。"))
        return
    toasts.warning(request, _("已保存，但没有成功：%(problem)s") % {"problem": problem})
