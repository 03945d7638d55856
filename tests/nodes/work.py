"""A worker: says that it is ready, waits for a word, and runs commands one after the other.

With ``KILL_AT`` it kills itself before that statement of the first command.
"""

import os
import signal
import sys

import django
from django.core.management import CommandError, call_command
from django.db import connection

os.environ["DJANGO_SETTINGS_MODULE"] = "ledger.settings"
django.setup()

from debts.rulebook import load_rulebook  # noqa: E402  after the setup

count, kill_at = 0, int(os.environ.get("KILL_AT", "0"))


def killing(run, *statement):
    global count  # noqa: PLW0603  a process of one task
    count += 1
    if count == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(*statement)


load_rulebook()
print("ready", flush=True)  # noqa: T201  the test waits for it
sys.stdin.readline()
with connection.execute_wrapper(killing):
    for command in sys.argv[1:]:
        try:
            call_command(*command.split())
        except CommandError as failed:
            print(failed, flush=True)  # noqa: T201  the test reads it
