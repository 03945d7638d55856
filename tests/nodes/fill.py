"""Fills an empty database with work: for each of some owners a reminder, an alert, a mailbox and an import that wait.

The arguments are how many owners, how many messages in a file, and the port of the server of mailboxes.
"""

import os
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "ledger.settings"
django.setup()

from django.conf import settings  # noqa: E402  after the setup
from django.utils import timezone  # noqa: E402  the same

from debts.actions import Route, WriteContext, create_token, receive_messages, record_lender, set_reminders  # noqa: E402  the same
from debts.actions.alerts import raise_alerts, set_alerts  # noqa: E402  the same
from debts.actions.imports import begin_import  # noqa: E402  the same
from debts.actions.mailboxes import set_mailbox  # noqa: E402  the same
from debts.models import ImportBatch, TokenScope, User  # noqa: E402  the same
from debts.reconciler.types import IncomingMessage  # noqa: E402  the same
from tests.importing.backups import many  # noqa: E402  the same
from tests.web.ledgers import AFTER, open_loan, settled_loan  # noqa: E402  the same

OWNERS, MESSAGES, MAIL_PORT = map(int, sys.argv[1:])
NOW = timezone.now()
TODAY = timezone.localdate()

for number in range(OWNERS):
    owner = User.objects.create_user(f"owner{number}")
    ctx = WriteContext(owner, Route.COMMAND, NOW)
    address = f"owner{number}@example.org"
    set_reminders(ctx, email=address, days=3, language="zh-hans")
    settled_loan(owner)
    bank = record_lender(ctx, name="招商银行股份有限公司")
    plan = {"annual_rate": Decimal(0), "repayment_method": "equal_instalment", "principal": Decimal(1200)}
    open_loan(owner, **plan, lender=bank, drawn_on=TODAY - timedelta(days=30), first_due_on=TODAY + timedelta(days=2))
    set_alerts(ctx, mail_address=address)
    raise_alerts(ctx, receive_messages(ctx, [IncomingMessage("", AFTER, NOW, "1069")], source="paste").new)
    place = {"host": "127.0.0.1", "port": MAIL_PORT, "user": f"owner{number}", "folder": "INBOX"}
    set_mailbox(ctx, **place, password="shou-quan-ma", is_on=True)
    many(Path(settings.UPLOADS) / f"waits{number}", MESSAGES)
    begin_import(ctx, source="sms.xml", sha256=str(number), form="auto", upload=f"waits{number}")
    print(create_token(ctx, TokenScope.WRITE))  # noqa: T201  the test reads it
ImportBatch.objects.update(beat_at=NOW - timedelta(minutes=1))
