#!/usr/bin/env python3
"""Run an administrative command of the ledger."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger.settings")
    from ledger.commands import run

    run(sys.argv)
