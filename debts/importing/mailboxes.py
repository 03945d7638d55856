"""Fetching the new mails of a mailbox by IMAP, over TLS only, and never from a private network unless that is allowed.

A mail is known by what it says, as with every route: fetching twice keeps it once. The mailbox is opened for reading
only, so nothing in it changes.
"""

import imaplib
import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import chain
from typing import Any, Protocol, Self

from django.conf import settings
from django.utils import timezone
from imap_tools import BaseMailBox, MailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from debts.actions import Route, TakenBack, WriteContext
from debts.actions.imports import Import, Overtaken, unfinished
from debts.actions.mailboxes import claim_mailbox, note_fetching
from debts.importing.chunks import chunk_of
from debts.intake.mail import MAX_MAIL_BYTES, read_one
from debts.models import Mailbox, MailboxProblem
from debts.models.sealed import unseal
from debts.queries import zone_of

SECONDS = 20
MOST_MAILS = 200  # in one run; the next goes on where this one ended
MAILS_AT_ONCE = 20
FORM = "imap"

logger = logging.getLogger(__name__)


class MailboxFailed(Exception):
    """Mails could not be fetched; ``problem`` says why."""

    def __init__(self, problem: MailboxProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Folder(Protocol):
    """A folder that was opened for reading."""

    @property
    def validity(self) -> int:
        """The server's number for the folder as it is now; with another one its numbers of mails mean nothing."""

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails beyond one, in their order."""

    def mail(self, uid: int) -> bytes:
        """The bytes of a mail."""


Opener = Callable[[Mailbox, str], AbstractContextManager[Folder]]


class ImapFolder:
    """A folder of a server, as imap-tools gives it."""

    def __init__(self, mailbox: Mailbox, password: str) -> None:
        self._client = _connected(mailbox.host, mailbox.port)
        try:
            self._client.login(mailbox.user, password, initial_folder=None)
            self._client.folder.set(mailbox.folder, readonly=True)
        except MailboxLoginError:
            self._leave()
            raise MailboxFailed(MailboxProblem.LOGIN) from None
        except MailboxFolderSelectError:
            self._leave()
            raise MailboxFailed(MailboxProblem.FOLDER) from None
        self.validity = self._client.folder.status(mailbox.folder, ["UIDVALIDITY"])["UIDVALIDITY"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self._leave()

    def _leave(self) -> None:
        """Say goodbye; what was wanted has been read by then, so that a server which does not answer is no matter."""
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            self._client.logout()

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails beyond one; a server answers with the last one where there is none."""
        return sorted(number for number in map(int, self._client.uids(f"UID {uid + 1}:*")) if number > uid)

    def mail(self, uid: int) -> bytes:
        """The bytes of a mail; nothing where it was deleted meanwhile."""
        _, found = self._client.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MAX_MAIL_BYTES + 1}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _connected(host: str, port: int) -> BaseMailBox:
    """A connection; whom the name leads to is looked at before anything is said, and once more on the connection."""
    _refuse_private(_addresses(host, port))
    try:
        client = MailBox(host, port, timeout=SECONDS, ssl_context=ssl.create_default_context())
    except (OSError, imaplib.IMAP4.error):
        raise MailboxFailed(MailboxProblem.CONNECTION) from None
    _refuse_private([client.client.socket().getpeername()])
    return client


def _addresses(host: str, port: int) -> list[tuple[Any, ...]]:
    try:
        return [found[4] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise MailboxFailed(MailboxProblem.ADDRESS) from None


def _refuse_private(addresses: Sequence[tuple[Any, ...]]) -> None:
    if not settings.MAIL_FROM_PRIVATE_NETWORKS and not all(map(_is_public, addresses)):
        raise MailboxFailed(MailboxProblem.PRIVATE)


def _is_public(address: tuple[Any, ...]) -> bool:
    """Whether a socket's address is one of the public internet; one that only wraps a private one is none."""
    try:
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
    except ValueError:
        return False
    wrapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return bool(wrapped.is_global and ip.is_global and not ip.is_multicast)


def try_mailbox(mailbox: Mailbox) -> MailboxProblem | None:
    """Whether the folder can be opened; else why not."""
    try:
        with _opened(mailbox, ImapFolder):
            return None
    except MailboxFailed as failed:
        return failed.problem


def _opened(mailbox: Mailbox, open_folder: Opener) -> AbstractContextManager[Folder]:
    password = unseal(mailbox.password)
    if password is None:
        raise MailboxFailed(MailboxProblem.PASSWORD)
    return open_folder(mailbox, password)


def poll(ctx: WriteContext, mailbox: Mailbox, open_folder: Opener = ImapFolder) -> int:
    """Fetch what is new and keep it; return how many messages are new. What came of it stands in the mailbox.

    A run that is stopped loses nothing: the number of the last mail is noted when its message is kept, and the next run
    goes on with its batch. Where somebody fetches already nothing is done, and whoever was given up and comes back
    gives way.
    """
    if not claim_mailbox(mailbox, ctx.now):
        return 0
    kept, problem = 0, ""
    try:
        with _opened(mailbox, open_folder) as folder:
            kept = _fetch(ctx, mailbox, folder)
    except MailboxFailed as failed:
        problem = failed.problem
    except (OSError, imaplib.IMAP4.error, ImapToolsError):
        problem = MailboxProblem.CONNECTION
    except (Overtaken, TakenBack) as other:
        logger.info("The mails of %s are left to others: %r", mailbox.pk, other)
    note_fetching(mailbox, None, checked_at=ctx.now, new=kept, problem=problem)
    return kept


def _fetch(ctx: WriteContext, mailbox: Mailbox, folder: Folder) -> int:
    last = mailbox.last_uid if mailbox.validity == folder.validity else 0
    begun = unfinished(ctx.owner, sha256="", form=FORM)
    before = begun.new if begun else 0
    job = Import(WriteContext(ctx.owner, Route.IMPORT, ctx.now), source=str(mailbox), form=FORM, batch=begun)
    for uids in _pieces(folder.after(last)[:MOST_MAILS]):
        mails = ((uid, content) for uid in uids if (content := folder.mail(uid)))
        items = (read_one(content, uid, zone=zone_of(ctx.owner)) for uid, content in mails)
        job.take(chunk_of(chain.from_iterable(items)))
        if not note_fetching(mailbox, timezone.now(), validity=folder.validity, last_uid=uids[-1]):
            break
    job.finish()
    return job.tally.new - before


def _pieces(uids: list[int]) -> Iterator[list[int]]:
    return (uids[start : start + MAILS_AT_ONCE] for start in range(0, len(uids), MAILS_AT_ONCE))
