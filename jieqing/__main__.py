"""Run as ``python -m jieqing``."""

import sys

from jieqing.main import main

sys.exit(main())
