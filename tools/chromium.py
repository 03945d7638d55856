"""Where the machine's Chromium is. `tools/chromium.sh` installs one."""

import shutil
from pathlib import Path

# The shell draws pages as the browser does and has no windows, menus and profiles to keep up: about half the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed_chromium() -> str | None:
    """The first Chromium that is found, as a path to its program."""
    in_path = filter(None, map(shutil.which, NAMES))
    on_a_mac = (path for path in MAC_PATHS if Path(path).exists())
    return next(in_path, None) or next(on_a_mac, None)
