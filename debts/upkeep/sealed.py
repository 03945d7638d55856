"""What only the key of this installation opens, and whether the one that is here does.

No backup holds the key. After a restore elsewhere nobody's codes fit any more, and nothing would say why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from debts.models import Mailbox, Webhook
from debts.models.sealed import unseal

_SEALED_IN = ("secret", "seed")  # of an authenticator app, of recovery codes


@dataclass(frozen=True, slots=True)
class Unopened:
    """What another key has sealed: whose second step, and how many mailboxes' passwords and webhooks' secrets."""

    second_steps: tuple[str, ...]
    mailboxes: int
    webhooks: int

    def __str__(self) -> str:
        names = ", ".join(self.second_steps)
        parts = [
            f"the second step of {names}" if names else "",
            f"the passwords of {self.mailboxes} mailboxes" if self.mailboxes else "",
            f"the secrets of {self.webhooks} webhooks" if self.webhooks else "",
        ]
        return "; ".join(filter(None, parts))


def unopened() -> Unopened:
    """Try everything that is sealed."""
    mailboxes = Mailbox.objects.exclude(password="").values_list("password", flat=True)
    webhooks = Webhook.objects.filter(removed_at=None).values_list("secret", flat=True)
    return Unopened(tuple(dict.fromkeys(_locked())), _closed(mailboxes), _closed(webhooks))


def _locked() -> Iterator[str]:
    rows = Authenticator.objects.order_by("user__username").values_list("user__username", "data")
    for name, data in rows.iterator():
        if _closed(data[key] for key in _SEALED_IN if key in data):
            yield name


def _closed(sealed: Iterable[str]) -> int:
    return sum(unseal(one) is None for one in sealed)
