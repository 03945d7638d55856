#!/bin/sh
# Make sure that a Chromium is there for the browser tests: an installed one, else the platform's package manager's.
set -eu

present() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        if "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    for app in "Google Chrome" Chromium; do
        if [ -x "/Applications/$app.app/Contents/MacOS/$app" ]; then return 0; fi
    done
    return 1
}

# What steers Chromium needs a library that nothing else on a small Debian asks for.
steered() {
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        [ ! -x "$node" ] || "$node" --version >/dev/null 2>&1 || return 1
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Debian has the part that draws pages by itself; where it has not, it is the whole browser.
packaged() {
    if [ -n "$(apt-cache --names-only search '^chromium-headless-shell$')" ]; then echo chromium-headless-shell
    else echo chromium; fi
}

# The fonts are for the reader of a screenshot: without them Chinese shows as boxes.
install_it() {
    if command -v apt-get >/dev/null; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "$(packaged)" fonts-noto-cjk libatomic1
    elif command -v dnf >/dev/null; then
        as_root dnf install -y -q chromium google-noto-sans-cjk-fonts
    elif command -v pacman >/dev/null; then
        as_root pacman -S --noconfirm --needed chromium noto-fonts-cjk
    elif command -v brew >/dev/null; then
        brew install --cask chromium
    else
        return 1
    fi
}

if present && steered; then exit 0; fi
echo "Installing Chromium for the browser tests …"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if install_it >"$log" 2>&1 && present && steered; then exit 0; fi
tail -n 5 "$log" >&2
echo "The browser tests need Chromium, and it could not be installed from here." >&2
echo "Install chromium or google-chrome with your package manager, then run make test again." >&2
exit 1
