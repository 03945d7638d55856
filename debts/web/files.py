"""Handing files back to their owner, as downloads that no browser runs."""

from io import BytesIO
from typing import IO, Any

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
    return inert(default_storage.open(kept.path), kept.original_name, kept.media_type)


def inert(file: Any, name: str, media_type: str) -> FileResponse:
    """Bytes from anywhere as a download; a browser is told their type only where it just shows it."""
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Content-Type"] = media_type if media_type in SHOWN_TYPES else "application/octet-stream"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def download(content: IO[bytes] | bytes, name: str, media_type: str) -> FileResponse:
    """What was made here, as a download."""
    file = BytesIO(content) if isinstance(content, bytes) else content
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Content-Type"] = media_type
    return response
