"""The collector of cycles, kept from walking over what a piece of work builds up and drops again as a whole."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Pause:
    """One pause for all threads: the collector rests from when the first begins until the last has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._was_enabled = False

    def begin(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._inside += 1

    def end(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._was_enabled:
                gc.enable()


_pause = _Pause()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let the collector rest meanwhile; for work that is short and leaves no cycles behind."""
    _pause.begin()
    try:
        yield
    finally:
        _pause.end()
