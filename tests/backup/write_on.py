"""A process that keeps one message after the other, and says of each that it is kept, until somebody ends it."""

import itertools
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "ledger.settings"
django.setup()

from django.utils import timezone  # noqa: E402  after the setup

from debts.actions import Route, WriteContext, receive_messages  # noqa: E402  the same
from debts.models import User  # noqa: E402  the same
from debts.reconciler.types import IncomingMessage  # noqa: E402  the same

owner = User.objects.get()
for number in itertools.count():
    now, text = timezone.now(), f"【杭银消金】第{number}次提醒：您的轻享贷已逾期，请立即还款。"
    message = IncomingMessage("", text, now, "1069000000")
    receive_messages(WriteContext(owner, Route.COMMAND, now), [message], source="paste")
    print(number, flush=True)  # noqa: T201  the test waits for it
