"""How long each of our regular expressions takes on the texts that give it most to do."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time

from tests.security.hostile import pumps_of

# Files that cut what they read before a pattern sees it, and to how many characters.
CUT = {
    "debts/intake/paste_headers.py": 80,
    "debts/intake/bills/times.py": 40,
    "debts/intake/bills/values.py": 64,
}
TOO_LONG = float("inf")
MEASURABLE = 0.06  # seconds; what is far below may be nothing but the clock's next tick


@dataclass(frozen=True)
class OurPattern:
    compiled: re.Pattern
    where: str
    methods: tuple

    def text(self, pump, length):
        """The pump over and over, and a sign at the end that nothing expects."""
        length = min(length, CUT.get(self.where, length))
        text = (pump * (length // len(pump) + 1))[:length] + "\x01"
        return text.encode("utf-8", "replace")[:length] if isinstance(self.compiled.pattern, bytes) else text

    def seconds(self, pump, length, at_most=1.0):
        """Processor time, or TOO_LONG where it was stopped."""
        text = self.text(pump, length)
        try:
            with stopped_after(at_most):
                start = process_time()
                for method in self.methods:
                    for _ in getattr(self.compiled, method)(text) if method == "finditer" else ():
                        pass
                    if method != "finditer":
                        getattr(self.compiled, method)(text)
                return process_time() - start
        except TimeoutError:
            return TOO_LONG

    def worst(self, length, at_most=0.2):
        """The seconds on the text of that length on which it takes longest, and what that text repeats."""
        return max(((self.seconds(pump, length, at_most), pump) for pump in pumps_of(self.compiled)), default=(0, " "))


def growth(pattern, pump, length, times):
    """How much longer a text takes that is so many times as long; TOO_LONG where it is about their square."""
    short = _seconds_each(pattern, pump, length, 1.0)
    return short if short == TOO_LONG else _seconds_each(pattern, pump, times * length, short * times * times) / short


def _seconds_each(pattern, pump, length, at_most):
    """The mean of as many rounds as a clock needs that ticks a few hundred times a second."""
    rounds, spent = 0, 0.0
    while spent < MEASURABLE:
        rounds, spent = rounds + 1, spent + pattern.seconds(pump, length, at_most)
    return spent / rounds


@contextmanager
def stopped_after(seconds):
    def stop(_signal, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def our_patterns():
    """Every pattern of ours, from a process of its own in which nothing has been compiled yet."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    listed = [sys.executable, "-m", "tests.security.list_patterns"]
    told = subprocess.run(listed, capture_output=True, check=True, env=surroundings).stdout
    return [
        OurPattern(re.compile(text.encode("latin-1") if is_bytes else text, flags), where, tuple(methods))
        for text, flags, is_bytes, where, methods in json.loads(told)
    ]
