"""Ledgers for people who work on them all at once, each with a session and a token."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from debts.actions import Route, WriteContext, create_token
from debts.management.demo import Demo
from debts.models import Loan, Message, User
from debts.models.accounts import TokenScope

LOANS, OPENED = 10, 20  # loans of each, and how many of the messages are opened


def fill(people: int, messages: int, to: Path) -> None:
    """Make the accounts with their ledgers, and write what each person is given to a file for locust."""
    given = [_given(number, messages) for number in range(people)]
    to.write_text(json.dumps(given), encoding="utf-8")


def _given(number: int, messages: int) -> dict[str, Any]:
    owner = User.objects.create_user(f"person{number}")
    ctx = WriteContext(owner, Route.COMMAND, timezone.now())
    Demo(ctx, number).fill(messages=messages, loans=LOANS)
    client = Client()
    client.force_login(owner)
    return {
        "session": client.cookies["sessionid"].value,
        "token": create_token(ctx, TokenScope.WRITE, name="load"),
        "loans": list(_addresses("loan", Loan, owner)),
        "messages": list(_addresses("message", Message, owner)),
    }


def _addresses(page: str, model: type[Loan | Message], owner: User) -> Iterator[str]:
    numbers = model._default_manager.filter(owner=owner).order_by("-pk").values_list("pk", flat=True)
    return (reverse(page, args=[number]) for number in numbers[:OPENED])
