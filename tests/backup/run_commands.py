"""A process that runs commands one after the other, each a list of words in JSON."""

import json
import os
import sys

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "ledger.settings"
django.setup()
for words in map(json.loads, sys.argv[1:]):
    call_command(*words)
