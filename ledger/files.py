"""Where the files lie that people hand in: a folder, or a bucket of any service with the interface of S3."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

CONNECTING, READING = 5, 60  # seconds; a service that is gone must not hold up every thread of the server
IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that is read; the rest of a larger one waits on the disk
OPTIONS = {"endpoint", "region", "style"}
STYLES = {"path", "virtual"}  # whether the bucket stands in the path of an address or in the name of its host
FORM = "FILES_URL must be like s3://KEY:SECRET@BUCKET/PREFIX?endpoint=https://…&region=…&style=path"


def file_storage(url: str) -> dict[str, Any]:
    """Django's storage of files: the folder of ``MEDIA_ROOT``, or the bucket that ``url`` names, see ``FORM``.

    Raises:
        ValueError: The address cannot be used, or the packages for it are not installed.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query))
    style = given.get("style", "path" if "endpoint" in given else "virtual")
    if parts.scheme != "s3" or not parts.hostname or not given.keys() <= OPTIONS or style not in STYLES:
        raise ValueError(FORM)
    options = {**_options(parts, given), "client_config": _client(style)}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def file_place(url: str, folder: Path) -> str:
    """Where the files lie, for people to read: without a key."""
    parts = urlsplit(url)
    return f"s3://{_bucket(parts)}{parts.path}" if url else str(folder)


def _bucket(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _options(parts: SplitResult, given: dict[str, str]) -> dict[str, Any]:
    return {
        "bucket_name": _bucket(parts),
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": given.get("endpoint"),
        "region_name": given.get("region"),
        "file_overwrite": True,  # a file lies under its hash: whoever writes it again writes the same
        "max_memory_size": IN_MEMORY,
    }


def _client(style: str) -> Any:
    """How the service is asked. Checksums of Amazon's own are left out where another service may not know them."""
    try:
        import storages  # noqa: F401, PLC0415  an extra: most keep their files in a folder
        from botocore.config import Config  # noqa: PLC0415  the same
    except ImportError:
        raise ValueError("FILES_URL needs more packages: pip install -r requirements-s3.txt") from None
    return Config(
        s3={"addressing_style": style},
        connect_timeout=CONNECTING,
        read_timeout=READING,
        retries={"total_max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
