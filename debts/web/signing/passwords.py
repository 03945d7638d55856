"""Which passwords are refused beside those that are short or on a list: what guessers try first.

There are no rules about kinds of signs, and none about changing a password from time to time, as NIST SP 800-63B-4
advises: length and not being guessable are what counts.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 5
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
# What people in China add figures to, and what this program is called.
_WORDS = frozenset({"jieqing", "woaini", "woaiwojia", "password", "passw0rd", "mima", "admin", "qwerty", "iloveyou"})
_RUN = 6


class Guessable:
    """Refuses a few signs over and over, rows of the keyboard, and a common word with figures."""

    def validate(self, password: str, _user: Any = None) -> None:
        """Raise ValidationError where the password is one of those."""
        if _is_guessable(password.casefold()):
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        """Say so."""
        return _("这个密码容易被猜到：不要用重复的字符、键盘上连着的键，或者常见的词加数字。")


def _is_guessable(password: str) -> bool:
    rest = re.sub(r"[\W\d_]+", "", password)
    return len(set(password)) < FEWEST_DIFFERENT or rest in _WORDS or not _without_rows(password)


def _without_rows(password: str) -> str:
    """What is left when runs along a row, forwards and backwards, are taken out."""
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for length in range(len(row), _RUN - 1, -1):
            for start in range(len(row) - length + 1):
                password = password.replace(row[start : start + length], "")
    return password
