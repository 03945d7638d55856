"""Make an account from the shell."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from debts.models import User


class Command(BaseCommand):
    """Make an account. The first one made may also administer the installation."""

    help = "Makes an account. The password is asked for, or read from standard input with --password-stdin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name and the way the password comes."""
        parser.add_argument("name")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the account, or say why not."""
        user = User(username=options["name"], is_staff=not User.objects.exists())
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else getpass("Password: ")
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        user.set_password(password)
        user.save()
        self.stdout.write(f"The account {user.username} is ready.")
