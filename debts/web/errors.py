"""Pages for when something went wrong: what happened and what can be done, in the reader's language."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure

from debts.upkeep.hardships import Hardship, hardship_of
from debts.web.unsent import came_from_here, hand_back, holds_words


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read, most often because too much was sent at once."""
    context = {"is_too_big": isinstance(exception, RequestDataTooBig)}
    return render(request, "errors/400.html", context, status=400)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the browser's: the page stood open while somebody signed in, or is not ours.

    Only what a page of ours has sent is handed back: pressing the button of the answer is a will of its own.
    """
    if came_from_here(request) and holds_words(request):
        return hand_back(request)
    return csrf_failure(request, reason)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request whose body is larger than any page takes."""
    return render(request, "errors/400.html", {"is_too_big": True}, status=413)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Answer a request that this person may not make."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Answer a request for something that is not there, or not for this person."""
    return render(request, "errors/404.html", status=404)


HARDSHIPS = {
    Hardship.BUSY: _("别的写入占用太久，没有轮到。请过一会儿再试。"),
    Hardship.FULL: _("磁盘已满。请让管理这台机器的人腾出空间，再试一次。"),
    Hardship.READ_ONLY: _("存放数据的文件夹现在不能写入。请让管理这台机器的人检查权限和磁盘。"),
    Hardship.MEMORY: _("内存不够。请过一会儿再试，或者把文件分成小一些的几份。"),
    Hardship.DATABASE: _("数据库现在用不了。请过一会儿再试；还不行，请让管理这台机器的人看看。"),
    Hardship.FILES: _("存放文件的服务现在用不了。请过一会儿再试；还不行，请让管理这台机器的人看看。"),
    Hardship.SEALED: _("这份文件是加密存放的，现在打不开：密钥不在，或者文件被改动过。请让管理这台机器的人看看。"),
}


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  nothing of it may be touched
    """Answer after a failure: of the machine, which is named, or of ours.

    Asks neither the database nor the session: they may be what failed.
    """
    lacked = hardship_of(sys.exc_info()[1])  # this is called while the failure is being handled
    if lacked is None:
        return HttpResponse(render_to_string("errors/500.html"), status=500)
    page = HttpResponse(render_to_string("errors/503.html", {"reason": HARDSHIPS[lacked]}), status=503)
    page.headers["Retry-After"] = "60"
    return page
