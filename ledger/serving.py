"""Bring the ledger up and serve it: database, static files, then gunicorn. `make run` and `jieqing serve` call this.

All of it happens in one process, so that a second start takes no longer than Django does: what has not changed since
the last start is left as it is.
"""

import fcntl
import hashlib
import io
import ipaddress
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger.first_code import set_first_code
from ledger.places import BASE_DIR

WORKERS, THREADS = 2, 4
# Seconds that a connection may wait for its next request, longer than the proxy in deploy/ lets it: whoever closes
# first may meet a request that is on its way, and one that writes is not sent again.
KEPT_OPEN = 75
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
DEFAULT_HOSTS = "127.0.0.1,localhost,[::1]"


def port_number(text: str) -> int:
    """Read the port, or leave with a hint."""
    if text.isdecimal() and 0 < int(text) < 2**16:
        return int(text)
    sys.exit(f"PORT is {text!r}; it must be a number from 1 to 65535, such as PORT=8001")


def own_addresses() -> Iterator[str]:
    """The names and addresses by which other devices of the house can reach this machine."""
    name = socket.gethostname()
    yield name
    yield f"{name}.local"
    try:
        for *_, address in socket.getaddrinfo(name, None):
            yield str(address[0])
    except OSError:
        pass  # a name that resolves to nothing leads nobody here
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; asks only which of our addresses would be used
            yield str(probe.getsockname()[0])
        except OSError:
            return


def bracketed(host: str) -> str:
    """A host as it stands in an address: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def is_everywhere(host: str) -> bool:
    """Whether the address stands for every network of this machine, as 0.0.0.0 does."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def allowed_hosts(host: str, given: str | None) -> str:
    """The host names that requests may carry: those given, else this machine's own for the address served."""
    names = own_addresses() if is_everywhere(host) else [host]
    return given or ",".join(dict.fromkeys([*DEFAULT_HOSTS.split(","), *map(bracketed, names)]))


def claim(host: str, port: int) -> None:
    """Leave with a hint where the address cannot be served, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            hint = f"Choose another port, such as PORT={port + 1 if port < 2**16 - 1 else 8000}"
            sys.exit(f"{bracketed(host)}:{port} cannot be served: {problem.strerror or problem}. {hint}")


def check_folder(home: Path) -> None:
    """Leave with a hint where the state folder cannot be written to."""
    try:
        with tempfile.TemporaryFile(dir=home):
            return
    except OSError as problem:
        sys.exit(f"{home} cannot be written to: {problem.strerror}. Set JIEQING_HOME to a folder of yours.")


def fingerprint() -> str:
    """What the static files are like now: a digest over names, sizes and times."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415  settings must be read first

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(root: Path) -> None:
    """Hash and compress the static files, unless they are as they were the last time."""
    from django.core.management import call_command  # noqa: PLC0415  settings must be read first

    mark, now = root / ".sources", fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    mark.write_text(now, encoding="ascii")


@contextmanager
def first_in(home: Path) -> Iterator[None]:
    """Let nobody else who starts on the same folder make the same things ready at the same time."""
    with (home / ".starting").open("w", encoding="ascii") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)  # ends with the process, however that ends
        yield


def nothing() -> None:
    """Where all is ready as it came."""


def prepare(compile_texts: Callable[[], object] = nothing) -> tuple[Path, "list[Beside]", str]:
    """Everything that must be in place before the first request.

    Answers with the state folder, with the work that is to be done beside the server, and with the code for the first
    account while one is waited for.
    """
    import django  # noqa: PLC0415  the environment must be complete before settings are read
    from django.conf import settings  # noqa: PLC0415  the same
    from django.db import connections  # noqa: PLC0415  the same

    check_folder(settings.HOME)
    compile_texts()
    django.setup()
    from debts.backup import has_accounts  # noqa: PLC0415  the same

    if way_back := make_ready(Path(settings.HOME), Path(settings.STATIC_ROOT)):
        print(f"更新前的备份 backup before the update: {way_back}", flush=True)
    beside, code = unfinished_work(), "" if has_accounts() else settings.FIRST_ACCOUNT_CODE
    connections.close_all()  # a connection must not be shared with the processes that gunicorn forks
    return Path(settings.HOME), beside, code


