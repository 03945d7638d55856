"""Handing files back to their owner, as downloads that no browser runs."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debts.models import Attachment
from debts.web.context import own_or_404
from debts.web.pages import OwnRequest

# Types that a browser only shows; everything else goes out as bytes without a meaning. SVG may hold scripts.
SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/heif", "application/pdf"})


@require_safe
def attachment(request: OwnRequest, pk: int) -> FileResponse:
    """Send a file as it was handed in, to its owner only."""
    return sent(own_or_404(Attachment, request, pk))


def sent(kept: Attachment) -> FileResponse:
    """A kept file as an answer, for whoever may have it; 404 where the disk does not hold it any more."""
    if not default_storage.exists(kept.path):
        raise Http404(_("这个文件在磁盘上找不到了，请从备份恢复。"))
    response = FileResponse(default_storage.open(kept.path), as_attachment=True, filename=kept.original_name)
    response["Content-Type"] = kept.media_type if kept.media_type in SHOWN_TYPES else "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
