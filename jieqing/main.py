"""``jieqing login | check | import | export | serve | manage``: the ledger from a terminal or a pipe.

Exit status: 0 fine, 1 a checked or imported message contradicts the ledger, 2 it could not be done.
"""

import argparse
import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jieqing.server import Refusal, Server, remember, remembered
from jieqing.words import say

FINE, FLAGGED, FAILED = 0, 1, 2
FORMATS = {"archive": "zip", "csv": "zip", "beancount": "beancount", "hledger": "journal"}
_BETWEEN_QUESTIONS = 1.0  # seconds, while a large import goes on
UNDER_WAY = ("reading", "undoing")


def login(asked: argparse.Namespace) -> int:
    """Try the token, then remember it. It is asked for, or read from a pipe: an argument would stay in the history."""
    if not asked.url.startswith(("http://", "https://")):
        raise Refusal(say("bad_address"))
    token = getpass.getpass(say("ask_token")) if sys.stdin.isatty() else sys.stdin.readline()
    server = Server(asked.url.rstrip("/"), token.strip())
    told = server.asked("GET", "/token")
    remember(server)
    print(say("logged_in") % (told["owner"], ", ".join(told["scopes"])))
    return FINE


def check(asked: argparse.Namespace) -> int:
    """Print the verdict and its reasons, or the whole answer as JSON."""
    text = _text(asked)
    if not text.strip():
        raise Refusal(say("no_text"))
    message = {"text": text, "received_at": asked.at, "sender": asked.sender}
    answer = remembered().asked("POST", "/check", {"messages": [message]})["messages"][0]
    print(json.dumps(answer, ensure_ascii=False) if asked.json else _worded(answer))
    return FLAGGED if answer["flagged"] else FINE


def _text(asked: argparse.Namespace) -> str:
    if asked.file:
        return str(_opened(asked.file, Path.read_text))
    return " ".join(asked.text) if asked.text else sys.stdin.read()


def _opened(path: Path, read: Callable[..., Any]) -> Any:
    try:
        return read(path, encoding="utf-8") if read is Path.read_text else read(path)
    except (OSError, ValueError) as problem:
        raise Refusal(say("no_file") % problem) from None


def _worded(answer: Mapping[str, Any]) -> str:
    head = " · ".join(filter(None, (answer["verdict"], answer["lender"], answer["loan"])))
    reasons = (f"  {'+' if one['speaks_for'] else '-'} {one['text']}" for one in answer["reasons"])
    return "\n".join((head, *reasons))


def import_(asked: argparse.Namespace) -> int:
    """Hand in a file, wait until it is read, and say what came of it."""
    server = remembered()
    batch = _opened(asked.path, lambda path: server.upload("/batches", path))
    while batch["state"] in UNDER_WAY:
        time.sleep(_BETWEEN_QUESTIONS)
        batch = server.asked("GET", f"/batches/{batch['id']}")
    if batch["state"] == "failed":
        raise Refusal(say("failed") % batch["problem"])
    print(say("imported") % batch)
    return FLAGGED if batch["flagged"] else FINE


def export(asked: argparse.Namespace) -> int:
    """Write the ledger to a file, whole or not at all."""
    path = asked.output or Path(f"jieqing.{FORMATS[asked.format]}")
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            file.writelines(remembered().download(f"/exports/{asked.format}"))
        aside.replace(path)
    except OSError as problem:
        raise Refusal(say("no_file") % problem) from None
    finally:
        aside.unlink(missing_ok=True)
    print(say("exported") % path)
    return FINE


def serve(asked: argparse.Namespace) -> int:
    """Serve a ledger from this machine until stopped; HOST and PORT are settings like all others."""
    os.environ.update({name: value for name in ("HOST", "PORT") if (value := getattr(asked, name.lower()))})
    from ledger import serving  # noqa: PLC0415  the client must not wait for the server's libraries

    serving.main()
    return FINE


def manage(asked: argparse.Namespace) -> int:
    """Run one of the server's commands; a failure of its own ends the program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger.settings")
    from ledger.commands import run  # noqa: PLC0415  the same

    run(["jieqing manage", *asked.words])
    return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jieqing", description=say("about"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (run, add) in COMMANDS.items():
        command = commands.add_parser(name, help=say(name), description=say(name))
        command.set_defaults(run=run)
        add(command)
    return parser


def _of_login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url")


def _of_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--at", metavar="2024-03-05T10:22")
    parser.add_argument("--sender")
    parser.add_argument("--json", action="store_true")


def _of_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path)


def _of_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="archive")
    parser.add_argument("--output", type=Path)


def _of_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host")
    parser.add_argument("--port")


def _of_manage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER)


# A command is a function and what it takes; a new one is a line here and a sentence in ``words``.
COMMANDS: Mapping[str, tuple[Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None]]] = {
    "login": (login, _of_login),
    "check": (check, _of_check),
    "import": (import_, _of_import),
    "export": (export, _of_export),
    "serve": (serve, _of_serve),
    "manage": (manage, _of_manage),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return FAILED
    return status
