"""A time-stamping authority of our own: openssl's, behind a server on this machine."""

import http.server
import shutil
import subprocess
import threading
from pathlib import Path

CONFIG = """
[tsa]
default_tsa = one
[one]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
"""


class Authority:
    """Certificates in ``folder``; ``address`` answers until it is closed, with ``answer`` where that is set."""

    def __init__(self, folder: Path, key: str = "ec -pkeyopt ec_paramgen_curve:prime256v1") -> None:
        self.folder, self.answer, self.key = folder, None, key
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._certificate("root", "-x509", "-extensions", "root", "-subj", "/CN=Our Root", "-days", "3650")
        self._certificate("tsa", "-new", "-subj", "/CN=Our Authority")
        signed = "x509 -req -in tsa.pem -CA root.pem -CAkey root.key -set_serial 7 -days 3650 -extensions stamping"
        self._run(*signed.split(), "-extfile", "openssl.cnf", "-out", "signed.pem")
        shutil.move(folder / "signed.pem", folder / "tsa.pem")
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self.roots = str(folder / "root.pem")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def stamp(self, request: bytes) -> bytes:
        (self.folder / "request.tsq").write_bytes(request)
        self._run("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "request.tsq", "-out", "answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()

    def verifies(self, token: bytes, content: bytes) -> bool:
        """What openssl itself says of a token, with nothing of ours."""
        (self.folder / "a.tsr").write_bytes(token)
        (self.folder / "a.json").write_bytes(content)
        asked = "ts -verify -in a.tsr -data a.json -CAfile root.pem -untrusted tsa.pem"
        return self._run(*asked.split(), check=False) == 0

    def _certificate(self, name: str, *options: str) -> None:
        key = ["-newkey", *self.key.split(), "-nodes", "-keyout", f"{name}.key"]
        self._run("req", "-config", "openssl.cnf", *options, *key, "-out", f"{name}.pem")

    def _run(self, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=check)
        return done.returncode

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                content = authority.stamp(request) if authority.answer is None else authority.answer
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
