"""Asking the server: one address and one token, kept in a file that only its owner can read."""

import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from jieqing.words import language, say

TIMEOUT = 120  # seconds; a large archive takes a while to be written
_PIECE = 1024 * 1024


class Refusal(Exception):
    """What went wrong, in a sentence for the person."""


class _NoRedirect(HTTPRedirectHandler):
    """A token goes nowhere but where its owner sent it."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the ledger is, and the token by which it may be asked."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: bytes | None = None, media: str = "application/json") -> HTTPResponse:
        """Send one request; raises Refusal with what the server says where it does not do it."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": language()}
        if body is not None:
            headers["Content-Type"] = media
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        request = Request(f"{self.url}/api/v1{path}", body, headers, method=method)  # noqa: S310 - http or https, see login
        try:
            answer: HTTPResponse = build_opener(_NoRedirect()).open(request, timeout=TIMEOUT)
        except HTTPError as refused:
            raise Refusal(say("refused") % _detail(refused)) from None
        except (URLError, OSError, ValueError) as problem:
            raise Refusal(say("no_server") % problem) from None
        return answer

    def asked(self, method: str, path: str, body: Any = None) -> Any:
        """The same for JSON in and out."""
        with self.ask(method, path, None if body is None else json.dumps(body).encode()) as answer:
            return json.load(answer)

    def upload(self, path: str, file: Path) -> Any:
        """Hand in a file."""
        boundary = uuid.uuid4().hex
        name = file.name.replace('"', "_").replace("\r", "_").replace("\n", "_")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        with self.ask("POST", path, body, f"multipart/form-data; boundary={boundary}") as answer:
            return json.load(answer)

    def download(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece."""
        with self.ask("GET", path) as answer:
            while piece := answer.read(_PIECE):
                yield piece


def _detail(refused: HTTPError) -> str:
    try:
        told = json.load(refused)
        errors = "; ".join(str(one.get("detail", "")) for one in told.get("errors", ()))
        return " ".join(filter(None, (f"{refused.code}", str(told["detail"]), errors)))
    except (ValueError, KeyError, AttributeError, TypeError):
        return f"{refused.code} {refused.reason}"


def _file() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "jieqing" / "client.json"


def remember(server: Server) -> None:
    """Keep address and token where nobody else can read them."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        json.dump({"url": server.url, "token": server.token}, kept)


def remembered() -> Server:
    """The server as it was kept, or as JIEQING_URL and JIEQING_TOKEN say; raises Refusal where there is none."""
    url, token = os.environ.get("JIEQING_URL"), os.environ.get("JIEQING_TOKEN")
    if url and token:
        return Server(url.rstrip("/"), token)
    try:
        kept = json.loads(_file().read_text())
        return Server(kept["url"], kept["token"])
    except (OSError, ValueError, KeyError):
        raise Refusal(say("no_login")) from None