def make_ready(home: Path, static: Path) -> Path | None:
    """Bring the database and the static files up to date, or leave with a hint; answers with the way back, if any."""
    from django.core.management import CommandError, call_command  # noqa: PLC0415  settings must be read first
    from django.db import OperationalError  # noqa: PLC0415  the same
    from django.utils import timezone  # noqa: PLC0415  the same

    from debts.backup import BackupProblem  # noqa: PLC0415  the same
    from debts.upkeep import NoRoom, bring_up_to_date  # noqa: PLC0415  the same

    try:
        with first_in(home):
            call_command("check", stdout=io.StringIO())
            way_back = bring_up_to_date(timezone.now())
            collect_static(static)
    except (CommandError, BackupProblem, NoRoom, OSError) as problem:
        sys.exit(f"Nothing was started: {problem}")
    except OperationalError as problem:
        sys.exit(f"The database cannot be used: {problem}")
    return way_back


class Beside:
    """A command in a process beside the server; nobody waits for its end.

    It works in small steps, each of them complete: it can be stopped at any moment, and the next start goes on.
    """

    def __init__(self, *command: str) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, at a low priority: pages go first."""
        command = [sys.executable, "-m", "django", *self._command]
        self._process = subprocess.Popen(command, cwd=BASE_DIR)  # noqa: S603  the command is our own
        os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended yet."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it, if it still runs; what it was about to write is not written."""
        if self._process and self.is_running:
            self._process.terminate()
            self._process.wait()


def has_aged_messages() -> bool:
    """Whether an older rulebook has judged any message."""
    from debts.models import User  # noqa: PLC0415  settings must be read first
    from debts.queries import aged_messages  # noqa: PLC0415  the same

    return any(aged_messages(owner).exists() for owner in User.objects.all())


def has_unfinished_imports() -> bool:
    """Whether an import that was handed in on a page was stopped before its end, as by a restart."""
    from debts.importing.background import with_work_left  # noqa: PLC0415  settings must be read first

    return with_work_left().exists()


def has_old_files() -> bool:
    """Whether pictures wait for longer than they may, or uploads broke off; the same command deletes them."""
    from django.utils import timezone  # noqa: PLC0415  settings must be read first

    from debts.importing.leftovers import leftovers  # noqa: PLC0415  the same
    from debts.importing.pictures import overdue  # noqa: PLC0415  the same

    return overdue(timezone.now()).exists() or any(leftovers(timezone.now()))


def unfinished_work() -> list[Beside]:
    """What an earlier run of this server, or an older version, has left to do."""
    work = [Beside("rejudge")] if has_aged_messages() else []
    return [*work, Beside("resume_imports", "--patient")] if has_unfinished_imports() or has_old_files() else work


def options(host: str, port: int, home: Path, beside: Sequence[Beside] = (), code: str = "") -> dict[str, Any]:
    """How gunicorn serves: few processes for a small memory, threads so that one slow page holds up no other."""
    workers = int(os.environ.get("WEB_CONCURRENCY") or WORKERS)

    names = ["127.0.0.1", *own_addresses()] if is_everywhere(host) else [host]
    addresses = "  ".join(f"http://{bracketed(name)}:{port}" for name in dict.fromkeys(names))

    def say_ready(_server: object) -> None:
        print(f"结清 Jieqing: {addresses}\n数据 data: {home}\n停止 stop: Ctrl+C", flush=True)
        if code:
            print(f"开第一个账户要写的口令 code for the first account: {code}", flush=True)
        for work in beside:
            work.start()

    def clear_up(_server: object) -> None:
        for work in beside:
            work.stop()

    return {
        "bind": f"{bracketed(host)}:{port}",
        "workers": workers,
        "threads": THREADS,
        "worker_class": "gthread",
        "preload_app": True,
        "loglevel": "error",
        "timeout": 120,
        "keepalive": KEPT_OPEN,
        "umask": 0o077,
        "control_socket_disable": True,
        "when_ready": say_ready,
        "on_exit": clear_up,
    }


def main(compile_texts: Callable[[], object] = nothing) -> None:
    """Check the surroundings, prepare, and serve until stopped."""
    port = port_number(PORT)
    claim(HOST, port)
    os.umask(0o077)
    os.environ["ALLOWED_HOSTS"] = allowed_hosts(HOST, os.environ.get("ALLOWED_HOSTS"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger.settings")
    set_first_code(HOST, os.environ["ALLOWED_HOSTS"].split(","))
    home, beside, code = prepare(compile_texts)
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415  after the checks, which must not wait for it

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
        def load_config(self) -> None:
            for name, value in options(HOST, port, home, beside, code).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from ledger.wsgi import application  # noqa: PLC0415  as gunicorn asks for it

            return application

    Server().run()
