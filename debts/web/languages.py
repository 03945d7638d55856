"""How a page names its language."""

from django.utils.translation import to_locale


def language_tag(code: str) -> str:
    """A language as browsers and screen readers know it: zh-Hant for zh-hant."""
    return to_locale(code).replace("_", "-")
