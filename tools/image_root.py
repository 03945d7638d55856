"""Run each instruction of the Dockerfile where there is no container engine: in roots copied from one by debootstrap.

    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm /tmp/root
    sudo python -m tools.image_root /tmp/root [PIP_CONF …]

The root stands for the image after FROM. COPY takes what git knows of and ``.dockerignore`` lets through; RUN goes into
the root; at the end CMD is started as USER, on a root that can only be read but for /tmp and VOLUME, until HEALTHCHECK
says that it is well. Further arguments are files of this machine that the roots need too, such as the settings of pip.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PATIENCE = 900  # seconds until it has to be well, on however busy a machine
PORT = "18080"
NEEDED = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt")  # to reach the package index


@dataclass(slots=True)
class Stage:
    """One FROM and what follows it."""

    root: Path
    folder: str = "/"
    user: str = "0"
    environment: dict[str, str] = field(default_factory=dict)
    volume: str = ""
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        """Where a path of the image lies here."""
        return self.root / (path if path.startswith("/") else f"{self.folder}/{path}").lstrip("/")

    def setting(self) -> list[str]:
        """The environment as words for ``env``."""
        usual = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin", "HOME": "/root"}
        known = {**usual, **self.environment}
        known["PATH"] = known["PATH"].replace("$PATH", usual["PATH"])
        return ["env", "-i", *(f"{name}={value}" for name, value in known.items())]


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, each with what it is given; lines that go on are joined."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    for line in filter(None, joined.splitlines()):
        word, _, given = line.partition(" ")
        yield word, given.strip()


def context() -> list[str]:
    """What ``.dockerignore``, which begins by leaving out everything, takes in again."""
    lines = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def words_of(given: str) -> list[str]:
    """A command as a list of words, in whichever of its two forms."""
    return json.loads(given) if given.startswith("[") else ["sh", "-c", given]


class Builder:
    """Goes through the instructions; what fails ends the program with what it said."""

    def __init__(self, base: Path, work: Path, extra: list[Path]) -> None:
        self.base, self.work, self.extra = base, work, extra
        self.stages: dict[str, Stage] = {}
        self.last = Stage(work)

    def follow(self, text: str) -> Stage:
        """Run every instruction; answers with the last stage."""
        for word, given in instructions(text):
            print(f"{word} {given}"[:110], flush=True)
            getattr(self, f"_{word.lower()}")(given)
        return self.last

    def _from(self, given: str) -> None:
        name = given.partition(" AS ")[2] or f"stage{len(self.stages)}"
        root = self.work / name
        subprocess.run(["cp", "-a", self.base, root], check=True)  # noqa: S603, S607  as root, into its own folder
        for path in (*map(Path, NEEDED), *self.extra):
            target = root / str(path).lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")  # as the image of Python has it
        self.last = self.stages[name] = Stage(root)

    def _workdir(self, given: str) -> None:
        self.last.folder = given
        self.last.inside(given).mkdir(parents=True, exist_ok=True)

    def _copy(self, given: str) -> None:
        *options, source, target = given.split()
        if options:
            stage = self.stages[options[0].removeprefix("--from=")]
            subprocess.run(["cp", "-a", stage.inside(source), self.last.inside(target)], check=True)  # noqa: S603, S607
            return
        listed = ["git", "ls-files", "-z", *(context() if source == "." else [source])]
        known = subprocess.run(listed, cwd=REPOSITORY, check=True, capture_output=True)  # noqa: S603  the tool of the repository
        pack = ["tar", "-cf", "-", "--null", "-T", "-"]
        packed = subprocess.run(pack, cwd=REPOSITORY, input=known.stdout, check=True, capture_output=True)  # noqa: S603
        subprocess.run(["tar", "-xf", "-", "-C", self.last.inside(target)], input=packed.stdout, check=True)  # noqa: S603, S607

    def _run(self, given: str) -> None:
        subprocess.run(["chroot", self.last.root, *self._in_folder(words_of(given))], check=True)  # noqa: S603, S607

    def _in_folder(self, words: list[str]) -> list[str]:
        return [*self.last.setting(), "sh", "-c", 'cd "$0" && exec "$@"', self.last.folder, *words]

    def _env(self, given: str) -> None:
        for name, value in re.findall(r"(\w+)=(\S+)", given):
            self.last.environment[name] = value

    def _arg(self, given: str) -> None:
        self._env(given)  # as if nobody had given another value

    def _user(self, given: str) -> None:
        self.last.user = given

    def _volume(self, given: str) -> None:
        self.last.volume = given

    def _cmd(self, given: str) -> None:
        self.last.command = words_of(given)

    def _healthcheck(self, given: str) -> None:
        self.last.health = words_of(given.partition("CMD ")[2])

    def _label(self, given: str) -> None:
        """Nothing to run."""

    _expose = _stopsignal = _label

    def serve(self) -> None:
        """Start the command as its user on a root to be read only, and stop it once it is well."""
        stage = self.last
        stage.environment["PORT"] = PORT
        number = subprocess.check_output(["chroot", stage.root, "id", "-u", stage.user], text=True).strip()  # noqa: S603, S607
        volume = stage.inside(stage.volume)
        mounts = (
            f"mount --bind {stage.root} {stage.root} && mount --bind {volume} {volume} && "
            f"mount -o remount,ro,bind {stage.root} && mount -t tmpfs none {stage.inside('/tmp')} && "  # noqa: S108
            f'exec chroot --userspec={number} {stage.root} "$@"'
        )
        words = ["unshare", "--mount", "sh", "-c", mounts, "sh", *self._in_folder(stage.command)]
        with subprocess.Popen(words) as server:  # noqa: S603  the image's own command
            try:
                self._wait(server, ["chroot", f"--userspec={number}", str(stage.root), *self._in_folder(stage.health)])
            finally:
                server.terminate()
        print(
            f"{stage.command} ran as {stage.user} on a root to be read only, was well, and ended: {server.returncode}"
        )

    def _wait(self, server: "subprocess.Popen[bytes]", asked: list[str]) -> None:
        end = time.monotonic() + PATIENCE
        while subprocess.run(asked, check=False, capture_output=True).returncode:  # noqa: S603  the image's own command
            if server.poll() is not None or time.monotonic() > end:
                sys.exit("It did not become well.")
            time.sleep(1)


def main() -> None:
    """Go through the Dockerfile in a folder that is thrown away."""
    base, *extra = map(Path, sys.argv[1:])
    if os.geteuid() != 0:
        sys.exit("Only root can change into another root.")
    with tempfile.TemporaryDirectory(prefix="jieqing-image-") as work:
        builder = Builder(base, Path(work), extra)
        builder.follow((REPOSITORY / "Dockerfile").read_text(encoding="utf-8"))
        builder.serve()


if __name__ == "__main__":
    main()
