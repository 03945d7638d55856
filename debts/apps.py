"""How Django knows the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DebtsConfig(AppConfig):
    """The debts app; its rulebook is checked when the app starts."""

    name = "debts"
    verbose_name = _("借款账本")

    def ready(self) -> None:
        """Register the checks that hold the rulebook to its own rules, and what is noted when somebody signs in."""
        from debts import checks  # noqa: F401, PLC0415  checks may be registered only when the apps are loaded
        from debts.web.signing import sessions, sureness  # noqa: F401, PLC0415  the same for what waits for a signal
