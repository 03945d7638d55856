"""Put 32 people on a server of two workers for five minutes, and see that nothing fails and its memory stays.

    python -m tools.load [--people 32] [--seconds 300] [--messages 500]

The server serves a folder that is thrown away, on 127.0.0.1. Its people are locust's, which runs in `.venv-load`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tools.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
LOCUST = ROOT / ".venv-load" / "bin" / "locust"
WORKERS = 2
EVERY = 5  # seconds between two looks at the memory
GROWTH = 1.15  # what the last fifth of the run may take of the second
MEGABYTE = 1024


def main() -> int:
    """Fill, serve, load, and say what came of it; 1 where something failed or the memory grew."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="jieqing-load-") as folder:
        _set_up(Path(folder))
        from tools.load.ledgers import fill  # noqa: PLC0415  after the settings

        people = Path(folder) / "people.json"
        fill(asked.people, asked.messages, people)
        with _serving() as (address, server):
            memory = Memory(server)
            with memory.watched():
                done = _run(address, people, asked)
        return _told(done, memory)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.load", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--messages", type=int, default=500, help="in the ledger of each when it begins")
    return parser.parse_args()


def _set_up(folder: Path) -> None:
    chosen = {"JIEQING_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    os.environ |= {**chosen, "WEB_CONCURRENCY": str(WORKERS), "HOST": "127.0.0.1", "PORT": str(free_port())}
    import django  # noqa: PLC0415  the environment must be complete before settings are read

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  the same

    call_command("migrate", verbosity=0)


@contextmanager
def _serving() -> Iterator[tuple[str, int]]:
    """The address of a running server and the number of its process."""
    from django.db import connections  # noqa: PLC0415  after the settings

    connections.close_all()
    address = f"http://127.0.0.1:{os.environ['PORT']}"
    with subprocess.Popen([sys.executable, "-m", "tools.serve"], cwd=ROOT) as server:
        try:
            _wait_for(f"{address}/healthz", server)
            yield address, server.pid
        finally:
            server.terminate()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310  our own address
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The server did not start.")


def _run(address: str, people: Path, asked: argparse.Namespace) -> "subprocess.CompletedProcess[str]":
    words = ["--headless", "--only-summary", "--json", "--stop-timeout", "30", "--host", address]
    sizes = ["--users", str(asked.people), "--spawn-rate", "8", "--run-time", f"{asked.seconds}s"]
    program = [str(LOCUST), "--locustfile", str(ROOT / "tools" / "load" / "people.py"), *words, *sizes]
    surroundings = {**os.environ, "JIEQING_LOAD": str(people)}
    return subprocess.run(program, env=surroundings, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603


@dataclass(slots=True)
class Memory:
    """What each worker holds in kilobytes, looked at every few seconds."""

    server: int
    seen: list[list[int]] = field(default_factory=list)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look as long as this goes on."""
        ended = Event()
        thread = Thread(target=self._look, args=(ended,), daemon=True)
        thread.start()
        yield
        ended.set()
        thread.join()

    def _look(self, ended: Event) -> None:
        while not ended.wait(EVERY):
            self.seen.append(sorted(map(resident, children(self.server))))

    def between(self, first: float, last: float) -> float:
        """What all workers together held at most between two shares of the run, in megabytes."""
        part = self.seen[int(len(self.seen) * first) : max(1, int(len(self.seen) * last))]
        return max(map(sum, part)) / MEGABYTE


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]


def resident(process: int) -> int:
    """What a process holds in memory, in kilobytes."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _told(done: "subprocess.CompletedProcess[str]", memory: Memory) -> int:
    """Print the figures; 1 where a request failed or the memory grew."""
    pages: list[dict[str, Any]] = json.loads(done.stdout)
    for page in pages:
        print(f"{page['name']:24} {page['num_requests']:>7} asked {page['num_failures']:>4} failed", _times(page))
    asked, failed = (sum(page[name] for page in pages) for name in ("num_requests", "num_failures"))
    early, late = memory.between(0.2, 0.4), memory.between(0.8, 1)
    took = max(page["last_request_timestamp"] for page in pages) - min(page["start_time"] for page in pages)
    print(
        f"{asked} requests, {failed} failed, {asked / took:.1f} a second; load of the machine {os.getloadavg()[0]:.1f}"
    )
    print(f"memory of {WORKERS} workers: {early:.0f} MB in the second fifth, {late:.0f} MB in the last")
    return int(bool(failed) or not asked or late > GROWTH * early)


def _times(page: dict[str, Any]) -> str:
    """The middle and the 95th of a hundred, in milliseconds, from how often each time was met."""
    met = sorted((float(time), count) for time, count in page["response_times"].items())
    return " ".join(f"{name} {_at(met, share):>6.0f} ms" for name, share in (("middle", 0.5), ("p95", 0.95)))


def _at(met: list[tuple[float, int]], share: float) -> float:
    left = share * sum(count for _, count in met)
    for spent, count in met:
        left -= count
        if left <= 0:
            return spent
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
