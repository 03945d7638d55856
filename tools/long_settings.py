"""The settings for a language that nobody speaks: English made longer, for `make sheet`. See ``tools.long_texts``."""

from django.utils.translation import gettext_lazy as _

from ledger import settings
from ledger.settings import *  # noqa: F403  all else is as it is

LANGUAGES = [*settings.LANGUAGES, ("en-xa", _("英语"))]
LOCALE_PATHS = [settings.HOME / "long", *settings.LOCALE_PATHS]  # of two, the first counts
