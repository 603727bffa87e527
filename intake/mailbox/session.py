"""One folder of an IMAP server, held open read-only over a connection of its own."""

import contextlib
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.config import MailboxConfig
from intake.errors import Stop, TryLater
from intake.mailbox.faults import IN_CONFIG, PASSING, words_of
from intake.mailbox.protocol import FolderState, arrival_of
from intake.mailbox.signin import hang_up
from storage.ledger import Arrival

AT_ONCE = 500  # UIDs in one command: servers bound the length of a line
NAMES_SHOWN = 8


class Session:
    """A signed-in connection with a folder opened by EXAMINE, so that no flag can change."""

    def __init__(self, client: IMAPClient, folder: str) -> None:
        self.client = client
        self.state = opened(client, folder, readonly=True)
        self.can_idle = client.has_capability("IDLE")

    def uids(self, since: int) -> list[int]:
        """The UIDs from `since` on, in order."""
        # A server shows new mail to a connection between its commands (RFC 9051 section 5.2).
        self.client.noop()
        if since <= 1:
            return sorted(self.client.search("ALL"))
        # "n:*" holds the last mail even where its UID is below n (RFC 9051 section 6.4.9).
        return sorted(uid for uid in self.client.search(["UID", f"{since}:*"]) if uid >= since)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size of each mail that is there, in bytes."""
        found: dict[int, int] = {}
        for at in range(0, len(uids), AT_ONCE):
            answer = self.client.fetch(uids[at : at + AT_ONCE], ["RFC822.SIZE"])
            found |= {uid: data[b"RFC822.SIZE"] for uid, data in answer.items()}
        return found

    def arrivals(self, mailbox: str, uids: Sequence[int]) -> list[Arrival]:
        """The mails; those gone or unreadable are left out."""
        found = []
        for uid, raw, received_at in self._bodies(uids):
            state = self.state
            place = (mailbox, state.folder, state.uidvalidity, uid)
            found.append(arrival_of(raw, *place, received_at))
        return found

    def _bodies(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes, datetime | None]]:
        try:
            # PEEK: reading sets \Seen otherwise, on servers that take EXAMINE lightly.
            answer = self.client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            if len(uids) == 1:
                return  # this one mail cannot be read; the others must not wait for it
            if any(code in words_of(error) for code in PASSING):
                raise
            for uid in uids:
                yield from self._bodies([uid])
            return
        for uid in uids:
            data = answer.get(uid, {})
            if raw := data.get(b"BODY[]"):
                at = data.get(b"INTERNALDATE")
                yield uid, raw, at.astimezone(UTC) if at else None

    def start_idle(self) -> None:
        """Ask the server to tell of new mail by itself (RFC 2177)."""
        self.client.idle()

    def has_news(self) -> bool:
        """Whether an answer waits that came with an earlier one, where no poll can see it."""
        sock = self.client.socket()
        timeout = sock.gettimeout()
        sock.setblocking(False)
        try:
            # imapclient's idle_check asks the socket alone, and would sleep on such an answer.
            return bool(self.client._imap.file.peek(1))
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        finally:
            sock.settimeout(timeout)

    def end_idle(self) -> bool:
        """Leave IDLE; whether the server told of new mail."""
        _, answers = self.client.idle_done()
        return any(b"EXISTS" in answer for answer in answers)

    def end(self) -> None:
        """Sign out, or just hang up where the server does not answer."""
        with contextlib.suppress(OSError, IMAPClientError, ValueError):
            self.client.socket().settimeout(2.0)
            self.client.logout()
            return
        hang_up(self.client)


def opened(client: IMAPClient, folder: str, *, readonly: bool) -> FolderState:
    """The folder, opened."""
    try:
        answer = client.select_folder(folder, readonly=readonly)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        raise folder_fault(client, folder, words_of(error)) from error
    return FolderState(
        folder,
        # A server that tells none does not keep its UIDs (RFC 9051 section 2.3.1.1).
        uidvalidity=answer.get(b"UIDVALIDITY", 0),
        next_uid=answer.get(b"UIDNEXT", 0),
        count=answer.get(b"EXISTS", 0),
    )


def folder_fault(client: IMAPClient, folder: str, said: str) -> Stop | TryLater:
    """Why a folder cannot be opened, and which ones there are."""
    if any(code in said for code in PASSING):
        return TryLater(f"folder {folder!r} cannot be opened now: {said}; it is tried again")
    names = sorted(str(name) for _, _, name in client.list_folders())
    more = ", ..." if len(names) > NAMES_SHOWN else ""
    return Stop(
        f"folder {folder!r} cannot be opened: {said}; the server has "
        f"{', '.join(names[:NAMES_SHOWN])}{more}; check folders {IN_CONFIG}"
    )


def mark(
    client: IMAPClient, config: MailboxConfig, folder: str, uidvalidity: int, uids: Sequence[int]
) -> None:
    """Give mails the keyword of the settings, over a connection for that alone."""
    state = opened(client, folder, readonly=False)
    if state.uidvalidity != uidvalidity:
        raise TryLater(f"folder {folder!r} was numbered anew; its mails are marked after a pass")
    for at in range(0, len(uids), AT_ONCE):
        client.add_flags(uids[at : at + AT_ONCE], [config.mark_keyword.encode()], silent=True)
