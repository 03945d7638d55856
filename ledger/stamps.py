"""Whether the settings for time stamps can be used: an authority needs roots that vouch for it."""

from pathlib import Path
from urllib.parse import urlsplit


def check_time_stamps(authority: str, roots: str) -> None:
    """Raise ValueError with a hint where the two settings do not go together."""
    if not authority:
        return
    parts = urlsplit(authority)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"TIME_STAMP_AUTHORITY is no address of an authority: {authority}")
    if not roots or not Path(roots).is_file():
        raise ValueError("TIME_STAMP_ROOTS has to name a PEM file with the root certificates of the authority.")
