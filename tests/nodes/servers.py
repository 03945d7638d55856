"""A mail server that keeps what it is sent, and a server of mailboxes over TLS that notes what it is asked for."""

import ipaddress
import re
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.importing.test_running import MAIL

MAILS = range(1, 46)  # more than are fetched in one piece


class Threaded(socketserver.ThreadingTCPServer):
    """A server on this machine, at whatever port is free. ``stuck`` is set once it keeps somebody waiting."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, speaks):
        super().__init__(("127.0.0.1", 0), speaks)
        self.seen, self.hold_at = [], 0
        self.stuck = threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    def note(self, what):
        """Note it, and keep the one who asked waiting for ever where it is the one to hold."""
        self.seen.append(what)
        if len(self.seen) == self.hold_at:
            self.stuck.set()
            threading.Event().wait()


class Speaks(socketserver.StreamRequestHandler):
    """Lines, one after the other; who was killed has left the connection."""

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        try:
            self.converse()
        except (TimeoutError, ConnectionError, ssl.SSLError):
            return


class TakesMail(Speaks):
    """As much of SMTP as one mail needs. A mail is noted before it is taken, so that a stop can lie between."""

    def converse(self):
        self.say("220 ready")
        to = ""
        for line in self.rfile:
            word = line.decode().strip()
            if word.upper().startswith("RCPT"):
                to = re.search(r"<(.*)>", word)[1]
            if word.upper() == "DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.note((to, re.search(rb"Subject: (\S+)", body)[1]))
            self.say("221 bye" if word.upper() == "QUIT" else "250 ok")
            if word.upper() == "QUIT":
                return


class GivesMail(Speaks):
    """As much of IMAP as a reader of one folder needs; every user has the same mails."""

    def converse(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            self.answer(command)
            self.say(f"{tag} OK done")
            if command.startswith("LOGOUT"):
                return

    def answer(self, command):
        word, _, rest = command.partition(" ")
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN":
            self.user = rest.split()[0].strip('"')
        elif word == "STATUS":
            self.say('* STATUS "INBOX" (UIDVALIDITY 42)')
        elif rest.startswith("SEARCH"):
            first = int(re.search(r"UID (\d+):", rest)[1])
            self.say(" ".join(["* SEARCH", *(str(uid) for uid in MAILS if uid >= first)]))
        elif rest.startswith("FETCH"):
            self.give(int(rest.split()[1]))

    def give(self, uid):
        self.server.note((self.user, uid))
        content = MAIL.format(number=uid).replace("02:22", f"02:{uid % 60:02}").encode()
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n")


def certificate(folder):
    """A certificate for this machine, signed by itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mailboxes")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "mailboxes.pem"
    path.write_bytes(signed.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path


@contextmanager
def serving(speaks, pem=None):
    with Threaded(speaks) as server:
        if pem:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
