"""Let an account sign in with its password alone again."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from debts.actions.sessions import end_sessions, open_sessions_of
from debts.management.base import OwnerCommand, owner_named


class Command(OwnerCommand):
    """For whoever has lost phone, passkeys and recovery codes; to be run by whoever looks after the machine."""

    help = (
        "Removes the authenticator app, the passkeys and the recovery codes of an account, so that its password is "
        "enough again, and signs it out everywhere. For a lost phone, and after a restore without the old seal-key."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove them, and say how many there were."""
        owner = owner_named(options["user"])
        removed, _each = Authenticator.objects.filter(user=owner).delete()
        end_sessions(open_sessions_of(owner, timezone.now()))
        self.stdout.write(f"{removed} removed. {owner.get_username()} signs in with the password alone.")
